"""A live session: takes samples from a source, and serves the page that the lifter sees."""
