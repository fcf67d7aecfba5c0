"""Recording to disk as it happens: packets first, then samples; and playing a recording again."""
