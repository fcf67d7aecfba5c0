"""What a live screen says of reps, set beside what they are: simulated reps whose kind is known."""

from __future__ import annotations

import pytest

from analysis.evaluation.shown_verdicts import ShownRep, shown_reps, shown_table
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import Recording

STRICT = SimulatedRep(lift_s=1.8)
THROWN = SimulatedRep(lift_s=1.1, swing=1.2, profile="early")
SLOW = SimulatedRep(lift_s=4.5)


def recorded(*reps: SimulatedRep, gap_s: tuple[float, float] | None = None) -> Recording:
    stages = (Still(3.0), CurlSet(reps=reps), Still(10.0))
    sensor = SensorModel(rate_hz=50.0, gaps_s=() if gap_s is None else (gap_s,))
    return simulate(stages, sensor=sensor, seed=6).recording


@pytest.mark.slow
def test_reps_keep_the_verdict_that_they_are_shown_with() -> None:
    """A slow last rep takes nothing from those before; thrown ones are called in the lift, and stay called."""
    found = shown_reps(recorded(*[STRICT] * 4, *[THROWN] * 2, SLOW))
    assert [rep.shown for rep in found] == [("controlled",)] * 4 + [("momentum",)] * 2 + [("controlled",)]
    assert [rep.by_call for rep in found] == [False] * 4 + [True] * 2 + [False]
    assert not any(rep.is_contradicted or rep.is_call_taken_back for rep in found)
    assert all(rep.waited_s is not None and rep.waited_s < 0.2 for rep in found)


@pytest.mark.parametrize(
    ("shown", "final", "against"),
    [((), "momentum", False), (("controlled",), "controlled", False), (("controlled",), "momentum", True),
     (("momentum", "controlled"), "controlled", True), (("controlled",), None, False)],
)  # fmt: skip
def test_what_contradicts(shown: tuple[str, ...], final: str | None, against: bool) -> None:
    rep = ShownRep(shown=shown, by_call=False, call_stood=False, waited_s=0.0, final=final)  # type: ignore[arg-type]
    assert rep.is_contradicted == against


def test_a_table_without_recordings_has_a_row_for_all() -> None:
    *_, last = shown_table({})
    assert last.split(" | ")[1:4] == ["0", "0", "0"]
