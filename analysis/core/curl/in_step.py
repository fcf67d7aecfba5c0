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
from analysis.settings.curl_model import FOREARM, IN_STEP
from imu.types import Floats


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
    model : (3, 3, n) float64
        Acceleration (first axis) per metre of lever (second axis).
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
    n = len(weight)
    terms = np.empty((7, 3, n))
    terms[:3] = model.transpose(1, 0, 2)
    terms[3:] = _carried(turn_radps @ axis, axis, up, step_s)
    columns = terms.reshape(7, 3 * n)
    left, trust = residual.T.reshape(-1), np.tile(weight, 3)
    weighted = columns * trust
    normal, wanted = weighted @ columns.T, weighted @ left
    noise = float(trust @ (left * left))
    # Bayes: prior precision 1/sd², in units of the noise of one independent piece
    precision = (
        np.repeat([IN_STEP.lever_error_sd_m**-2, IN_STEP.carried_sd_m**-2], [3, 4]) / FOREARM.independent
    )
    found = np.linalg.solve(normal + noise * np.diag(precision) + 1e-9 * np.eye(7), wanted)
    across = found[:3] - (found[:3] @ axis) * axis
    return np.asarray(-across)


def _carried(speed_radps: Floats, axis: Floats, up: Floats, step_s: float) -> Floats:
    """Acceleration per metre and radian of an elbow carried forwards and upwards, ``(4, 3, n)``.

    A path ``d·θ(t + τ)`` accelerates with ``d·θ''(t) + dτ·θ'''(t)`` to first order in the shift τ.
    """
    accel = np.gradient(speed_radps, step_s)
    change = IN_STEP.shift_s * np.gradient(accel, step_s)
    forward = cross(axis, up)
    forward = (forward.T / np.maximum(size(forward), 1e-6)).T
    upward = cross(forward, axis)
    return np.array([way.T * course for course in (accel, change) for way in (forward, upward)])
