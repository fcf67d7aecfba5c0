"""From samples to reps, momentum and advice."""
