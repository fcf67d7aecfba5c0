"""Where a live session's samples come from (sensors, phones, recordings played again), and the one port they all come in
by."""
