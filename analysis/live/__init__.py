"""A session under way: from samples to what a lifter sees between two reps."""
