"""Formula, simulated arm and program beside each other: where they must agree they do."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from analysis.notebook.lab.try_arm import ArmSettings, ArmTrial, coast_ratio, still_elbow, try_arm
from analysis.notebook.plots.arm_plot import plot_arm, plot_swing_and_tremor
from tests.notebook.test_session_plots import all_inside, texts


def figures(trial: ArmTrial) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {f.name: (f.by_formula, f.as_done, f.found) for f in trial.figures}


def test_the_coast_of_half_a_metre_a_second_over_a_tenth_of_a_metre() -> None:
    """½·0.5²/(9.80665·0.1): from level, where the weight rises by ℓ·sin of the angle beyond 90°."""
    dps = 0.5 / 0.33 * 180.0 / pi
    top = 90.0 + np.degrees(np.arcsin(0.1 / 0.33))
    assert coast_ratio(dps, np.array([90.0, top]), load_lever_m=0.33) == pytest.approx(0.125 / 0.980665)


def test_the_fastest_moment_of_a_smooth_lift_is_fifteen_eighths_of_the_mean() -> None:
    assert still_elbow(ArmSettings(lift_s=2.0, top_deg=125.0)).peak_speed_dps == pytest.approx(15 / 8 * 60.0)


@pytest.mark.parametrize(
    "settings",
    [
        ArmSettings(),
        ArmSettings(lift_s=0.8),
        ArmSettings(bench_deg=45.0),
        ArmSettings(bench_deg=-35.0),
        ArmSettings(lever_m=0.15),
    ],
    ids=["calm", "fast", "preacher", "incline", "short lever"],
)
def test_with_a_still_elbow_all_three_agree(settings: ArmSettings) -> None:
    for name, (formula, done, found) in figures(try_arm(settings)).items():
        if name == "detour":
            assert (formula, done) == (1.0, None)
            assert found == pytest.approx(1.0, abs=0.02)
            continue
        # What is pushed below 3 Hz is a little less than the formula's, which knows no filter.
        assert formula == pytest.approx(done, rel=0.06 if name == "push" else 0.01, abs=1e-9)
        tolerance = {"elbow acceleration, RMS": 0.1, "push": 0.05}.get(name, 0.0)
        assert found == pytest.approx(done, rel=0.03, abs=tolerance)


def test_a_throw_moves_the_elbow_and_the_formula_no_longer_holds() -> None:
    trial = try_arm(ArmSettings(lift_s=1.1, throw=1.0))
    formula, done, found = figures(trial)["elbow acceleration, RMS"]
    assert formula == 0.0
    assert done is not None
    assert done > 1.5
    assert found == pytest.approx(done, rel=0.15)
    assert trial.sentence.startswith("The program says: swing")


def test_a_tremor_shakes_the_sensor_and_is_no_swing() -> None:
    trial = try_arm(ArmSettings(tremor_deg=1.5))
    _, _, peak = figures(trial)["inertial peak"]
    _, _, push = figures(trial)["push"]
    assert peak is not None
    assert push is not None
    assert peak > 5.0 > 2.0 * push
    assert trial.sentence.startswith("The program says: controlled")


def test_what_cannot_be_seen_is_a_dash() -> None:
    trial = try_arm(ArmSettings(top_deg=20.0))
    assert trial.found is None
    assert trial.sentence == "The program counts no rep here."
    assert all(found is None for _, _, found in figures(trial).values())
    assert "<td" in trial._repr_html_()
    assert "–" in trial._repr_html_()


@pytest.mark.parametrize("narrow", [False, True], ids=["page", "phone"])
def test_pictures_say_the_verdict_and_their_words_fit(narrow: bool) -> None:
    throw, tremor = try_arm(ArmSettings(lift_s=1.1, throw=1.0)), try_arm(ArmSettings(tremor_deg=1.5))
    arm = plot_arm(throw, narrow=narrow)
    assert all_inside(arm)
    assert any(
        "A lift of 1.1 s with a throw: swing, momentum" in text.replace("\n", " ") for text in texts(arm)
    )
    assert {"forwards, m", "up from the hips, m", "time from the start of the lift, s", "limit"} <= set(
        texts(arm)
    )
    assert all_inside(plot_swing_and_tremor(throw, tremor, narrow=narrow))
