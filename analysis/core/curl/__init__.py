"""One set of curls: its motion, whether it is curls at all, figures, verdicts."""
