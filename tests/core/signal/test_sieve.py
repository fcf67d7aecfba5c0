"""Which readings are let through without a closer look: the quick way for what nearly always comes."""

import numpy as np
import pytest

from analysis.core.compiled import compiled_or_not
from analysis.core.signal.sieve import only_small_steps
from tests.fixtures.compiled import each_way

STEPS = {
    "all axes change": ([0.01, -0.02, 0.03, 0.001, 0.002, -0.001], True, True),
    "axes that a coarse sensor repeats": ([0.0, -0.02, 0.0, 0.0, 0.0, -0.001], True, True),
    "the accelerometer repeats itself": ([0.0, 0.0, 0.0, 0.001, 0.002, -0.001], False, False),
    "the gyroscope repeats itself": ([0.01, -0.02, 0.03, 0.0, 0.0, 0.0], False, True),
    "a step of four times gravity": ([0.0, 40.0, 0.0, 0.001, 0.002, -0.001], False, False),
    "a step of six turns a second": ([0.01, -0.02, 0.03, 0.0, 0.0, 40.0], False, True),
    "no number": ([0.01, np.nan, 0.03, 0.001, 0.002, -0.001], False, False),
}
"""A step of all axes, m/s² and rad/s; whether it is small, and whether it is without the gyroscope."""


@each_way
@pytest.mark.parametrize("channels", [6, 3])
@pytest.mark.parametrize(("before", "after"), [(0, 0), (3, 0), (0, 4), (100, 100)])
@pytest.mark.parametrize("name", STEPS)
def test_only_what_may_be_none_is_looked_at(
    name: str, before: int, after: int, channels: int, compiled: bool
) -> None:
    """One step among others in which each axis goes to and fro by 1 cm/s² or 1 mrad/s."""
    step, *small = STEPS[name]
    to_and_fro = np.array([0.01, 0.01, 0.01, 0.001, 0.001, 0.001])
    signs = np.where(np.arange(before + after) % 2, -1.0, 1.0)[:, None]
    steps = np.insert(signs * to_and_fro, before, step, axis=0)[:, :channels]
    last = np.array([0.3, 9.7, -0.9, 0.1, -0.2, 0.4])[:channels]
    with compiled_or_not(on=compiled):
        assert only_small_steps(last + np.cumsum(steps, axis=0), last) == small[channels == 3]


@each_way
@pytest.mark.parametrize("at", [0, 3, 9])
def test_a_zero_is_looked_at_however_small_the_step_to_it_is(at: int, compiled: bool) -> None:
    """The sensor reads 0.3 m/s² at rest."""
    values = np.tile([0.2, 0.2, 0.1, 0.1, -0.2, 0.4], (10, 1)) + 0.01 * (np.arange(10) % 2)[:, None]
    with compiled_or_not(on=compiled):
        assert only_small_steps(values, values[1])
        values[at, :3] = 0.0
        assert not only_small_steps(values, values[1])
