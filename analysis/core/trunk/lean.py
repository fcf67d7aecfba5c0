"""How far the trunk (or the upper arm) moved in each rep of a set, and which way.

"Up" moves in the sensor's frame when the sensor leans. Its path in one rep lies close to a plane; the angle that it
spans there is the movement. Which end of it is backward comes from the data, never from how the sensor is worn: a
bend of the standing person is forward, and a throw goes backward while the arm lifts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from analysis.core.signal.filters import derivative, smooth
from analysis.core.signal.vectors import length
from analysis.core.trunk.posture import Posture
from analysis.records.results import Rep
from analysis.settings.curl_model import TRUNK
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """Movement of the trunk in one rep; a figure that is not known is None."""

    range_deg: float | None = None
    """Angle that it moved through, °; of a rep in which it was not read, from the reading before to the one after."""
    seen: float = 0.0
    """Share of the rep in which it was read, 0 to 1."""
    back_deg: float | None = None
    """Largest lean backward against the standing posture, °."""
    forward_deg: float | None = None
    """Largest lean forward, °."""
    thrust_s: float | None = None
    """When it turned backward fastest, after the start of the lift, s."""

    @property
    def told(self) -> bool:
        """Whether enough of the rep was read for a verdict."""
        return self.range_deg is not None and self.seen >= TRUNK.least_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Knowledge from earlier sets: how the person stands and moves, and how the sensor is worn."""

    standing: Floats | None = None
    """"Up" in the sensor when the person stood before the last set, ``(3,)``."""
    forward: Floats | None = None
    """Direction in which "up" moves there when the person leans forward, unit vector ``(3,)``."""
    calm_deg: tuple[float, ...] = ()
    """Movement of the trunk in calm reps, the latest last, °."""


def leans(posture: Posture, reps: Sequence[Rep], earlier: Stance) -> tuple[tuple[Lean, ...], Stance]:
    """Measures the trunk in the reps of a set.

    Parameters
    ----------
    posture : Posture
        From well before the set to a little after it.
    reps : sequence of Rep
        In order of time.
    earlier : Stance
        What earlier sets showed; the second value that is returned has what this one added.
    """
    windows = [posture.between(rep.start_s - TRUNK.dip_s, rep.end_s) for rep in reps]
    found = [_moved(posture, window, rep) for window, rep in zip(windows, reps, strict=True)]
    standing = standing_before(posture, reps[0].start_s)
    if standing is None:
        return tuple(found), earlier
    stance = _facing(posture, reps, found, standing, earlier)
    if stance.forward is None:
        return tuple(found), stance
    lean_deg = lean_angles_deg(posture.up, standing, stance.forward)
    speed_dps = derivative(smooth(lean_deg, TRUNK.thrust_hz, posture.step_s), posture.step_s)
    signed = [
        _signed(one, posture, window, lean_deg, speed_dps, rep) if one.told else one
        for one, window, rep in zip(found, windows, reps, strict=True)
    ]
    return tuple(signed), stance


def lean_angles_deg(up: Floats, standing: Floats, forward: Floats) -> Floats:
    """Returns the lean against the standing posture in each cell, ``(n,)``, °: forward is positive.

    Parameters
    ----------
    up : (n, 3) float64
        Unit vectors upwards in the sensor frame.
    standing, forward : (3,) float64
        As in `Stance`.
    """
    return np.asarray(np.degrees(np.arctan2(up @ forward, up @ standing)))


def _moved(posture: Posture, window: slice, rep: Rep) -> Lean:
    """The movement in a rep's cells, whichever way it went."""
    cells = range(*window.indices(len(posture.time_s)))
    if len(cells) < 2:
        return Lean()
    due = (rep.end_s - rep.start_s + TRUNK.dip_s) / posture.step_s
    seen = min(1.0, float(np.count_nonzero(posture.seen[window])) / max(due, 1.0))
    up, run = posture.up[window], posture.run[window]
    parts = [up[run == number] for number in np.unique(run[posture.read[window]])]
    spans = [span_deg(part) for part in parts if len(part) > 1]
    return Lean(range_deg=max(spans) if spans else span_deg(up), seen=seen)


def span_deg(up: Floats) -> float:
    """Returns the angle, °, that unit vectors ``(n, 3)`` span in the plane that they move in."""
    middle = up.mean(axis=0)
    middle /= max(length(middle), 1e-9)
    angles = np.arctan2(up @ _main(up - np.outer(up @ middle, middle)), up @ middle)
    return float(np.degrees(angles.max() - angles.min()))


def _main(aside: Floats) -> Floats:
    """Main direction of vectors ``(n, 3)``, as a unit vector."""
    return np.asarray(np.linalg.eigh(np.einsum("ni,nj->ij", aside, aside))[1][:, -1])


def standing_before(posture: Posture, start_s: float) -> Floats | None:
    """Finds "up" in the stillest second shortly before a set, ``(3,)``; None where that was not read.

    Parameters
    ----------
    posture : Posture
    start_s : float
        Start of the first lift, s.
    """
    window = posture.between(start_s - TRUNK.standing_s, start_s - TRUNK.dip_s)
    up, seen = posture.up[window], posture.seen[window]
    many = round(TRUNK.still_s / posture.step_s)
    if len(up) < many:
        return None
    read = sliding_window_view(seen, many).all(axis=1)
    if not read.any():
        return None
    unsteady = np.linalg.norm(np.diff(up, axis=0), axis=1)
    summed = np.concatenate([[0.0, 0.0], np.cumsum(unsteady)])
    first = int(np.argmin(np.where(read, summed[many:] - summed[:-many], np.inf)))
    middle = up[first : first + many].mean(axis=0)
    return np.asarray(middle / length(middle))


def _facing(
    posture: Posture, reps: Sequence[Rep], found: Sequence[Lean], standing: Floats, earlier: Stance
) -> Stance:
    """The stance with the direction of forward, where this set or an earlier one shows it."""
    worn_anew = earlier.standing is not None and _apart_deg(earlier.standing, standing) > TRUNK.remounted_deg
    known = None if worn_anew else earlier.forward
    bent = bend(posture.up[posture.between(-np.inf, reps[0].start_s)], standing)
    thrown = _thrust(posture, reps, found, standing)
    plane = None if thrown is None else thrown[0]
    sure = bent if bent is not None else known
    forward: Floats | None = sure
    if plane is not None and sure is not None:
        forward = plane if float(plane @ sure) > 0.0 else -plane
    elif thrown is not None and thrown[1]:
        forward = plane
    if forward is not None:
        level = forward - standing * float(forward @ standing)
        forward = level / max(length(level), 1e-9)
    return replace(earlier, standing=standing, forward=forward)


def _apart_deg(a: Floats, b: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(float(a @ b), -1.0, 1.0))))


def bend(up: Floats, standing: Floats) -> Floats | None:
    """Finds the direction of forward from a bend of the standing person, ``(3,)``; None without one.

    Parameters
    ----------
    up : (n, 3) float64
        Unit vectors upwards in the sensor frame.
    standing : (3,) float64
        The same when the person stands.
    """
    along = up @ standing
    far = (along < np.cos(np.radians(TRUNK.bend_deg))) & (along > 0.0)
    if not far.any():
        return None
    way = (up[far] - np.outer(along[far], standing)).mean(axis=0)
    return np.asarray(way / max(length(way), 1e-9))


def _thrust(
    posture: Posture, reps: Sequence[Rep], found: Sequence[Lean], standing: Floats
) -> tuple[Floats, bool] | None:
    """Main direction of the reps in which the trunk moved, forward by what it did in the lift, and whether that is sure.

    While the arm lifts, a throw is behind where it began.
    """
    asides, lifts = [], []
    for rep, lean in zip(reps, found, strict=True):
        if not lean.told or lean.range_deg is None or lean.range_deg < TRUNK.telling_deg:
            continue
        up = posture.up[posture.between(rep.start_s - TRUNK.dip_s, rep.end_s)]
        asides.append(up - up.mean(axis=0))
        lift = posture.up[posture.between(rep.start_s, rep.top_s)]
        if len(lift) > 1:
            lifts.append(lift.mean(axis=0) - lift[0])
    if not asides or not lifts:
        return None
    aside = np.concatenate(asides)
    main = _main(aside - np.outer(aside @ standing, standing))
    ways = np.array(lifts) @ main
    forward = -main if ways.sum() > 0.0 else main
    backward = np.count_nonzero(np.array(lifts) @ forward < 0.0)
    return forward, bool(len(lifts) > 1 and backward >= TRUNK.same_way * len(lifts))


def _signed(
    lean: Lean, posture: Posture, window: slice, lean_deg: Floats, speed_dps: Floats, rep: Rep
) -> Lean:
    """The movement with its two ends and the time of the thrust."""
    read = posture.read[window]
    here, speed, time_s = lean_deg[window][read], speed_dps[window][read], posture.time_s[window][read]
    thrown = lean.range_deg is not None and lean.range_deg >= TRUNK.telling_deg
    return replace(
        lean,
        back_deg=max(0.0, -float(here.min())),
        forward_deg=max(0.0, float(here.max())),
        thrust_s=float(time_s[np.argmin(speed)]) - rep.start_s if thrown else None,
    )
