"""Messages to the person who typed a command when something is wrong, and the exit codes."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from imu.printable import printable

DONE, FAULT, WRONG = 0, 1, 2
"""Exit codes: success, a fault of this program, wrong input."""
INTERRUPTED, PIPE_CLOSED = 130, 141
"""Exit codes that shells expect after Ctrl-C, and after a reader such as ``head`` has gone."""


class UsageError(Exception):
    """Wrong usage or an output that cannot be written; one sentence on what, where and what to do."""


def one_line(text: object) -> str:
    """Puts a message on one line, without characters that steer a terminal."""
    return printable(" ".join(str(text).split()))


def complain(message: object) -> int:
    """Prints what the person can mend, on one line; returns the exit code for it."""
    remark(message)
    return WRONG


def remark(message: object) -> None:
    """Prints what the person may want to know of what was typed, on one line beside the output."""
    print(f"rep-momentum: {one_line(message)}", file=sys.stderr)


def fault_words(error: Exception) -> str:
    """Says that the fault is in this program, and which."""
    return f"a fault of rep-momentum itself ({type(error).__name__}: {error})"


def report_fault(error: Exception, *, debug: bool, where: str = "") -> int:
    """Prints in one sentence that the fault is in this program.

    Parameters
    ----------
    error : Exception
    debug : bool
        Print its traceback too.
    where : str
        The recording that was at work.

    Returns
    -------
    int
        Exit code.
    """
    if debug:
        traceback.print_exception(error)
    place = f"{where}: " if where else ""
    report = "report what stands above" if debug else "run it again with --debug and report what it prints"
    what = f"{place}{fault_words(error)}; {report}."
    print(f"rep-momentum: {one_line(what)}", file=sys.stderr)
    return FAULT


def worse_code(code: int, other: int) -> int:
    """The worse of two exit codes: a fault of this program outweighs wrong input, which outweighs success."""
    return max(code, other, key=(DONE, WRONG, FAULT).index)


def english_list(parts: Sequence[str]) -> str:
    """Joins words in a sentence of the command's own, which is English: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def english_count(many: int, noun: str) -> str:
    """Counts in a sentence of the command's own: ``1 session``, ``2 sessions``."""
    return f"{many} {noun}" if many == 1 else f"{many} {noun}s"
