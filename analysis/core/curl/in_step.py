"""An elbow that moves in step with the lift, told from a wrong lever arm.

The lever arm is fitted as if the elbow's own acceleration were chance. It is not where the body helps in every rep
alike: part of that acceleration looks like a longer or turned forearm, the fit takes it up, and what is left for the
elbow is too small by a third and more. The two differ in direction. What belongs to the lever turns with the forearm;
an elbow that is carried along accelerates in a fixed direction in space, by the course of the lift or a little before
or after it. So both are fitted together to what the first fit left, and the lever's part is given back.
"""

from __future__ import annotations

import numpy as np

from analysis.core.signal.vectors import cross, size
from imu.types import Floats

LEVER_ERROR_SD_M = 0.08
"""By how much an elbow in step may have misled the lever arm: up to 5 cm in step, 8 cm a little before it."""
CARRIED_SD_M = 0.1
"""How far the elbow is carried for each radian of the lift: 0.3 m of upper arm that turns a third as far."""
SHIFT_S = 0.2
"""How far before or after the lift the body moves."""
INDEPENDENT = 60
"""A set's residual holds about this many independent pieces."""


def lever_error(
    model: Floats,
    residual: Floats,
    weight: Floats,
    *,
    turn_radps: Floats,
    axis: Floats,
    up: Floats,
    step_s: float,
) -> Floats:
    """What the lever arm has taken from an elbow in step, ``(3,)`` m: fitted lever minus true one, estimated.

    Parameters
    ----------
    model : (3, n, 3) float64
        Acceleration per metre of lever.
    residual : (n, 3) float64
        What the fitted lever leaves unexplained, m/s².
    weight : (n,) float64
        Trust of the robust fit, 0 outside the set.
    turn_radps, up : (n, 3) float64
        Rotation, low-passed, and the unit vector upwards; sensor frame.
    axis : (3,) float64
        Curl axis.
    step_s : float
    """
    columns = np.concatenate([model, _carried(turn_radps @ axis, axis, up, step_s)], axis=2).reshape(-1, 7)
    left, trust = residual.T.reshape(-1), np.tile(weight, 3)
    weighted = columns * trust[:, None]
    normal, wanted = weighted.T @ columns, weighted.T @ left
    noise = float(trust @ (left * left))
    # Bayes: prior precision 1/sd², in units of the noise of one independent piece
    precision = np.repeat([LEVER_ERROR_SD_M**-2, CARRIED_SD_M**-2], [3, 4]) / INDEPENDENT
    found = np.linalg.solve(normal + noise * np.diag(precision) + 1e-9 * np.eye(7), wanted)
    across = found[:3] - (found[:3] @ axis) * axis
    return np.asarray(-across)


def _carried(speed_radps: Floats, axis: Floats, up: Floats, step_s: float) -> Floats:
    """Acceleration per metre and radian of an elbow carried forwards and upwards, ``(3, n, 4)``.

    A path ``d·θ(t + τ)`` accelerates with ``d·θ''(t) + dτ·θ'''(t)`` to first order in the shift τ.
    """
    accel = np.gradient(speed_radps, step_s)
    change = SHIFT_S * np.gradient(accel, step_s)
    forward = cross(np.broadcast_to(axis, up.shape), up)
    forward = forward / np.maximum(size(forward), 1e-6)[:, None]
    upward = cross(forward, np.broadcast_to(axis, up.shape))
    parts = [way * course[:, None] for course in (accel, change) for way in (forward, upward)]
    return np.stack([part.T for part in parts], axis=2)
