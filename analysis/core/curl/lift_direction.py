"""Which of the two ways of a movement is the lift: the one that raises the sensor, as the lever arm has it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, curl_frame, fit_lever
from analysis.core.signal.closed_set import ClosedSet
from analysis.settings.curl_model import DIRECTION
from imu.types import Floats


def follows_height(closed: ClosedSet, frame: CurlFrame, lever: Lever, used: slice) -> float:
    """Correlation of the forearm's angle with the sensor's height above the elbow, as the lever arm gives it;
    0 where it cannot be told."""
    height, angle = (closed.up[used] @ lever.vector_m), frame.angle_deg[used]
    height, angle = height - height.mean(), angle - angle.mean()
    size = float(np.sqrt((height @ height) * (angle @ angle)))
    return float(height @ angle) / size if size > 0 else 0.0


def lever_speaks(lever: Lever, follows: float) -> bool:
    """The lever arm explains enough to give the forearm's angle from the vertical."""
    return (
        lever.r2 >= DIRECTION.speaks_r2
        and abs(follows) >= DIRECTION.follows_height
        and lever.signal_mps2 >= DIRECTION.speaks_signal_mps2
    )


def certainty(lever: Lever) -> float:
    """How much the direction of a lever arm is worth, in [0, 1]: share explained, and something to explain."""
    return min(1.0, max(lever.r2, 0.0) / DIRECTION.clear_r2) * min(
        1.0, lever.signal_mps2 / DIRECTION.clear_signal_mps2
    )


def lift_evidence(closed: ClosedSet, start: int) -> float:
    """Evidence in [−1, 1] that the movement from cell ``start`` to the end of these cells raised the sensor;
    below 0 it lowered it.

    For the live count: the cells seen so far stand in for the closed set. The less the lever arm explains,
    and the less there is to explain, the nearer to 0.
    """
    frame = curl_frame(closed)
    used = slice(0, len(closed.time_s))
    lever = fit_lever(closed, frame, [used], across_only=True)
    if not closed.has_gyro or not frame.gravity_trusted:
        return 0.0
    follows = follows_height(closed, frame, lever, used)
    return (
        follows
        * abs(follows)
        * certainty(lever)
        * float(np.sign(frame.angle_deg[-1] - frame.angle_deg[start]))
    )


def lift_direction(
    closed: ClosedSet, frame: CurlFrame, lever: Lever, points: list[int], lift_axis: Floats | None
) -> tuple[float, float, bool]:
    """Sign of the lift, agreement of its height with the first movement, and whether the lever arm is good
    enough for angles from the vertical."""
    follows = follows_height(closed, frame, lever, slice(points[0], points[-1] + 1))
    first = float(np.sign(frame.swing_deg[points[1]] - frame.swing_deg[points[0]]))
    usable = closed.has_gyro and frame.gravity_trusted
    if usable and abs(follows) * abs(follows) * certainty(lever) >= DIRECTION.doubtful:
        sign = float(np.sign(follows))
    elif usable or not closed.has_gyro:
        sign = first
    else:
        sign = _remembered(frame, lift_axis) or _first_in_earnest(frame, points, closed.step_s)
    return sign, sign * follows, usable and lever_speaks(lever, follows)


def _remembered(frame: CurlFrame, lift_axis: Floats | None) -> float:
    """Sign by the axis that earlier sets lifted about; 0 where there is none, or the sensor sits otherwise."""
    along = 0.0 if lift_axis is None else float(frame.axis @ lift_axis)
    return float(np.sign(along)) if abs(along) > DIRECTION.turned else 0.0


def _first_in_earnest(frame: CurlFrame, points: list[int], step_s: float) -> float:
    """Sign of the first movement that is as quick as the others: before it an arm may be brought down slowly."""
    moves = [frame.swing_deg[a : b + 1] for a, b in pairwise(points)]
    took_s = np.array([_middle_s(move, step_s) for move in moves])
    quick = int(np.argmax(took_s <= DIRECTION.unhurried * float(np.median(took_s))))
    return float(np.sign(moves[quick][-1] - moves[quick][0]))


def _middle_s(move: Floats, step_s: float) -> float:
    """Time a movement takes from a tenth of its way to nine tenths."""
    way = (move - move[0]) / (move[-1] - move[0])
    return float(np.argmax(way >= 0.9) - np.argmax(way >= 0.1)) * step_s
