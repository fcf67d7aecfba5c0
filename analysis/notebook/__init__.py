"""The analysis for notebooks."""
