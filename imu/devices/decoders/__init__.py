"""One decoder for each kind of sensor: makes its start commands, and decodes its bytes into readings."""
