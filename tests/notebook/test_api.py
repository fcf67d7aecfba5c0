"""The interface for notebooks: one call, frames with the right types, and other thresholds without new work."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import DEFAULTS, SessionResult, Thresholds, read
from analysis.coaching.weights import WeightError
from analysis.errors import SignalError
from analysis.notebook.api import DEMO_FILE, Analysis, inspect_recording
from analysis.output.json_document import to_document
from analysis.output.tables import COLUMNS
from analysis.settings.presets import write_preset
from imu.errors import RecordingError
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from tests.fixtures.both_arms import pair, reps_of
from tests.fixtures.notebook_sessions import no_curls, no_gyroscope, two_wrists


@cache
def demo() -> Analysis:
    return inspect_recording(DEMO_FILE)


def same(a: SessionResult, b: SessionResult) -> bool:
    curves = [
        np.array_equal(getattr(x.trace, name), getattr(y.trace, name), equal_nan=True)
        for x, y in zip(a.sets, b.sets, strict=True)
        for name in ("time_s", "angle_deg", "lift_speed_dps", "push_mps2")
    ]
    return to_document(a) == to_document(b) and all(curves)


def test_the_demo_is_what_was_simulated() -> None:
    reps = demo().reps
    assert reps.groupby("set").size().to_dict() == {1: 8, 2: 10}
    assert reps.loc[reps.verdict == "momentum", ["set", "rep"]].to_numpy().tolist() == [
        [2, n] for n in (7, 8, 9, 10)
    ]
    assert demo().sets.weight_kg.tolist() == [7.5, 12.5]
    assert demo().sets.advice[1].endswith("from rep 7 on the body swung.")


def test_reps_have_the_columns_and_types_they_should() -> None:
    reps = demo().reps
    assert tuple(reps.columns) == COLUMNS
    kinds = reps.dtypes.astype(str).to_dict()
    assert kinds["verdict"] == kinds["cause"] == "category"
    assert list(reps.verdict.cat.categories) == ["controlled", "momentum", "partial", "uncertain"]
    assert (kinds["rep"], kinds["carry"], kinds["clipped"], kinds["sensor"]) == (
        "Int64",
        "Float64",
        "boolean",
        "string",
    )


def test_what_is_not_known_is_missing() -> None:
    dropped_out = demo().reps.query("set == 1 and rep == 3").iloc[0]
    assert dropped_out.verdict == "uncertain"
    assert dropped_out.momentum is pd.NA
    assert inspect_recording(no_gyroscope()).reps.carry.isna().all()
    assert inspect_recording(no_gyroscope()).trace.elbow_mps2.isna().all()


def test_nothing_found_has_the_same_columns() -> None:
    nothing, something = inspect_recording(no_curls()), demo()
    for name in ("reps", "sets", "events", "trace"):
        empty, full = getattr(nothing, name), getattr(something, name)
        assert len(empty) == 0
        assert list(empty.columns) == list(full.columns)


def test_curves_of_every_set_of_every_sensor() -> None:
    found = inspect_recording(two_wrists())
    pairs = found.trace.groupby(["set", "sensor"]).size()
    assert sorted(pairs.index) == sorted(zip(found.sets.set, found.sets.sensor, strict=True))
    assert sorted(found.sets.sensor) == ["wrist_left"] * 2 + ["wrist_right"] * 2
    assert len(inspect_recording(DEMO_FILE, trace=False).trace) == 0


def test_events_say_when_each_rep_was_counted() -> None:
    events = demo().events
    counted = events[(events.kind == "rep") & (events.at_s > 120.0)]
    assert counted.n.tolist() == list(range(1, 11))
    assert counted.at_s.tolist() == demo().reps.announced_at_s.tolist()[8:]


def test_weight_and_target_overrule_the_recording() -> None:
    told = inspect_recording(DEMO_FILE, weight="25 lb", target_reps=6)
    assert told.sets.weight_kg.tolist() == pytest.approx([25 * 0.45359237] * 2)
    assert told.sets.target_reps.tolist() == [6, 6]
    assert "25\u00a0lb" in told._repr_html_()
    assert inspect_recording(DEMO_FILE, weight=11.25).sets.weight_kg.tolist() == [11.25, 11.25]


@pytest.mark.parametrize(
    "thresholds",
    [
        DEFAULTS.with_(momentum__push_mps2=2.0),
        DEFAULTS.with_(momentum__carry=0.05, momentum__tremor_weight=5.0),
        DEFAULTS.with_(momentum__load_lever_m=0.5),
        DEFAULTS.with_(momentum__partial_deg=120.0, advice__big_step=0.4),
        DEFAULTS.with_(advice__big_step=0.4),
        DEFAULTS,
    ],
    ids=["swing", "speed", "lever", "range", "advice", "same"],
)
@pytest.mark.parametrize("source", ["demo", "two wrists", "no curls"])
def test_other_decisions_are_what_a_new_analysis_says(source: str, thresholds: Thresholds) -> None:
    recording = {"demo": demo().recording, "two wrists": two_wrists(), "no curls": no_curls()}[source]
    first = inspect_recording(recording)
    again = first.with_thresholds(thresholds)
    assert same(again.result, inspect_recording(recording, thresholds).result)
    assert same(again.with_thresholds(DEFAULTS).result, first.result)


def test_what_was_done_again_is_said() -> None:
    first = demo()
    assert first.reran == "Everything was analysed."
    assert first.with_thresholds(DEFAULTS).reran.startswith("Nothing")
    assert first.with_thresholds(DEFAULTS.with_(momentum__carry=0.3)).reran.startswith("Only the decisions")
    assert first.with_thresholds(DEFAULTS.with_(advice__big_step=0.4)).reran.startswith("Only the advice")
    found = first.with_thresholds(DEFAULTS.with_(segment__sweep_deg=60.0))
    assert found.reran == "Everything was analysed again: segment changes what is found."
    assert same(found.result, inspect_recording(DEMO_FILE, DEFAULTS.with_(segment__sweep_deg=60.0)).result)


def test_a_rep_is_explained_by_the_thresholds_it_was_judged_by() -> None:
    assert demo().explain(8, 2).verdict == "momentum"
    lenient = demo().with_thresholds(DEFAULTS.with_(momentum__push_mps2=20.0))
    compared = {c.threshold: c.limit for c in lenient.explain(8, 2).comparisons}
    assert compared["momentum.push_mps2"] == 20.0


def test_the_report_is_a_page_of_its_own(tmp_path: Path) -> None:
    written = demo().report(tmp_path / "curls.html")
    assert "Keep 12.5" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        (Path("nowhere.csv"), RecordingError, "nowhere.csv"),
        (pd.DataFrame(), SignalError, "source: expected a Recording, or the path of one, got DataFrame"),
        (None, SignalError, "got NoneType"),
    ],
    ids=["no file", "a frame", "nothing"],
)
def test_a_source_that_is_none_is_told(source: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        inspect_recording(source)  # type: ignore[arg-type]


def test_a_file_that_is_no_recording_is_told(tmp_path: Path) -> None:
    text = tmp_path / "notes.csv"
    text.write_text("monday,12 kg,felt heavy\n", encoding="utf-8")
    with pytest.raises(RecordingError, match=r"notes\.csv.*: .+") as fault:
        read(str(text))
    assert fault.value._render_traceback_() == [f"RecordingError: {fault.value}"]


def test_a_weight_that_cannot_be_is_told() -> None:
    with pytest.raises(WeightError, match=r"-3 kg.*write"):
        inspect_recording(no_curls(), weight=-3)


def test_whatever_a_person_wrote_is_shown_as_text() -> None:
    mischief = replace(no_curls(), path="<script>.csv", lifter="<b>Kim</b>")
    found = inspect_recording(mischief)
    for shown in (found, found.result, found.recording):
        assert "<script>" not in shown._repr_html_()
        assert "<b>Kim" not in shown._repr_html_()


def test_thresholds_show_what_differs_in_bold() -> None:
    shown = DEFAULTS.with_(momentum__carry=0.3)._repr_html_()
    assert shown.count("<b>") == 1
    assert "<b>0.3</b>" in shown
    assert "momentum.push_mps2" in shown
    assert "m/s²" in shown


def test_the_card_gives_the_advice_first_and_a_bar_per_rep() -> None:
    shown = demo()._repr_html_()
    assert shown.index("Keep 12.5") < shown.index("<table")
    assert shown.count("<span") == 18
    assert "reps 7 to 10 above the limit" in shown
    assert "No curls found" in inspect_recording(no_curls())._repr_html_()


def test_the_verdicts_that_change_are_named() -> None:
    """By a push of 20 m/s² nothing is called."""
    none = DEFAULTS.with_(momentum__push_mps2=20.0)
    assert (
        demo()
        .with_thresholds(none)
        .reran.endswith(
            "4 verdicts change: set 2 rep 7: swing, now controlled; set 2 rep 8: swing, now controlled; "
            "set 2 rep 9: swing, now controlled; set 2 rep 10: swing, now controlled."
        )
    )
    assert demo().with_thresholds(DEFAULTS.with_(momentum__carry=0.101)).reran.endswith("No verdict changes.")


def test_a_preset_is_called_by_its_name(tmp_path: Path) -> None:
    mine = DEFAULTS.with_(momentum__carry=0.3)
    preset = Thresholds.from_toml(write_preset(mine, tmp_path / "mine.toml", name="Anna").path)
    named = demo().with_thresholds(preset)
    assert f"Thresholds {mine.digest} (preset “Anna”)." in named._repr_html_()
    assert to_document(named.result)["thresholds_name"] == "Anna"
    assert to_document(demo().result)["thresholds_name"] is None
    report = named.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "(preset “Anna”)" in report


def test_both_sides_have_a_row_a_figure_and_one_arm_has_no_index() -> None:
    found = inspect_recording(pair(reps_of(SimulatedRep(top_deg=115.0), 6, 1), reps_of(SimulatedRep(), 6, 2)))
    sides = found.sides.set_index("figure")
    assert sides.loc["reps", ["left", "right"]].tolist() == [6.0, 6.0]
    rom = sides.loc["rom_deg"]
    left, right = (
        np.log(found.reps.loc[found.reps.side == side, "rom_deg"].astype(float)) for side in ("left", "right")
    )
    apart = np.median(np.subtract.outer(right.to_numpy(), left.to_numpy()))  # Hodges and Lehmann
    assert rom.index_percent == pytest.approx(200.0 * np.tanh(apart / 2.0))
    assert rom.low_percent < rom.index_percent < rom.high_percent
    assert rom.lower_side == "left"
    assert sides.index_percent.isna()["momentum"]
    alone = demo().sides.set_index("figure")
    assert alone.loc["reps", "right"] == 18.0
    assert alone.left.isna().all()
    assert alone.index_percent.isna().all()
    nobody = inspect_recording(simulate((Still(3.0),)).recording)
    assert nobody.sides.columns.tolist() == sides.reset_index().columns.tolist()
    assert nobody.sides.empty


def test_a_sensor_on_the_trunk_has_words_of_its_own() -> None:
    """Its verdict and the technique are categories; without the sensor they are missing."""
    session = (Still(3.0), CurlSet(reps=(SimulatedRep(),) * 3), Still(10.0))
    noisy = SensorModel(acc_noise_mps2=0.05, gyr_noise_radps=0.01)  # one reading again and again is no sensor
    reps = inspect_recording(simulate(session, placements=("wrist", "trunk"), sensor=noisy).recording).reps
    assert reps.trunk_verdict.tolist() == ["still"] * 3
    assert list(reps.trunk_verdict.cat.categories) == ["still", "caution", "lean"]
    assert "hips_forward" in reps.technique.cat.categories
    assert demo().reps.trunk_verdict.isna().all()
