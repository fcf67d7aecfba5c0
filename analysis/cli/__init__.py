"""The command ``rep-momentum``: options in, messages and exit codes out."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

__all__ = ["main", "run"]

_GARBAGE = (20_000, 20, 20)
"""Thresholds of the garbage collector until a command has imported what it needs: imports leave 80,000 objects that
stay, which the usual threshold of 700 has it look through again and again, for a tenth of a short command's time."""
_INTERRUPTED = 130
"""Exit code that shells expect after Ctrl-C."""


def main() -> None:
    """Runs the command of this process and exits.

    Until everything is imported Ctrl-C ends the process at once: nothing is under way that would have to be saved.
    """
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        signal.signal(signal.SIGINT, _leave)
    gc.set_threshold(*_GARBAGE)
    _fill_closed_streams()
    from analysis.cli.entry_point import run_command  # noqa: PLC0415  slow to import

    if heeded:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = run_command(sys.argv[1:])
    if heeded:  # the code stands: nothing may interrupt the end
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


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
    from analysis.cli.entry_point import run_command  # noqa: PLC0415  slow to import

    return run_command(arguments)


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    os._exit(_INTERRUPTED)


def _fill_closed_streams() -> None:
    """Opens the null device in place of standard streams that were closed (``>&-``).

    Else the next file that is opened would get their number, and what is printed would go into it. What is written to
    a closed standard output fails, as it should; messages to a closed standard error are lost.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # the lowest free number: this one
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
