"""Limits of what a person can have lifted: figures beyond them are noted, and no weight is advised from them.

No figure and no verdict depends on them, so they are no part of the digest.
"""

from __future__ import annotations

WIDEST_DEG = 185.0
"""Widest plausible sweep: no elbow and shoulder together swing a forearm further in a curl."""
LONGEST_LIFT_S = 6.0
"""Longest plausible lift: a longer one is rather a pause in the lift, or two movements."""
