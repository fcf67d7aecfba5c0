"""How good the data of a sensor are, in figures and in sentences."""
