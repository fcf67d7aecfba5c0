"""``advise``: from recordings that were saved to the weight of the next session."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from analysis.cli import run
from imu.formats import write_canonical
from imu.simulate import CurlSet, Phase, Still, simulate
from imu.simulate.limited_lifter import LimitedLifter
from imu.types import Note

Command = Callable[..., tuple[int, str, str]]
LIFTER = LimitedLifter(strength_nm=1.0, whip=0.3).with_limit(13.5, 8)
"""Eight reps with 13.5 kg need no body; with 20 kg it does a seventh of the first, and a third of the last."""
DAYS = ((1, (10.0, 12.5)), (4, (12.5, 20.0)), (7, (12.5, 20.0)))
"""Days ago, and the weights of the day, kg."""


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A recording of each day."""
    folder, rng = tmp_path_factory.mktemp("days"), np.random.default_rng(5)
    paths = []
    for number, (ago, weights) in enumerate(reversed(DAYS)):
        session: list[Phase] = [Still(3.0)]
        for kg in weights:
            reps = LIFTER.lift_set(kg, 8, rng=rng).reps
            session += [CurlSet(reps=reps, weight_kg=kg, target_reps=8), Still(15.0)]
        began = (datetime.now(UTC) - timedelta(days=ago)).isoformat(timespec="seconds")
        notes = [Note(time_s=None, key="side", value="right"), Note(time_s=None, key="lifter", value="Anna")]
        made = simulate(session, seed=number, started_at=began, notes=notes)
        paths.append(folder / f"day{number}.csv")
        write_canonical(made.recording, paths[-1])
    return paths


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory, recordings: list[Path]) -> Path:
    """The history of the three days."""
    path = tmp_path_factory.mktemp("history") / "mine.db"
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["analyze", *map(str, recordings), "--save", "--db", str(path)]) == 0
    assert run(["history", "backup", str(path.with_suffix(".copy")), "--db", str(path)]) == 0
    return path.with_suffix(".copy")


@pytest.fixture
def saved(here: Path, three_days: Path) -> str:
    """A history of one's own, of the same days."""
    shutil.copy(three_days, here / "mine.db")
    return "mine.db"


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_from_recordings_to_the_next_weight(command: Command, saved: str) -> None:
    code, out, err = command("advise", "--db", saved)
    assert (code, err) == (0, "")
    said = plain(out)
    answers = (
        "Right, next session: 12.5 kg × 8. Last time 8 of 8 controlled; 15 kg would be a guess: never lifted.",
        "Right, next session: 15 kg × 8. You have not lifted 15 kg yet.",
    )
    assert said.startswith(answers)
    assert said.endswith(" of 16 reps with 20 kg controlled.")
    assert "8 of 8 reps with 10 kg, 24 of 24 reps with 12.5 kg and " in said


def test_rack_target_and_side(command: Command, saved: str) -> None:
    _, fine, _ = command("advise", "--db", saved, "--rack", "5:40:1kg")
    kg = float(plain(fine).split("next session: ")[1].split()[0])
    assert 12.0 <= kg <= 16.0
    _, many, _ = command("advise", "--db", saved, "--rack", "5:40:1kg", "--target-reps", "15")
    assert float(plain(many).split("next session: ")[1].split()[0]) < kg
    assert "× 15" in many
    code, left, _ = command("advise", "--db", saved, "--side", "left")
    assert code == 0
    assert plain(left).startswith("Left, next session: no weight, as no earlier set with a weight is known")


def test_json_is_a_list_with_an_answer_for_each_arm(command: Command, saved: str, here: Path) -> None:
    code, out, err = command("advise", "--db", saved, "--json", "-")
    assert (code, err) == (0, "")
    (one,) = json.loads(out)
    assert (one["lifter"], one["side"], one["target_reps"]) == ("Anna", "right", 8)
    assert one["weight_kg"] in {12.5, 15.0}
    assert one["limit_kg"]["low"] < one["weight_kg"] < one["limit_kg"]["high"]
    code, shown, _ = command("advise", "--db", saved, "--json", "next.json")
    assert code == 0
    assert json.loads((here / "next.json").read_text(encoding="utf-8")) == [one]
    assert f"{one['weight_kg']:g}" in shown


def test_without_a_history_it_says_what_it_needs(command: Command, here: Path) -> None:
    code, out, err = command("advise", "--db", "none.db")
    assert (code, err) == (0, "")
    assert plain(out) == (
        "Next session: no weight, as no earlier set with a weight is known; save sets with theirs, as by analyze --save --weight 12.5kg."
    )
    assert not (here / "none.db").exists()


def test_of_several_people_it_asks_whose(command: Command, saved: str, recordings: list[Path]) -> None:
    command("analyze", str(recordings[0]), "--save", "--db", saved, "--lifter", "Bert")
    code, out, err = command("advise", "--db", saved)
    assert (code, out) == (2, "")
    assert plain(err) == (
        "rep-momentum: the history knows Anna and Bert; say whose next weight with --lifter NAME."
    )
    assert command("advise", "--db", saved, "--lifter", "anna")[0] == 0
    code, _, err = command("advise", "--db", saved, "--lifter", "Carl")
    assert code == 2
    assert plain(err) == (
        "rep-momentum: --lifter Carl: the history has no set of this name; it knows Anna and Bert."
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--rack", "0:900:10kg"), "--rack '0:900:10kg' must hold weights of more than 0 and at most 500"),
        (("--rack", "kg"), "--rack 'kg' is not a rack; write first:last:step"),
        (("--rack", "10,20stone"), "--rack '10,20stone' is not a rack; write first:last:step"),
        (("--target-reps", "0"), "--target-reps: 0 is not between 1 and 9999."),
        (("--side", "up"), "--side: 'up' is not one of 'left', 'right'."),
        (("--thresholds", "none.toml"), "none.toml"),
        (("--json", "no/such/folder.json"), "--json no/such/folder.json: there is no folder no/such"),
        (("--db", "nothing://x"), "--db: nothing:// is no database that is known"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    command: Command, here: Path, given: tuple[str, ...], told: str
) -> None:
    code, out, err = command("advise", *given)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in plain(err)


def test_a_rack_that_was_put_right_is_told_beside_the_same_answer(command: Command, saved: str) -> None:
    tidy = command("advise", "--db", saved, "--rack", "10,12.5,15,20kg")
    code, out, err = command("advise", "--db", saved, "--rack", "15,10,12.5,20,12.5kg")
    assert (code, out, "") == tidy
    lines = plain(err).split(" rep-momentum: ")
    assert lines[0].endswith("--rack 15,10,12.5,20,12.5kg: taken from light to heavy.")
    assert "12.5 kg stands there more than once and is taken once" in lines[1]
