"""The algorithms, numbers only: from samples to orientation, angle, reps, figures and verdicts."""
