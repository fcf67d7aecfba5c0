"""Console for tables on standard output, and for what goes to standard error."""

from __future__ import annotations

import os
from typing import Any

from rich.console import Console

_LEAST, _MOST, _USUAL = 10, 10_000, 80
"""Widths of a terminal that are believed, and the one that is taken where none is known, in characters."""


class OutConsole(Console):
    """Console that leaves a closed pipe to the command, and takes no width that nothing could be printed in.

    Parameters
    ----------
    stderr : bool
        Print to standard error.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, _environ=_believed(os.environ))

    def on_broken_pipe(self) -> None:
        """Replaces rich's own handling, which would end the program.

        Raises
        ------
        BrokenPipeError
            Always.
        """
        raise BrokenPipeError


class LiveConsole(OutConsole):
    """Console of a session, which goes on without it: once it cannot be written to, nothing more is printed.

    Attributes
    ----------
    fault : OSError or None
        Why it cannot be written to: the command's exit says so.
    """

    fault: OSError | None = None

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints as rich does, while that works.

        Raises
        ------
        BrokenPipeError
            Nobody reads any more.
        """
        if self.fault is not None:
            return
        try:
            super().print(*objects, **options)
        except BrokenPipeError:
            raise
        except OSError as error:
            self.fault = error


def _believed(environment: os._Environ[str]) -> dict[str, str]:
    """The environment without a width or height that cannot be meant, such as ``COLUMNS=0``."""
    kept = dict(environment)
    for name in ("COLUMNS", "LINES"):
        text = kept.get(name, "")
        if not (text.isascii() and text.isdigit() and len(text) < 6 and _LEAST <= int(text) <= _MOST):
            kept.pop(name, None)
    return kept
