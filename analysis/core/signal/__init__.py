"""Signals before anything is measured in them."""
