"""Where the terminal's tables go."""

from __future__ import annotations

from rich.console import Console


class OutConsole(Console):
    """Standard output; a closed pipe is left to the command instead of ending the program as a fault."""

    def on_broken_pipe(self) -> None:
        """Called by rich in place of the error."""
        raise BrokenPipeError
