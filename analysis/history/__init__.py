"""Earlier sessions: a database of sessions, sets and reps on this computer, or on a gym's own server."""
