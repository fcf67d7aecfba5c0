"""Fixed numbers by which a coach is told whose reps got worse. They decide nothing in a recording. Figures: docs/coach.md."""

from __future__ import annotations

WORSE_CHANCE = 0.01
"""A lifter whose share of momentum does not change is called worse at most this often, by Fisher's exact test."""
EARLIER_SESSIONS = 5
"""Sessions before the last one that it is compared with."""
FEWEST_JUDGED = 5
"""Judged reps that the last session, and those before it together, must have to be compared."""
