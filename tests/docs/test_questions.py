"""The SQL of docs/questions.md, on a lake that is made here, against what its simulated lifters really did."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from docs.make_lake import Gym, make_lake
from docs.make_questions import QUESTIONS, RISE, Answer, ask, connection_to, rises_by_truth, steps_off
from imu.formats import FORMATS, group_paths, read_group, write_canonical
from imu.simulate import CurlSet, SensorModel, Still, simulate
from tests.fixtures.doc_examples import PAGES, example
from tests.fixtures.exports import BUILDERS, save
from tests.fixtures.lakes import fill
from tests.fixtures.lifters import STRICT, SWUNG

pytestmark = pytest.mark.slow

SESSIONS = 54
"""Nine of each of six lifters, with six sensors."""
GYM = Gym(SESSIONS)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions") / "LAKE"
    make_lake(GYM, str(folder))
    return folder


@pytest.fixture(scope="module")
def connection(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connection_to(lake) as connected:
        yield connected


@pytest.fixture(scope="module")
def answers(connection: duckdb.DuckDBPyConnection) -> dict[str, Answer]:
    return {name: ask(connection, name) for name in QUESTIONS}


def test_every_session_is_in_the_lake_with_its_reps(
    connection: duckdb.DuckDBPyConnection, answers: dict[str, Answer]
) -> None:
    """Counted as they were done, also by the sensors that lose packets."""
    counted = dict(connection.execute("SELECT recording, sum(reps) FROM sets GROUP BY ALL").fetchall())
    done = [GYM.session(number) for number in range(SESSIONS)]
    assert {one.name for one in done} == set(counted)
    assert {one.name for one in done if counted[one.name] != len(one.lifted.reps)} == set()


def test_a_lifter_swings_from_the_weight_that_he_cannot_lift_alone(
    connection: duckdb.DuckDBPyConnection, answers: dict[str, Answer]
) -> None:
    """Within one step of the rack, for these six; of the 200 on the page some are further off, all too heavy."""
    found = steps_off(connection, GYM)
    assert [one.lifter for one in found] == list(GYM.visits)
    assert [one for one in found if one.off is None or abs(one.off) > 1] == []


LIFTED_KG = {
    "only in between": ({10.0: STRICT, 12.5: SWUNG, 15.0: STRICT}, (15.0, None, [12.5])),
    "in between too": ({10.0: SWUNG, 12.5: STRICT, 15.0: SWUNG}, (12.5, 15.0, [10.0])),
    "from there on": ({10.0: STRICT, 12.5: SWUNG, 15.0: SWUNG}, (10.0, 12.5, None)),
    "never": ({10.0: STRICT, 12.5: STRICT, 15.0: STRICT}, (15.0, None, None)),
}
"""How each lifter did every rep with each weight, and what follows from that: the heaviest weight below those from which
on he swings, the first of these, and the lighter ones with which he swings too."""


def test_a_lifter_who_swings_with_a_lighter_weight_than_his_heaviest_is_not_called_calm(
    tmp_path: Path,
) -> None:
    """From files, by the program itself."""
    for seed, (lifter, (done, _)) in enumerate(LIFTED_KG.items()):
        phases = [
            part for kg, rep in done.items() for part in (CurlSet(reps=(rep,) * 4, weight_kg=kg), Still(10.0))
        ]
        made = simulate([Still(2.0), *phases], seed=seed)
        assert [rep.swung for rep in made.truth.reps] == [
            rep is SWUNG for rep in done.values() for _ in range(4)
        ]
        write_canonical(replace(made.recording, lifter=lifter), tmp_path / f"{seed}.csv")
    fill(tmp_path / "lake", sorted(tmp_path.glob("*.csv")))
    with connection_to(tmp_path / "lake") as connection:
        columns, rows = ask(connection, "swings_from")
    told = [columns.index(name) for name in ("not_yet_at_kg", "swings_from_kg", "swings_also_at_kg")]
    found = {row[0]: tuple(row[place] for place in told) for row in rows}
    assert found == {lifter: expected for lifter, (_, expected) in LIFTED_KG.items()}


def test_momentum_rises_in_sets_that_tire_and_in_no_others(
    connection: duckdb.DuckDBPyConnection, answers: dict[str, Answer]
) -> None:
    calm, _, tiring = rises_by_truth(connection, GYM)
    assert len(calm) >= 10
    assert len(tiring) >= 5
    assert max(calm) < RISE <= min(tiring)
    columns, rows = answers["rise"]
    lighter, just, _ = (dict(zip(columns, row, strict=True)) for row in rows)
    assert lighter["percent_rising"] < 10
    assert just["percent_rising"] > 90


def test_the_sensors_that_lose_packets_and_no_others(
    connection: duckdb.DuckDBPyConnection, answers: dict[str, Answer]
) -> None:
    """Of the packets of so many sessions the share that is lost scatters by a point: three standard deviations."""
    columns, rows = answers["packet_loss"]
    found = {row[columns.index("device")]: row for row in rows}
    lossy = {sensor.name: sensor.model for sensor in GYM.sensors if sensor.model.loss > 0.0}
    assert set(found) == set(lossy)
    for name, model in lossy.items():
        (readings,) = connection.execute(
            "SELECT sum(s.samples) FROM (SELECT device, unnest(sensors) AS s FROM recordings) WHERE device = ?",
            [name],
        ).fetchall()[0]
        scatter = 100 * math.sqrt(model.loss * (1 - model.loss) / (readings / model.packet))
        lost = found[name][columns.index("lost_percent")]
        assert lost == pytest.approx(100 * model.loss, abs=3 * scatter + 0.05)


def test_what_sensors_without_a_name_sent_is_told_by_folder(tmp_path: Path) -> None:
    """One records at 50 Hz and one at 25; of a third one the sensor's name is known, and so it is no part of it."""
    rates_hz = {"anna": 50.0, "ben": 25.0, "carl": 50.0}
    for folder, rate_hz in rates_hz.items():
        lifts = [Still(2.0), CurlSet(reps=(STRICT,) * 3), Still(2.0)]
        made = simulate(lifts, sensor=SensorModel(rate_hz=rate_hz)).recording
        (tmp_path / folder).mkdir()
        device = "strap-01" if folder == "carl" else None
        write_canonical(replace(made, device=device), tmp_path / folder / "one.csv")
    fill(tmp_path / "lake", sorted(tmp_path.glob("*/*.csv")))
    with connection_to(tmp_path / "lake") as connection:
        _, found = ask(connection, "unnamed_devices")
    assert found == [(str(tmp_path / who), "canonical", 1, 0, rates_hz[who]) for who in ("anna", "ben")]


def devices_told() -> dict[str, str]:
    """What the page says of the device of each format."""
    text = (PAGES / "questions.md").read_text(encoding="utf-8")
    table = text.partition("| format | `device` |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*`) \| (.+) \|$", table, re.MULTILINE)
    return {name: what for names, what in rows for name in re.findall(r"`([\w-]+)`", names)}


def test_of_every_format_the_page_says_whether_it_names_a_device(tmp_path: Path) -> None:
    told = devices_told()
    assert set(told) == {one.name for one in FORMATS}
    for kind, (name, build) in BUILDERS.items():
        save(tmp_path / kind, build())
        (group,) = group_paths([str(tmp_path / kind)])
        device = read_group(group).device
        assert device is None or not told[name].startswith("none"), kind


def test_a_line_above_the_table_names_the_device_of_those_formats_that_the_page_says(tmp_path: Path) -> None:
    by_line = {name for name, what in devices_told().items() if what.startswith("none, unless")}
    built = {name: build for name, build in BUILDERS.values() if name in by_line}
    assert set(built) == by_line
    for name, build in built.items():
        marked = {file: b"# device: strap-01\n" + data for file, data in build().items()}
        save(tmp_path / name, marked)
        (group,) = group_paths([str(tmp_path / name)])
        found = read_group(group)
        assert (found.format, found.device) == (name, "strap-01")


def test_a_lake_goes_on_where_it_was_and_is_the_same_then(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    make_lake(Gym(8), str(whole))
    for sessions in (3, 8):
        make_lake(Gym(sessions), str(parts))
    names = sorted(file.relative_to(whole) for file in whole.rglob("*.parquet"))
    assert len(names) == 4
    assert [(parts / name).read_bytes() for name in names] == [(whole / name).read_bytes() for name in names]


def test_the_example_for_pandas(
    lake: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lake.parent)
    exec(example("questions.md", "pandas"), {})
    printed = capsys.readouterr().out
    assert "lifter-001" in printed
    assert "lifter-006" in printed
