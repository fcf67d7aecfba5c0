"""Placements: where a sensor is worn. ``wrist_left`` is the wrist of the left arm, ``barbell`` belongs to no arm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["left", "right"]
"""Side of the body."""
SIDES: tuple[Side, Side] = ("left", "right")
"""Both arms in the order of all that is shown: the left one first."""

PLACES_OF_AN_ARM = ("wrist", "forearm", "dumbbell")
"""Placements whose sensor moves with the forearm of one arm."""

CURL_SENSORS = (
    *(name for place in PLACES_OF_AN_ARM for name in (place, f"{place}_left", f"{place}_right")),
    "barbell",
)
"""Placements in which reps are counted; sensors anywhere else are shown beside them."""

_OTHER_PLACES_OF_AN_ARM = ("upper_arm", "hand", "finger", "shoulder")
OTHER_PLACES = (
    *(name for place in _OTHER_PLACES_OF_AN_ARM for name in (place, f"{place}_left", f"{place}_right")),
    *("trunk", "chest", "back", "belt", "waist", "hip", "pelvis", "head", "thigh", "shin", "ankle", "foot"),
)
"""Further placements that may be named: their sensors are shown beside those that count."""


def is_placement(name: str) -> bool:
    """Returns whether a placement is known, with or without the side of the body."""
    return name in CURL_SENSORS or name in OTHER_PLACES or without_side(name) in OTHER_PLACES


def side_of(placement: str) -> Side | None:
    """The arm that a placement names at its end, such as ``left`` of ``wrist_left``; None where it names none."""
    return next((side for side in SIDES if placement.endswith(f"_{side}")), None)


def without_side(placement: str) -> str:
    """The placement without its arm: ``wrist`` of ``wrist_left``."""
    side = side_of(placement)
    return placement if side is None else placement.removesuffix(f"_{side}")


def placement_that_counts(place: str, names: Iterable[str], side: Side | None = None) -> str | None:
    """The one of several sensors at a place whose figures are taken: the first in order of the alphabet.

    Parameters
    ----------
    place : str
        Without an arm, such as ``trunk``.
    names : iterable of str
        Placements of all sensors.
    side : str or None
        Arm that it must belong to, where the placement says one; None for any.
    """
    fits = (name for name in names if without_side(name) == place)
    return min((name for name in fits if side is None or side_of(name) in (None, side)), default=None)
