"""The command ``rep-momentum``."""

from analysis.cli.entry_point import main, run

__all__ = ["main", "run"]
