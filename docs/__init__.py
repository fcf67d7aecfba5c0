"""The documentation, its pictures and its tables."""
