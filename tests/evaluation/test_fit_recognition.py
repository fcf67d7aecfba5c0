"""The fit of the weights of the objections, on bouts that are made up, and what is read from a folder."""

from __future__ import annotations

import csv
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import pytest

from analysis.core.curl.recognise import allowed
from analysis.evaluation import fit_recognition
from analysis.evaluation.fit_recognition import (
    GESTURE,
    GESTURES,
    LIMITS,
    NAMES,
    OTHER_SAY,
    Material,
    Seen,
    bout_weights,
    design_matrix,
    find_bouts,
    fit_thresholds,
    margins,
    margins_held_out,
    recognition_tables,
)
from analysis.settings.curl_model import KIND
from analysis.settings.thresholds import DEFAULTS
from imu.formats import write_canonical
from imu.simulate import BRISK_WALK, CurlSet, SensorModel, SimulatedRep, Simulation, Still, simulate

TRUE = {"fast": 3.0, "narrow": 5.0, "steps": 1.0}
FEW_LIMIT, MANY_LIMIT, NO_GYRO = 1.5, 3.0, 0.8
"""Weights and limits that made-up labels are drawn with."""


def bout(
    dataset: str = "a", *, curl: bool = True, reps: int = 8, gyro: bool = True, **degrees: float
) -> Seen:
    return Seen(
        file="a.csv",
        dataset=dataset,
        person=f"{dataset} 1",
        movement="curl" if curl else "other",
        is_curl=curl,
        has_gyro=gyro,
        reps=reps,
        degrees=np.array([degrees.get(name, 0.0) for name in NAMES]),
    )


def drawn(count: int) -> list[Seen]:
    """Bouts labelled with the odds that the numbers above give. All of one data set and one number of reps a kind, so
    that each kind has the say that it was drawn with."""
    rng = np.random.default_rng(5)
    out = []
    for _ in range(count):
        degrees = {name: float(rng.random()) for name in TRUE}
        reps, gyro = int(rng.choice([2, 8])), bool(rng.random() < 0.5)
        share = min(1.0, KIND.few / reps)
        z = FEW_LIMIT * share + MANY_LIMIT * (1.0 - share) - (0.0 if gyro else NO_GYRO)
        z -= sum(weight * degrees[name] for name, weight in TRUE.items())
        curl = bool(rng.random() < 1.0 / (1.0 + exp(-z)))
        out.append(bout(curl=curl, reps=reps, gyro=gyro, **degrees))
    return out


@pytest.fixture
def unweighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bout has the same say, and nothing is believed before: then what labels were drawn with can be found."""
    monkeypatch.setattr(fit_recognition, "bout_weights", lambda bouts: np.ones(len(bouts)))
    monkeypatch.setattr(fit_recognition, "RIDGE", 1e-6)


@pytest.mark.usefixtures("unweighed")
def test_the_weights_and_limits_that_labels_were_drawn_with_are_found() -> None:
    found = fit_thresholds(drawn(12000)).curl
    for name, weight in TRUE.items():
        assert getattr(found, name) == pytest.approx(weight, abs=0.3)
    limits = [getattr(found, name) for name in LIMITS]
    assert limits == pytest.approx([FEW_LIMIT, MANY_LIMIT, NO_GYRO], abs=0.3)


@pytest.mark.usefixtures("unweighed")
def test_what_speaks_the_wrong_way_gets_no_weight() -> None:
    """Curls here are the fast ones: the weight would be negative, and stays 0."""
    bouts = [bout(fast=1.0)] * 20 + [bout(curl=False)] * 20 + [bout()] * 5 + [bout(curl=False, fast=1.0)] * 5
    assert fit_thresholds(bouts).curl.fast == 0.0


def test_no_weight_is_negative_whatever_the_bouts() -> None:
    rng = np.random.default_rng(1)
    bouts = [
        bout(curl=bool(rng.random() < 0.5), **{name: float(rng.random()) for name in NAMES})
        for _ in range(60)
    ]
    assert all(getattr(fit_thresholds(bouts).curl, name) >= 0.0 for name in NAMES)


def test_without_examples_a_weight_is_what_is_believed() -> None:
    found = fit_thresholds([bout(), bout(curl=False, fast=1.0)] * 20).curl
    assert found.long_lever == pytest.approx(fit_recognition.BELIEVED["long_lever"], abs=0.01)
    assert found.fast > fit_recognition.BELIEVED["fast"]


def test_a_margin_is_what_the_program_allows_less_what_it_adds_up() -> None:
    bouts = [bout(reps=n, gyro=g, fast=0.4, narrow=0.7) for n in (1, 2, 5, 40) for g in (True, False)]
    against = 0.4 * DEFAULTS.curl.fast + 0.7 * DEFAULTS.curl.narrow
    by_hand = [allowed(one.reps, DEFAULTS.curl, has_gyro=one.has_gyro) - against for one in bouts]
    assert margins(bouts, DEFAULTS) == pytest.approx(by_hand)
    assert design_matrix(bouts).shape == (8, len(NAMES) + len(LIMITS))


@pytest.mark.usefixtures("unweighed")
def test_who_is_held_out_has_no_say() -> None:
    """However the bouts of b are labelled, they are judged by numbers of a and c alone, and so is nobody else's."""
    others = [replace(one, dataset="ac"[k % 2]) for k, one in enumerate(drawn(1200))]
    mine = [bout("b", fast=0.9), bout("b", curl=False, narrow=0.2)]
    turned = [replace(one, is_curl=not one.is_curl) for one in mine]
    before, after = (margins_held_out([*others, *own], lambda one: one.dataset) for own in (mine, turned))
    np.testing.assert_array_equal(before[len(others) :], after[len(others) :])
    assert before[len(others) :] == pytest.approx(margins(mine, fit_thresholds(others)))
    assert (
        np.abs(before[: len(others)] - after[: len(others)]).max() > 0.0
    )  # those of b do have a say in theirs


def test_each_data_set_has_the_same_say_in_curls() -> None:
    bouts = [bout("a")] * 30 + [bout("b")] * 10 + [bout("c", curl=False)] * 4
    weights = bout_weights(bouts)
    assert weights[:30].sum() == pytest.approx(0.5)
    assert weights[30:40].sum() == pytest.approx(0.5)
    assert weights[40:].sum() == pytest.approx(OTHER_SAY)


def test_gestures_and_few_bouts_have_less_say_and_reps_count_by_their_root() -> None:
    """Fifty lone gestures, and one bout of four reps (say 2 of the 8 that are a full one)."""
    (gestures,) = GESTURES
    bouts = [bout("a"), *[bout(gestures, curl=False, reps=1)] * 50, bout("c", curl=False, reps=4)]
    weights = bout_weights(bouts)
    assert weights[1:51].sum() / weights[51] == pytest.approx(GESTURE / 0.25)
    four, one = bout_weights([bout(reps=4), bout(reps=1), bout("c", curl=False)])[:2]
    assert four / one == pytest.approx(2.0)


def test_a_table_counts_reps_kept_and_reps_a_minute() -> None:
    bouts = [bout(reps=6), bout(reps=2), bout("b", curl=False, reps=3), bout("b", curl=False, reps=9)]
    material = Material(bouts=bouts, minutes={("b", "other"): 4.0, ("b", "rest"): 2.0})
    ways = {"all": np.ones(4), "some": np.array([1.0, -1.0, 1.0, -1.0])}
    (kept, curls), (through, other), *_ = recognition_tables(material, ways)
    assert kept == "Share of the curls kept"
    assert curls[0] == "| curls of | all | some |"
    assert curls[2:] == ["| a | 1.000 | 0.750 |"]
    assert through == "Reps a minute let through"
    assert other[2:] == ["| all but uci_other | 2.00 | 0.50 |", "| b | 2.00 | 0.50 |"]


def performed(*phases: object) -> Simulation:
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
    return simulate((Still(2.0), *phases, Still(9.0)), sensor=sensor, seed=4)  # type: ignore[arg-type]


def test_bouts_of_a_folder_with_and_without_their_gyroscope(tmp_path: Path) -> None:
    """Minutes are those recorded of what is no curl; a file that cannot be read is passed over."""
    done = {"curls.csv": performed(CurlSet(reps=(SimulatedRep(),) * 4)), "walk.csv": performed(BRISK_WALK)}
    for name, one in done.items():
        write_canonical(one.recording, str(tmp_path / name))
    (tmp_path / "broken.csv").write_text("nothing\n")
    rows = [
        ("curls.csv", "curl", "strict"),
        ("walk.csv", "other", "walking"),
        ("broken.csv", "other", "walking"),
    ]
    with (tmp_path / "labels.csv").open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["file", "dataset", "subject", "kind", "style"])
        lines.writerows([name, "d", "7", kind, style] for name, kind, style in rows)
    material = find_bouts(tmp_path)
    time_s = done["walk.csv"].recording.sensors[0].time_s
    assert material.minutes == {("d", "walking"): pytest.approx((time_s[-1] - time_s[0]) / 60.0)}
    curls = [one for one in material.bouts if one.is_curl]
    assert [(one.has_gyro, one.reps, one.person) for one in curls] == [(True, 4, "d 7"), (False, 4, "d 7")]
    assert {one.movement for one in material.bouts} <= {"curl", "walking"}
    kept = dict(zip(map(id, material.bouts), margins(material.bouts, DEFAULTS), strict=True))
    assert all((kept[id(one)] > 0) == one.is_curl for one in material.bouts)
