"""When readings were taken, from the ticks of a sensor or from when its packets arrived."""
