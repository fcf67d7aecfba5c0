"""The command ``rep-momentum``: options in, messages and exit codes out."""

import os
import signal
import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def main() -> None:
    """Runs the command of this process and exits.

    Until its modules are loaded Ctrl-C ends the process without a word: there is nothing to keep yet.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started it; no file may get its number now
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115
    from analysis.cli.entry_point import run_process  # noqa: PLC0415  slow

    signal.signal(signal.SIGINT, before)
    run_process()


def run(arguments: Sequence[str]) -> int:
    """Runs a command.

    Parameters
    ----------
    arguments : sequence of str
        Without the name of the program.

    Returns
    -------
    int
        Exit code; what went wrong was printed.
    """
    from analysis.cli.entry_point import run_command  # noqa: PLC0415  slow

    return run_command(arguments)
