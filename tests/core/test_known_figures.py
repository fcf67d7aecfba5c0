"""A figure is known where the recording has what the figure's description says that it needs, and nowhere else."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from analysis.core.curl.measure import RepFigures
from analysis.records.results import REP_FIGURES
from analysis.stream.offline import analyze
from imu.simulate import SensorModel, SimulatedRep, curls, random_rotation, simulate

NUMBERS = {name for name, info in REP_FIGURES.items() if info.role in {"movement", "evidence", "description"}}


@lru_cache(maxsize=1)
def lifted():
    sensor = SensorModel(rate_hz=100.0, acc_noise_mps2=0.05, gyr_noise_radps=0.005)
    mounting = random_rotation(np.random.default_rng(3))
    return simulate(
        curls([SimulatedRep(lift_s=1.5, pause_bottom_s=0.5)] * 5), sensor=sensor, mounting=mounting, seed=3
    )


def reps_of(from_s=0.0, to_s=1e9, *, gyroscope=True, scale=1.0, gap=None):
    """Reps that are found in a part of the session, seen by another sensor."""
    recording = lifted().recording
    (block,) = recording.sensors
    kept = (block.time_s >= from_s) & (block.time_s < to_s)
    if gap is not None:
        kept &= (block.time_s < gap[0]) | (block.time_s >= gap[1])
    seen = replace(
        block,
        time_s=block.time_s[kept],
        acc_mps2=scale * block.acc_mps2[kept],
        gyr_radps=block.gyr_radps[kept] if gyroscope else None,
    )
    (one,) = analyze(replace(recording, sensors=(seen,))).sets
    return one.reps


def test_every_figure_is_measured_under_its_name():
    """A figure that is described but not measured would be unknown everywhere."""
    made_later = {"pause_bottom_s", "push_limit_mps2"}
    missing = {name for name in NUMBERS if not hasattr(RepFigures, name)} - made_later
    assert not missing, f"analysis/core/curl/measure.py measures no {', '.join(sorted(missing))}"


def unknown(rep):
    return {name for name in NUMBERS if getattr(rep, name) is None}


def needing(*needs):
    return {name for name in NUMBERS if set(needs) & set(REP_FIGURES[name].needs)}


def test_a_whole_recording_gives_every_figure():
    first, *others = reps_of()
    assert unknown(first) == {"pause_bottom_s"}
    assert [unknown(rep) for rep in others] == [set()] * 4


@pytest.mark.parametrize(
    ("sensor", "lacking"),
    [({"gyroscope": False}, ("gyroscope",)), ({"scale": 1.4}, ("gravity",))],
)
def test_a_poorer_sensor_gives_what_it_can(sensor, lacking):
    _, *others = reps_of(**sensor)
    for rep in others:
        assert needing(*lacking) <= unknown(rep) <= needing(*lacking, "direction")


def test_a_recording_that_ends_at_a_top():
    *whole, cut = reps_of(to_s=lifted().truth.reps[-1].top_s)
    assert unknown(whole[-1]) == set()
    assert unknown(cut) == needing("end", "edges")


def test_a_recording_that_ends_in_a_lowering():
    last = lifted().truth.reps[-1]
    *whole, cut = reps_of(to_s=(last.lower_start_s + last.end_s) / 2.0)
    assert unknown(whole[-1]) == set()
    assert unknown(cut) == needing("edges")


def test_a_recording_that_begins_in_a_lift():
    first = lifted().truth.reps[0]
    cut, *whole = reps_of(from_s=first.start_s + 0.2 * (first.top_s - first.start_s))
    assert cut.top_s == pytest.approx(first.top_s, abs=0.1)
    assert unknown(cut) == needing("edges") | {"pause_bottom_s"}
    assert unknown(whole[0]) == set()


def test_a_hole_in_a_rep():
    at_s = lifted().truth.reps[2].top_s
    *whole, holed = reps_of(gap=(at_s - 0.3, at_s + 0.3))[:3]
    assert unknown(holed) == needing("edges") | {"push_limit_mps2"}  # of what is not judged no limit is known
    assert unknown(whole[-1]) == set()


@pytest.mark.parametrize("share", [0.66, 0.68, 0.7])
def test_how_far_a_lift_would_have_gone_that_the_data_cut_off_is_not_known(share):
    """A lift of 1.5 s that the recording ends in: it is no half rep, as nobody saw its top."""
    last = lifted().truth.reps[-1]
    *_, cut = reps_of(to_s=last.start_s + share * (last.top_s - last.start_s))
    assert cut.top_s > last.start_s
    assert (cut.verdict, cut.momentum) == ("uncertain", None)
    assert [because.code for because in cut.reasons] == ["lift_cut"]
