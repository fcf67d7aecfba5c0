"""The command ``rep-momentum``: options in, messages and exit codes out."""

from analysis.cli.entry_point import main, run

__all__ = ["main", "run"]
