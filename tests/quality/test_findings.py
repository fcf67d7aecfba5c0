"""What the notes on the data claim: only what is known, and figures that nobody can have made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.quality.findings import assess
from analysis.quality.monitor import Vitals
from analysis.records.results import Quality, RepSet
from analysis.settings.thresholds import DEFAULTS
from imu.types import SampleBlock
from tests.fixtures import build

NBSP = "\u00a0"


def watched(*holes: tuple[float, float], sensor: str = "wrist") -> Vitals:
    """A sensor at 50 Hz from 0 to 100 s, without samples in the holes."""
    time = np.arange(0.0, 100.0, 0.02)
    for start, stop in holes:
        time = time[(time <= start) | (time >= stop)]
    acc = np.zeros((len(time), 3))
    acc[:, 2] = 9.8 + 0.01 * (np.arange(len(time)) % 2)
    vitals = Vitals(sensor, DEFAULTS.grid)
    vitals.admit(SampleBlock(sensor=sensor, time_s=time, acc_mps2=acc, gyr_radps=0.1 * acc), True)
    return vitals


def notes(vitals: Vitals, *sets: RepSet, code: str) -> list[Quality]:
    return [n for n in assess([vitals], sets, (), DEFAULTS) if n.code == code]


def test_a_hole_is_said_with_what_it_costs() -> None:
    """The set starts at 4 s; its second rep, from about 8 s on, has a hole of 0.6 s and is not judged."""
    made = build.make_set([build.controlled(), build.unsure(), build.controlled()])
    inside = made.reps[1].start_s + 0.3
    found = notes(watched((inside, inside + 0.6), (50.0, 50.4), (60.0, 72.0)), made, code="gap")
    assert [(n.severity, quality_text(n)) for n in found] == [
        ("warning", f"Signal lost for 0.6{NBSP}s in set 1, rep 2. The rep is counted, but not judged."),
        ("info", f"Signal lost for 0.4{NBSP}s at 0:50, in no rep."),
        ("info", f"Signal lost for 12.0{NBSP}s at 1:00: reps in it cannot be counted."),
    ]


@pytest.mark.parametrize(
    ("lost_s", "unsure", "said"),
    [
        (
            5.0,
            (True, False),
            ". The rep that it cuts is counted, but not judged. A whole rep in it cannot be counted.",
        ),
        (
            5.0,
            (True, True),
            ". The 2 reps that it cuts are counted, but not judged. A whole rep in it cannot be counted.",
        ),
        (5.0, (False, False), ": reps in it cannot be counted."),
        (0.5, (False, True), ". The rep that it cuts is counted, but not judged."),
        (0.5, (False, False), ", in no rep."),
    ],
)
def test_a_hole_between_two_reps_says_which_of_them_it_cut(
    lost_s: float, unsure: tuple[bool, bool], said: str
) -> None:
    """Two reps, the first up to the hole, the second from its end on; half a reading lies between."""
    made = build.make_set([build.unsure() if one else build.controlled() for one in unsure])
    first, second = made.reps
    begin, end = 40.0, 40.0 + lost_s
    first = replace(first, start_s=begin - 2.0, end_s=begin - 0.01)
    second = replace(second, start_s=end + 0.01, end_s=end + 3.0)
    (found,) = notes(watched((begin, end)), replace(made, reps=(first, second)), code="gap")
    assert quality_text(found) == f"Signal lost for {lost_s:.1f}{NBSP}s at 0:40{said}"
    assert found.severity == ("warning" if any(unsure) else "info")


def test_two_holes_in_one_rep_are_told_once() -> None:
    made = build.make_set([build.unsure(), build.controlled()])
    at, other = made.reps[0].start_s, made.reps[1].start_s
    found = notes(
        watched((at + 0.2, at + 0.5), (at + 0.9, at + 1.4), (other + 0.2, other + 0.6)), made, code="gap"
    )
    assert [quality_text(n).partition(" The rep")[0] for n in found] == [
        f"Signal lost twice, for 0.8{NBSP}s in all, in set 1, rep 1.",
        f"Signal lost for 0.4{NBSP}s in set 1, rep 2.",
    ]


def test_a_rep_that_was_judged_all_the_same_is_not_called_unjudged() -> None:
    made = build.make_set([build.controlled()])
    inside = made.reps[0].start_s + 0.3
    (found,) = notes(watched((inside, inside + 0.4)), made, code="gap")
    assert quality_text(found).endswith("The rep is counted.")


@pytest.mark.parametrize(
    ("changes", "severity", "said"),
    [
        ({"rom_deg": 186.0}, "warning", "Set 1: an implausible range in rep 2, up to 186°."),
        ({"lift_s": 6.4}, "info", f"Set 1: an implausibly long lift in rep 2, up to 6.4{NBSP}s."),
    ],
)
def test_figures_that_nobody_can_have_made_are_said(
    changes: dict[str, float], severity: str, said: str
) -> None:
    made = build.make_set([build.controlled() for _ in range(3)])
    assert notes(watched(), made, code="implausible") == []
    first, second, third = made.reps
    odd = replace(made, reps=(first, replace(second, **changes), third))  # type: ignore[arg-type]
    (found,) = notes(watched(), odd, code="implausible")
    assert (found.severity, found.start_s) == (severity, made.start_s)
    assert quality_text(found).startswith(said)


def test_sets_are_numbered_sensor_by_sensor() -> None:
    sets = [
        build.make_set([build.half()] * 3, start_s, sensor=sensor)
        for sensor, start_s in (("wrist_left", 5.0), ("wrist_right", 6.0), ("wrist_left", 40.0))
    ]
    both = [watched(sensor="wrist_left"), watched(sensor="wrist_right")]
    found = [n for n in assess(both, sets, (), DEFAULTS) if n.code == "half_rep"]
    assert [(n.sensor, quality_text(n).split(":")[0]) for n in found] == [
        ("wrist_left", "Set 1"),
        ("wrist_left", "Set 2"),
        ("wrist_right", "Set 1"),
    ]


@pytest.mark.parametrize(
    ("many", "said"),
    [
        (1, "Set 1: its only rep was short. A short rep is not momentum."),
        (2, "Set 1: 2 of 2 reps were short. Short reps are not momentum."),
    ],
)
def test_short_reps_are_counted_in_good_grammar(many: int, said: str) -> None:
    made = build.make_set([build.half()] * many)
    unlike = replace(made, reps=tuple(replace(rep, reasons=()) for rep in made.reps))
    (found,) = notes(watched(), unlike, code="half_rep")
    assert quality_text(found) == said


@pytest.mark.parametrize(
    ("sensor", "lacking"), [("trunk", 2), ("upper_arm_left", 2), ("head", 0), ("thigh", 0)]
)
def test_a_rep_lacks_the_figures_of_trunk_and_upper_arm_alone(sensor: str, lacking: int) -> None:
    """Of a sensor on the head a rep has no figure that could be missing."""
    made = build.make_set([build.controlled(), build.controlled()])
    found = notes(watched(sensor=sensor), made, code="companion_silent")
    assert [(n.severity, n.because.values["reps"]) for n in found] == [("warning", lacking)] * (lacking > 0)
