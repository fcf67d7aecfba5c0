"""Sample times: from a sensor's own clock, or from when its packets arrived."""
