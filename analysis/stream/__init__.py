"""The pipeline from samples to events and sets, the same for live sessions and whole recordings."""
