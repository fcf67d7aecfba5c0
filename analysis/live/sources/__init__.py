"""Where a live session's samples come from, and the one port through which they all come in."""
