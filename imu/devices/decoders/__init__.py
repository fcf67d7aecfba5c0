"""One decoder a kind of sensor: what it is asked at the start, and its bytes as readings."""
