"""Findings about sensors beside the wrist: those of which another counts, and placements that were exchanged."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from analysis.output.data_sentences import quality_text
from analysis.records.results import Quality, SessionResult
from analysis.stream.offline import analyze
from analysis.vocabulary import Reason
from imu.simulate import CurlSet, PickUp, SensorModel, Still, simulate
from imu.simulate import SimulatedRep as Lift
from imu.types import Recording, SampleBlock

REPS = 6
CALM = Lift(pause_bottom_s=0.5)
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)


@cache
def curls(swing: float = 0.0) -> Recording:
    """Picks the weight up and curls it; wrist, trunk and upper arm wear sensors."""
    reps = (replace(CALM, swing=swing),) * REPS
    return simulate(
        (Still(5.0), PickUp(bend_deg=50.0), Still(3.0), CurlSet(reps=reps), Still(10.0)),
        placements=("wrist", "trunk", "upper_arm"),
        sensor=SENSOR,
    ).recording


@cache
def deadlifts() -> Recording:
    """Bends deep and comes up again, eight times, with hanging arms."""
    phases = [phase for _ in range(8) for phase in (PickUp(bend_deg=90.0), Still(1.0))]
    return simulate((Still(5.0), *phases, Still(5.0)), placements=("wrist", "trunk"), sensor=SENSOR).recording


def named(recording: Recording, *names: str) -> Recording:
    """The first sensors of a recording under other names; a name that is empty leaves its sensor out."""
    blocks: list[SampleBlock] = [
        replace(block, sensor=name) for block, name in zip(recording.sensors, names, strict=False) if name
    ]
    return replace(recording, sensors=tuple(blocks))


def of_code(result: SessionResult, code: Reason) -> list[Quality]:
    return [one for one in result.quality if one.code == code]


@pytest.mark.parametrize("swing", [0.0, 2.0])
def test_a_wrist_that_is_called_trunk_and_the_other_way_round(swing: float) -> None:
    """Also where the trunk throws the weight by 28°; nothing is exchanged by itself."""
    result = analyze(named(curls(swing), "trunk", "wrist"))
    (note,) = of_code(result, Reason.PLACES_EXCHANGED)
    said = quality_text(note)
    assert said.startswith("The sensors called wrist and trunk seem to be exchanged: ")
    assert f"“trunk” turned by 100° or more {REPS} times" in said
    assert "--sensor" in said
    assert result.sets == ()


@pytest.mark.parametrize(
    "recording",
    [curls(), curls(2.0), deadlifts(), named(deadlifts(), "trunk", "wrist"), named(curls(), "", "trunk")],
    ids=["curls", "thrown curls", "deadlifts", "deadlifts, exchanged", "trunk alone"],
)
def test_where_nothing_shows_it_nothing_is_said(recording: Recording) -> None:
    assert of_code(analyze(recording), Reason.PLACES_EXCHANGED) == []


def test_of_two_sensors_on_the_trunk_the_one_that_is_not_used_is_told() -> None:
    result = analyze(named(curls(), "wrist", "trunk_right", "trunk_left"))
    (note,) = of_code(result, Reason.COMPANION_UNUSED)
    assert note.sensor == "trunk_right"
    assert quality_text(note).endswith("one counts, here trunk_left.")
    assert of_code(analyze(named(curls(), "wrist", "trunk")), Reason.COMPANION_UNUSED) == []


@pytest.mark.parametrize(
    ("arm", "unused"),
    [("wrist_right", "upper_arm_left"), ("wrist_left", "upper_arm_right"), ("wrist", "upper_arm_right")],
)
def test_of_two_sensors_on_upper_arms_that_of_the_lifting_arm_is_used(arm: str, unused: str) -> None:
    result = analyze(named(curls(), arm, "upper_arm_left", "upper_arm_right"))
    assert [one.sensor for one in of_code(result, Reason.COMPANION_UNUSED)] == [unused]
