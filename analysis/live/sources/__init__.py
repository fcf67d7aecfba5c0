"""Sources of a live session's samples (sensors, phones, recordings played again), and the one port they
all come in by."""
