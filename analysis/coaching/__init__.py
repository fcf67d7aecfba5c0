"""Advice on the next set, from the reps of the last one and what the lifter entered: weight, target, corrections."""
