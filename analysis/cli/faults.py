"""What a command tells the person who typed it when something is wrong."""

from __future__ import annotations

DONE, FAULT, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are what shells expect after Ctrl-C and after a reader such as ``head`` has gone."""


class UsageFault(Exception):
    """Wrong usage or an output that cannot be written: one sentence on what, where and what to do."""


def one_line(text: object) -> str:
    """A message on one line."""
    return " ".join(str(text).split())
