"""Recordings that the program made itself."""
