"""The command ``rep-momentum``."""

from analysis.cli.shell import main, run

__all__ = ["main", "run"]
