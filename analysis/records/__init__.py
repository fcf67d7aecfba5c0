"""Records that are passed on: events, reps, sets and sessions, with the description of every figure. No rules."""
