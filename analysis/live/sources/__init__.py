"""Where the samples of a live session come from."""
