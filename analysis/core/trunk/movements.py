"""Bends of the trunk where no other sensor made reps, and the trunk over a whole recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.core.signal.vectors import length
from analysis.core.trunk.lean import bend, lean_angles_deg, span_deg
from analysis.core.trunk.posture import Posture
from analysis.records.results import RepSet
from analysis.records.trunk_measures import TrunkMovement, TrunkSummary
from analysis.settings.curl_model import TRUNK
from analysis.settings.trunk_thresholds import TrunkThresholds
from imu.types import Floats


def summarize_trunk(
    sensor: str, sets: Sequence[RepSet], movements: Sequence[TrunkMovement] = ()
) -> TrunkSummary:
    """Sums up what the trunk did in all reps.

    Parameters
    ----------
    sensor : str
        Placement of its sensor.
    sets : sequence of RepSet
    movements : sequence of TrunkMovement
        Its bends, where nothing else made reps.
    """
    reps = [rep for one in sets for rep in one.reps if rep.trunk_verdict is not None]
    back = [rep.trunk_back_deg for rep in reps if rep.trunk_back_deg is not None]
    forward = [rep.trunk_forward_deg for rep in reps if rep.trunk_forward_deg is not None]
    return TrunkSummary(
        sensor=sensor,
        reps=len(reps),
        caution=sum(rep.trunk_verdict == "caution" for rep in reps),
        lean=sum(rep.trunk_verdict == "lean" for rep in reps),
        worst_back_deg=max(back, default=None),
        worst_forward_deg=max(forward, default=None),
        movements=tuple(movements),
    )


def movements_of(posture: Posture, t: TrunkThresholds) -> list[TrunkMovement]:
    """Finds the bends of a trunk: from upright to upright, and ``caution_deg`` or more between.

    Parameters
    ----------
    posture : Posture
        Of a whole recording.
    t : TrunkThresholds
    """
    upright = _usual(posture)
    if upright is None:
        return []
    away_deg = np.degrees(np.arccos(np.clip(posture.up @ upright, -1.0, 1.0)))
    forward = bend(posture.up[posture.read], upright)
    lean_deg = None if forward is None else lean_angles_deg(posture.up, upright, forward)
    out = (away_deg >= 0.5 * t.caution_deg) & (posture.read)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], out, [False]])))
    found = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        cells = slice(first, last)
        if away_deg[cells].max() >= t.caution_deg:
            found.append(_movement(posture, cells, upright, lean_deg))
    return found


def _movement(posture: Posture, cells: slice, upright: Floats, lean_deg: Floats | None) -> TrunkMovement:
    here = None if lean_deg is None else lean_deg[cells]
    return TrunkMovement(
        start_s=float(posture.time_s[cells][0]),
        end_s=float(posture.time_s[cells][-1]),
        range_deg=span_deg(np.concatenate([upright[None], posture.up[cells]])),
        back_deg=None if here is None else max(0.0, -float(here.min())),
        forward_deg=None if here is None else max(0.0, float(here.max())),
    )


def _usual(posture: Posture) -> Floats | None:
    """ "Up" when the person stands as usual: the median while the trunk hardly turns; None where it never rests."""
    turned = np.linalg.norm(np.diff(posture.up, axis=0, prepend=posture.up[:1]), axis=1) / posture.step_s
    still = posture.seen & (turned < np.radians(TRUNK.still_dps))
    if np.count_nonzero(still) * posture.step_s < TRUNK.still_s:
        return None
    middle = np.median(posture.up[still], axis=0)
    return np.asarray(middle / max(length(middle), 1e-9))
