"""A session on disk as it happens: packets first, then samples; and a recording played again."""
