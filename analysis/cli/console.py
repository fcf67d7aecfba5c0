"""Console for tables on standard output."""

from __future__ import annotations

from rich.console import Console


class OutConsole(Console):
    """Standard output; a closed pipe is left to the command instead of ending the program as a fault."""

    def on_broken_pipe(self) -> None:
        """Replaces rich's own handling, which would end the program.

        Raises
        ------
        BrokenPipeError
            Always.
        """
        raise BrokenPipeError
