"""An elbow that the body carries along in every rep is seen as the elbow's, not as the lever's."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.core.curl import forearm
from analysis.core.curl.in_step import lever_error
from imu.simulate import ArmModel, SimulatedRep
from tests.validation.in_step import BODIES, InStep, measured

FAST = SimulatedRep(lift_s=0.8, lower_s=1.1, supination_deg=20.0, pause_bottom_s=0.6)
NOTICEABLE_MPS2 = 0.2


def all_bodies(advance):
    """True RMS and read RMS of every body, ``(n, 2)``."""
    phases = [replace(InStep(rep=FAST, advance=advance), **body) for body in BODIES.values()]
    return np.array([measured(phase, arm=ArmModel(), seed=1)[:2] for phase in phases])


@pytest.mark.parametrize("advance", [0.0, 0.3], ids=["in step", "a little before"])
def test_the_elbow_is_read_nearer_to_the_truth_than_with_the_lever_alone(advance, monkeypatch):
    true, read = all_bodies(advance).T
    monkeypatch.setattr(forearm, "lever_error", lambda *_args, **_kwargs: np.zeros(3))
    _, alone = all_bodies(advance).T
    assert true.max() > 3.0 * NOTICEABLE_MPS2
    plain = true > NOTICEABLE_MPS2
    assert np.abs(read - true)[plain].mean() < np.abs(alone - true)[plain].mean()
    assert (read >= alone - 0.02)[plain].all()  # nothing that was seen is hidden


def test_in_step_two_thirds_are_seen_of_any_body_and_four_fifths_of_most():
    """By the lever alone it was two fifths of the worst, and two thirds of most."""
    true, read = all_bodies(0.0).T
    share = (read / true)[true > NOTICEABLE_MPS2]
    assert len(share) >= 5
    assert share.min() > 2.0 / 3.0
    assert np.median(share) > 0.8
    assert share.max() < 1.2


@pytest.mark.parametrize("lift_s", [0.8, 1.6])
def test_a_still_elbow_stays_still(lift_s):
    true, read, lever_m = measured(InStep(rep=replace(FAST, lift_s=lift_s)), arm=ArmModel(), seed=2)
    assert true < 0.01
    assert read < 0.1
    assert abs(lever_m) < 0.01


@pytest.mark.parametrize(
    "carried_m", [(0.06, 0.0), (0.0, 0.06), (-0.04, 0.05)], ids=["forward", "up", "both"]
)
def test_a_planar_arm_in_closed_form(carried_m):
    """Sensor frame turning by θ about x; the elbow's path is ``d·θ`` in space, so it accelerates with ``d·θ''``.

    Least squares gives the wrong lever; its error, found from what it leaves, leads back to the true one.
    """
    step_s, size = 0.025, 1.05
    time_s = np.arange(0.0, 24.0, step_s)
    pace = 2.0 * np.pi / 2.4
    theta = size * (1.0 - np.cos(pace * time_s))
    speed, accel = size * pace * np.sin(pace * time_s), size * pace**2 * np.cos(pace * time_s)
    zero = np.zeros_like(theta)
    # turned by θ about x, the world's up and forwards (x × up = −y at θ = 0) in the sensor frame
    up = np.stack([zero, np.sin(theta), np.cos(theta)], axis=1)
    forward = np.stack([zero, -np.cos(theta), np.sin(theta)], axis=1)
    turn = np.stack([speed, zero, zero], axis=1)
    model = np.zeros((3, len(theta), 3))
    model[1, :, 1] = model[2, :, 2] = -(speed**2)
    model[1, :, 2], model[2, :, 1] = -accel, accel
    true = np.array([0.0, 0.05, -0.27])
    elbow = (carried_m[0] * forward + carried_m[1] * up) * accel[:, None]
    force = np.einsum("ink,k->ni", model, true) + elbow
    fitted = np.linalg.lstsq(model[1:].reshape(-1, 3)[:, 1:], force.T[1:].reshape(-1), rcond=None)[0]
    fitted = np.array([0.0, *fitted])
    residual = force - np.einsum("ink,k->ni", model, fitted)
    error = lever_error(
        model.transpose(0, 2, 1),
        residual,
        np.ones(len(theta)),
        turn_radps=turn,
        axis=np.array([1.0, 0.0, 0.0]),
        up=up,
        step_s=step_s,
    )
    misled = np.linalg.norm(fitted - true)
    assert misled > 0.01
    assert np.linalg.norm(fitted - error - true) < 0.2 * misled
