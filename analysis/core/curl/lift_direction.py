"""Direction of the lift: of the two ways of a movement, the one that raises the sensor, by the lever arm."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, curl_frame, fit_lever
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import mean
from analysis.settings.curl_model import DIRECTION
from imu.types import Floats


def follows_height(closed: ClosedSet, frame: CurlFrame, lever: Lever, used: slice) -> float:
    """Returns the correlation of the forearm's angle with the sensor's height by the lever arm.

    Near 1 the angle grows upwards, near −1 downwards; 0 where one of them does not change.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    lever : Lever
    used : slice
        Cells to use.
    """
    # The height of a point at r from the elbow is u·r, with u the unit vector upwards in the sensor frame.
    height, angle = (closed.up[used] @ lever.vector_m), frame.angle_deg[used]
    height, angle = height - mean(height), angle - mean(angle)
    size = float(np.sqrt((height @ height) * (angle @ angle)))
    return float(height @ angle) / size if size > 0 else 0.0


def lever_speaks(lever: Lever, follows: float) -> bool:
    """Returns whether the lever arm is good enough to give the forearm's elevation.

    Parameters
    ----------
    lever : Lever
    follows : float
        Correlation by `follows_height`.
    """
    return (
        lever.r2 >= DIRECTION.speaks_r2
        and abs(follows) >= DIRECTION.follows_height
        and lever.signal_mps2 >= DIRECTION.speaks_signal_mps2
    )


def certainty(lever: Lever) -> float:
    """Returns the weight of a lever arm's direction as evidence, 0 to 1: by R² and the size of the signal."""
    return min(1.0, max(lever.r2, 0.0) / DIRECTION.clear_r2) * min(
        1.0, lever.signal_mps2 / DIRECTION.clear_signal_mps2
    )


def lift_evidence(closed: ClosedSet, start: int) -> float:
    """Returns evidence in [−1, 1] that the movement from cell ``start`` to the last cell raised the sensor.

    Below 0 it lowered it. The less the lever arm explains, and the less there is to explain, the nearer to 0.

    Parameters
    ----------
    closed : ClosedSet
        For the live count: the cells seen so far.
    start : int
        Index of the cell at which the movement began.
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
    """Finds the sign with which the frame's angle grows in a lift.

    By the lever arm where it is evidence enough. Else the first movement is taken for a lift; where gravity
    is not trusted, earlier sets' axis comes first, and the first movement must be as quick as the others.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    lever : Lever
    points : list of int
        Turning points of the angle, cells.
    lift_axis : (3,) float64 or None
        Axis about which earlier sets lifted, unit vector in the sensor frame.

    Returns
    -------
    sign : float
        1 or −1.
    rises : float
        Correlation of the lift's angle with the sensor's height, −1 to 1.
    direction_known : bool
        Whether the lever arm is good enough to give the forearm's elevation.
    """
    follows = follows_height(closed, frame, lever, slice(points[0], points[-1] + 1))
    first = float(np.sign(frame.fused_deg[points[1]] - frame.fused_deg[points[0]]))
    usable = closed.has_gyro and frame.gravity_trusted
    if usable and abs(follows) * abs(follows) * certainty(lever) >= DIRECTION.doubtful:
        sign = float(np.sign(follows))
    elif usable or not closed.has_gyro:
        sign = first
    else:
        sign = _remembered(frame, lift_axis) or _first_in_earnest(frame, points, closed.step_s)
    return sign, sign * follows, usable and lever_speaks(lever, follows)


def _remembered(frame: CurlFrame, lift_axis: Floats | None) -> float:
    """Sign by the axis that earlier sets lifted about; 0 without one, or where the sensor was moved since."""
    along = 0.0 if lift_axis is None else float(frame.axis @ lift_axis)
    return float(np.sign(along)) if abs(along) > DIRECTION.turned else 0.0


def _first_in_earnest(frame: CurlFrame, points: list[int], step_s: float) -> float:
    """Sign of the first movement about as quick as the others: earlier ones bring the arm into place."""
    moves = [frame.fused_deg[a : b + 1] for a, b in pairwise(points)]
    took_s = np.array([_middle_s(move, step_s) for move in moves])
    quick = int(np.argmax(took_s <= DIRECTION.unhurried * float(np.median(took_s))))
    return float(np.sign(moves[quick][-1] - moves[quick][0]))


def _middle_s(move: Floats, step_s: float) -> float:
    """Time, s, that a movement takes from a tenth of its way to nine tenths."""
    way = (move - move[0]) / (move[-1] - move[0])
    return float(np.argmax(way >= 0.9) - np.argmax(way >= 0.1)) * step_s
