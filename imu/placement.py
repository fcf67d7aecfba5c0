"""The name of a sensor's place: ``wrist_left`` is the wrist of the left arm, ``barbell`` belongs to no arm."""

from __future__ import annotations

from typing import Literal, TypeAlias

Side: TypeAlias = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("right", "left")

PLACES_OF_AN_ARM = ("wrist", "forearm", "dumbbell")
"""Where a sensor follows the curl of one arm."""

CURL_SENSORS = (
    *(name for place in PLACES_OF_AN_ARM for name in (place, f"{place}_left", f"{place}_right")),
    "barbell",
)
"""Placements that make sets; every other placement only accompanies them."""


def side_of(placement: str) -> Side | None:
    """The arm that a placement names at its end, such as ``left`` of ``wrist_left``; None where it names none."""
    return next((side for side in SIDES if placement.endswith(f"_{side}")), None)


def without_side(placement: str) -> str:
    """The placement without its arm: ``wrist`` of ``wrist_left``."""
    side = side_of(placement)
    return placement if side is None else placement.removesuffix(f"_{side}")


def placement_name(placement: str, side: str | None = None) -> str:
    """What people call it: ``left wrist`` of ``wrist_left``, or of ``wrist`` and ``left``.

    Parameters
    ----------
    placement : str
        Its own arm comes before ``side``.
    side : str or None
        The arm, where something else than the placement's name says it.
    """
    place = without_side(placement).replace("_", " ")
    arm = side_of(placement) or side
    return place if arm is None else f"{arm} {place}"
