"""What a command tells the person who typed it when something is wrong, and the exit codes."""

from __future__ import annotations

import sys
import traceback

DONE, FAULT, WRONG = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""What shells expect after Ctrl-C, and after a reader such as ``head`` has gone."""


class UsageError(Exception):
    """Wrong usage or an output that cannot be written: one sentence on what, where and what to do."""


def one_line(text: object) -> str:
    """A message on one line."""
    return " ".join(str(text).split())


def complain(message: object) -> int:
    """Say what the person can mend, on one line; returns the exit code for it."""
    print(f"rep-momentum: {one_line(message)}", file=sys.stderr)
    return WRONG


def own_up(error: Exception, *, debug: bool, where: str = "") -> int:
    """Say in one sentence that it is our fault; returns the exit code for it."""
    if debug:
        traceback.print_exception(error)
    place = f"{where}: " if where else ""
    report = "report what stands above" if debug else "run it again with --debug and report what it prints"
    what = f"{place}a fault of rep-momentum itself ({type(error).__name__}: {error}); {report}."
    print(f"rep-momentum: {one_line(what)}", file=sys.stderr)
    return FAULT


def worse(code: int, other: int) -> int:
    """The exit code of two things done: a fault of ours outweighs wrong input, which outweighs success."""
    return max(code, other, key=(DONE, WRONG, FAULT).index)
