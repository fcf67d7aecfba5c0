"""Samples in, events out: the one pipeline for live sessions and whole recordings."""
