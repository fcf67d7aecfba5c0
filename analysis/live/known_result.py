"""State that a session's result depends on: it is worked out only when some of that has changed."""

from __future__ import annotations

from operator import is_
from typing import TypeAlias

from analysis.records.past_sessions import PastSet
from analysis.records.results import RepSet
from analysis.records.session_checks import SessionPart
from analysis.settings.thresholds import Thresholds

MadeFrom: TypeAlias = tuple[
    tuple[RepSet, ...], int, int, int, Thresholds, tuple[PastSet, ...], tuple[SessionPart, ...], bool
]
"""Sets, numbers of events, refused movements and entries, thresholds, earlier sets and recordings, whether the session has ended."""


def is_same(one: MadeFrom, other: MadeFrom) -> bool:
    """Returns whether nothing has changed; sets by identity, as comparing their curves takes longer than the result."""
    sets, others = one[0], other[0]
    return len(sets) == len(others) and all(map(is_, sets, others)) and one[1:] == other[1:]
