"""A sensor with one known fault gets that fault's sentence, and no other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import acos, degrees, pi

import numpy as np
import pytest
from matplotlib.text import Text

from analysis.errors import SignalError
from analysis.notebook.api import DEMO_FILE
from analysis.notebook.plots.signal_plot import plot_signal
from analysis.output.signal_report import SignalReport, in_words, report_signal
from analysis.quality.signal_check import Property, SignalCheck, check_signal
from imu.formats import read_recording
from imu.simulate import SensorModel, SimulatedRep, curls, rotation, simulate
from imu.types import Floats, Recording
from tests.fixtures.shared import SHARED, needs_shared
from tests.notebook.test_session_plots import all_inside

REPS = (SimulatedRep(lift_s=1.4, lower_s=1.4),) * 4
GOOD = SensorModel(rate_hz=50.0, acc_noise_mps2=0.03, gyr_noise_radps=0.003)


def recorded(model: SensorModel = GOOD, mounting: Floats | None = None) -> Recording:
    return simulate(curls(REPS), sensor=model, mounting=mounting).recording


@cache
def good() -> Recording:
    return recorded()


def graded(check: SignalCheck) -> dict[str, str]:
    """What is not good, by its name for people."""
    named = SignalReport(check=check).findings
    return {one.what: one.grade for one in named if one.grade != "good"}


def measured(check: SignalCheck, what: str) -> str:
    return next(one.measured for one in SignalReport(check=check).findings if one.what == what)


def with_gyroscope(change: object) -> Recording:
    (block,) = good().sensors
    assert callable(change)
    return replace(good(), sensors=(replace(block, gyr_radps=change(block.gyr_radps)),))


def test_a_good_sensor_is_good_enough_for_everything() -> None:
    check = check_signal(good())
    assert graded(check) == {}
    assert (
        SignalReport(check=check).verdict == "Good enough for everything: counts, verdicts and all figures."
    )
    assert check.rest_s is not None
    assert check.rest_s[1] <= 3.8 or check.rest_s[0] >= 13.0


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        (replace(GOOD, rate_hz=12.0), {"Rate": "usable"}),
        (replace(GOOD, rate_hz=5.0), {"Rate": "not good"}),
        (replace(GOOD, gaps_s=((5.0, 5.6),)), {"Holes": "usable"}),
        (replace(GOOD, gaps_s=((5.0, 9.0),)), {"Holes": "not good"}),
        (replace(GOOD, packet=3), {"Time between readings": "usable"}),
        (replace(GOOD, packet=10), {"Time between readings": "not good"}),
        (replace(GOOD, acc_noise_mps2=0.8), {"Accelerometer noise": "usable"}),
        (replace(GOOD, acc_noise_mps2=2.5), {"Accelerometer noise": "not good"}),
        (replace(GOOD, gyr_noise_radps=0.15), {"Gyroscope noise": "usable"}),
        (replace(GOOD, gyr_bias_radps=(0.0, 0.08, 0.0)), {"Gyroscope zero": "usable"}),
        (replace(GOOD, gyr_bias_radps=(0.0, 0.15, 0.0)), {"Gyroscope zero": "not good"}),
        (replace(GOOD, acc_scale=(1.05, 1.05, 1.05)), {"Gravity at rest": "usable"}),
        (replace(GOOD, acc_scale=(0.7, 0.7, 0.7)), {"Gravity at rest": "not good"}),
        (replace(GOOD, gyr_range_radps=2.05), {"Gyroscope range": "usable"}),
        (replace(GOOD, has_gyro=False), {"Gyroscope": "usable"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_one_fault_is_found_alone(model: SensorModel, fault: dict[str, str]) -> None:
    assert graded(check_signal(recorded(model))) == fault


def test_gravity_noise_and_zero_are_what_was_simulated() -> None:
    model = replace(GOOD, acc_noise_mps2=0.2, gyr_bias_radps=(0.03, 0.0, 0.04), acc_scale=(1.02, 1.02, 1.02))
    check = check_signal(recorded(model))
    assert float(measured(check, "Gravity at rest").split()[0]) == pytest.approx(1.02 * 9.80665, abs=0.08)
    assert float(measured(check, "Accelerometer noise").split()[0]) == pytest.approx(0.2, rel=0.15)
    assert float(measured(check, "Gyroscope zero").split()[0]) == pytest.approx(0.05, abs=0.003)


@pytest.mark.parametrize(
    ("axis", "angle_deg", "said"),
    [((1.0, 0.0, 0.0), 0.0, "+z"), ((1.0, 0.0, 0.0), 180.0, "−z"), ((0.0, 1.0, 0.0), 90.0, "−x")],
)
def test_up_is_the_axis_that_points_up(axis: tuple[float, float, float], angle_deg: float, said: str) -> None:
    """A mounting's columns are the sensor's axes; the hanging forearm leans by the 8° of the resting elbow."""
    check = check_signal(recorded(mounting=rotation(axis, angle_deg)))
    assert measured(check, "Up at rest") == f"{said}, 8° off"
    assert check.up is not None
    assert degrees(acos(max(abs(x) for x in check.up))) == pytest.approx(8.0, abs=0.5)


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        (lambda gyr: gyr * 1.1, None),
        (lambda gyr: gyr * 2.2, "usable"),
        (lambda gyr: gyr * 180.0 / pi, "not good"),
        (lambda gyr: gyr * pi / 180.0, "not good"),
        (lambda gyr: -gyr, "not good"),
        (lambda gyr: gyr[:, [0, 2, 1]], "not good"),
    ],
    ids=["a tenth", "twice", "degrees", "radians", "sign", "axes"],
)
def test_a_gyroscope_that_does_not_turn_as_gravity_does_is_found(change: object, grade: str | None) -> None:
    assert graded(check_signal(with_gyroscope(change))).get("Gyroscope against gravity") == grade


def test_what_never_rests_is_not_guessed() -> None:
    (block,) = good().sensors
    moving = slice(int(np.searchsorted(block.time_s, 4.4)), int(np.searchsorted(block.time_s, 5.6)))
    check = check_signal(replace(good(), sensors=(block.slice(moving.start, moving.stop),)))
    assert graded(check)["Rest"] == "not known"
    assert check.rest_s is None
    assert check.up is None
    assert not any(one.code is Property.GRAVITY for one in check.findings)


def test_a_recording_of_two_readings_is_told_and_not_a_crash() -> None:
    (block,) = good().sensors
    assert graded(check_signal(replace(good(), sensors=(block.slice(0, 2),))))["Rate"] == "not good"


def test_a_sensor_that_is_not_there_is_told() -> None:
    with pytest.raises(SignalError, match="sensor: expected one of wrist, got 'ankle'"):
        check_signal(good(), "ankle")


def test_the_table_and_the_page_say_the_same() -> None:
    check = report_signal(recorded(replace(GOOD, rate_hz=5.0)))
    assert list(check.table["verdict"]) == [one.grade for one in check.findings]
    assert "✗ not good" in check._repr_html_()
    assert check.verdict.startswith("Not good enough yet: rate.")


def test_every_property_is_looked_at_and_has_its_words() -> None:
    (block,) = good().sensors
    assert block.gyr_radps is not None
    time_s = block.time_s.copy()
    time_s[100] = time_s[90]
    odd = replace(good(), sensors=(replace(block, time_s=time_s),))
    found = [*check_signal(odd).findings, *check_signal(recorded(replace(GOOD, has_gyro=False))).findings]
    assert {one.code for one in found} == set(Property)
    assert all(all(in_words(one)) for one in found)


@pytest.mark.parametrize("narrow", [False, True], ids=["page", "phone"])
def test_the_picture_says_what_it_shows_and_its_words_fit(narrow: bool) -> None:
    figure = plot_signal(read_recording(DEMO_FILE), narrow=narrow)
    assert all_inside(figure)
    written = {text.get_text() for text in figure.findobj(Text)}
    assert {"rotation, °/s", "time in the recording, s", "no data", "stillest second", "axis z"} <= written


def test_the_times_between_readings_are_shares_of_all_of_them() -> None:
    """At 50 Hz to the dot every time is 20 ms; one reading in some hundred is late, and gets a mark."""
    (block,) = good().sensors
    even_s = np.arange(len(block.time_s)) / 50.0
    even_s[100:] += 0.03
    axes = plot_signal(replace(good(), sensors=(replace(block, time_s=even_s),))).axes[-1]
    columns = {
        bar.get_x() + bar.get_width() / 2: bar.get_height() for bar in axes.patches if bar.get_height() > 0
    }
    assert sum(columns.values()) == pytest.approx(100.0)
    assert sorted(columns) == pytest.approx([20.0, 50.0], abs=0.7)
    assert [line.get_xdata()[0] for line in axes.lines] == pytest.approx([50.0], abs=0.7)


@needs_shared
@pytest.mark.parametrize(
    ("file", "grade"),
    [("wle/jeremy.csv", "usable"), ("uci/s1_wrist.csv", "good"), ("uci/s2_wrist.csv", "good")],
)
def test_an_accelerometer_that_does_not_read_gravity_is_seen(file: str, grade: str) -> None:
    """That of wle was fitted to a sphere; those of uci are calibrated."""
    check = check_signal(read_recording(str(SHARED / "data" / "curls" / file)))
    found = next(one for one in SignalReport(check=check).findings if one.what == "Gyroscope against gravity")
    assert found.grade == grade
    assert ("does not read gravity in every direction" in found.means) == (grade == "usable")
