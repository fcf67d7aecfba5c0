"""Correction of the lever arm for an elbow that moves in step with the lifts.

The lever arm is fitted as if the elbow's own acceleration were random. Where the body helps alike in every
rep it is not: part of it looks like a longer or turned forearm, the fit takes it for that, and the
acceleration left for the elbow is too small by a third and more. The two differ in direction. The lever's
part turns with the forearm; an elbow that is carried along accelerates in a direction fixed in space, with
the course of the lift or a little before or after it. So both are fitted together to the residual of the
first fit, and the lever's part is given back.
"""

from __future__ import annotations

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.closed import carried_terms
from analysis.core.signal.filters import derivative
from analysis.core.signal.vectors import cross, size
from analysis.settings.curl_model import FOREARM, IN_STEP
from imu.types import Floats

_carried_terms = Loop(carried_terms)
_PRECISION = np.diag(
    np.repeat([IN_STEP.lever_error_sd_m**-2, IN_STEP.carried_sd_m**-2], [3, 4]) / FOREARM.independent
)
"""Precision of the prior, 1/sd², in units of the noise of one effective sample."""
_FIRM = 1e-9 * np.eye(7)
"""Added so that there is a solution where nothing turned."""


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
    """Estimates the fitted lever arm minus the true one across the curl axis, ``(3,)``, m, sensor frame.

    Parameters
    ----------
    model : (3, 3, n) float64
        Acceleration (first axis) for each metre of lever (second axis), 1/s².
    residual : (n, 3) float64
        Inertial acceleration that the fitted lever does not explain, m/s².
    weight : (n,) float64
        Weights of the robust fit, 0 outside the set.
    turn_radps, up : (n, 3) float64
        Angular velocity, low-passed, rad/s, and unit vector upwards; sensor frame.
    axis : (3,) float64
        Curl axis, unit vector in the sensor frame.
    step_s : float
        Time between cells, s.
    """
    accel = derivative(turn_radps @ axis, step_s)
    change = IN_STEP.shift_s * derivative(accel, step_s)
    make = _by_loop if loops_are_compiled() else _by_arrays
    root = np.sqrt(weight)
    columns = make(model, accel, change, axis, up, root)
    left = (residual.T * root).reshape(-1)
    noise = float(left @ left)
    # Bayes: the prior adds its precision to the normal matrix
    found = np.linalg.solve(columns @ columns.T + noise * _PRECISION + _FIRM, columns @ left)
    across = found[:3] - (found[:3] @ axis) * axis
    return np.asarray(-across)


def _by_arrays(
    model: Floats, accel: Floats, change: Floats, axis: Floats, up: Floats, root: Floats
) -> Floats:
    """Terms of the fit times the root of the weight, ``(7, 3 n)``: the lever's three, then those of an elbow carried
    forwards and upwards, per metre of path and radian.

    A path ``d·θ(t + τ)``, where θ is the angle of the lift, accelerates with ``d·θ''(t) + d·τ·θ'''(t)`` to
    first order in the shift τ: forwards and upwards with θ'', then both with θ''' times the usual τ.
    """
    forward = cross(axis, up)
    forward = (forward.T / np.maximum(size(forward), 1e-6)).T
    upward = cross(forward, axis)
    terms = np.empty((7, 3, len(root)))
    np.multiply(model.transpose(1, 0, 2), root, out=terms[:3])
    terms[3:] = [way.T * (course * root) for course in (accel, change) for way in (forward, upward)]
    return terms.reshape(7, -1)


def _by_loop(model: Floats, accel: Floats, change: Floats, axis: Floats, up: Floats, root: Floats) -> Floats:
    """What `_by_arrays` returns, cell after cell."""
    columns = np.empty((7, 3 * len(root)))
    _carried_terms.run(model, accel, change, axis, up, root, columns)
    return columns
