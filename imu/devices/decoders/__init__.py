"""One decoder for each kind of sensor: commands to send at the start, and readings out of bytes."""
