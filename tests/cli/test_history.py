"""``history`` and what is below it, ``analyze --save`` and ``live``, as a person types them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from analysis.history.database import engine
from imu.formats import write_canonical
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, Walk, simulate

Command = Callable[..., tuple[int, str, str]]
DEMO = str(files("firmware_data.recordings") / "demo_curls.csv")
STRONG = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds
2025-07-02 17:56:00;Arms;Bicep Curl;1;27.5;lbs;10;;;;
2025-07-02 17:56:00;Arms;Bicep Curl;2;900;kg;8;;;;
"""


@pytest.fixture(autouse=True)
def own_history(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REP_MOMENTUM_DB", str(here / "h.db"))


def listed(command: Command, *more: str) -> list[dict[str, object]]:
    code, out, err = command("history", "--json", "-", *more)
    assert (code, err) == (0, "")
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_nothing_yet(command: Command, here: Path) -> None:
    code, out, err = command("history")
    assert (code, err) == (0, "")
    assert (
        out
        == f"No session yet in {here / 'h.db'}: live saves its own, analyze --save and history import take recordings.\n"
    )
    assert listed(command) == []
    assert list(here.iterdir()) == []


def test_a_recording_without_a_date_is_given_one_and_keeps_it(command: Command, four: str) -> None:
    assert command("analyze", four, "--save")[0] == 0
    code, out, _ = command("history")
    assert code == 0
    assert "history import --date 2026-05-03" in " ".join(out.split())
    assert command("history", "import", four, "--date", "2026-05-03T18:30:00+02:00")[0] == 0
    assert [one["started_at"] for one in listed(command)] == ["2026-05-03T18:30:00+02:00"]
    assert command("analyze", four, "--save", "--weight", "10kg")[0] == 0
    assert [one["started_at"] for one in listed(command)] == ["2026-05-03T18:30:00+02:00"]


def test_a_day_without_a_time_is_told_no_time(command: Command, four: str, here: Path) -> None:
    _, shown, _ = command("analyze", four, "--save", "--date", "2026-05-03", "--json", "-")
    assert json.loads(shown)["recording"]["started_at"] == "2026-05-03"
    assert [one["started_at"] for one in listed(command)] == ["2026-05-03"]
    assert "3 May 2026  " in (out := command("history")[1])
    assert "00:00" not in out
    assert command("analyze", four, "--date", "2026-05-03", "--report", str(here / "r.html"))[0] == 0
    page = (here / "r.html").read_text()
    assert "3 May 2026" in page
    assert "00:00" not in page


def test_the_date_that_a_recording_tells_holds(command: Command, four: str, here: Path) -> None:
    told = here / "told.csv"
    told.write_text("# started_at: 2026-05-14T18:42:00+02:00\n" + Path(four).read_text())
    assert command("analyze", str(told), "--save", "--date", "2026-05-03")[0] == 0
    assert [one["started_at"] for one in listed(command)] == ["2026-05-14T18:42:00+02:00"]


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "03/05/2026", "0001-01-01", "9999-12-31"])
def test_what_is_no_date_is_one_sentence(command: Command, four: str, date: str) -> None:
    code, out, err = command("analyze", four, "--date", date)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"--date {date}: " in err
    assert "2026-05-03" in err


def test_analyze_saves_what_it_found_only_if_asked(command: Command, four: str) -> None:
    assert "istory" not in command("analyze", four)[1]
    assert listed(command) == []
    code, out, err = command("analyze", four, "--save", "--lifter", "Anna", "--weight", "12.5kg")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Saved in the history as session 1."
    assert command("analyze", four, "--save", "--lifter", "Anna", "--weight", "12.5kg")[1].splitlines()[
        -1
    ] == ("In the history already, just so.")
    assert command("analyze", four, "--save", "--weight", "25lb")[1].splitlines()[-1] == (
        "Saved in the history in place of the earlier analysis, session 1."
    )
    (one,) = listed(command)
    assert (one["lifter"], one["reps"], one["controlled_reps"]) == ("Anna", 4, 4)


def test_programs_get_nothing_but_json(command: Command, four: str) -> None:
    code, out, err = command("analyze", four, "--save", "--json", "-", "--lifter", "Anna")
    assert (code, err) == (0, "")
    assert json.loads(out)["recording"]["lifter"] == "Anna"
    assert len(listed(command)) == 1


def test_a_list_of_recordings_is_saved(command: Command, four: str, still: str) -> None:
    code, out, _ = command("analyze", four, still, "--save")
    assert code == 0
    assert out.splitlines()[-1] == "History: 1 new and 1 without a set, left out."


@pytest.fixture
def walk_and_set(here: Path) -> tuple[str, str]:
    """200 s of walking from nine, and a set of ten kilograms in a recording that begins four minutes later."""
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
    curls = (Still(3.0), CurlSet(reps=(SimulatedRep(),) * 6, weight_kg=10.0), Still(12.0))
    for name, minute, phases in (("walk", 0, (Walk(200.0),)), ("curls", 4, curls)):
        made = simulate(phases, sensor=sensor, seed=9).recording
        started_at = f"2026-05-03T09:{minute:02d}:00+05:00"
        write_canonical(replace(made, started_at=started_at), here / f"{name}.csv")
    return "walk.csv", "curls.csv"


def test_the_warm_up_may_be_a_recording_of_its_own(
    command: Command, here: Path, walk_and_set: tuple[str, str]
) -> None:
    walk, curls = walk_and_set
    code, out, _ = command("analyze", walk, curls, "--save", "--jsonl", "both.jsonl")
    assert code == 0
    assert out.splitlines()[-1] == "History: 1 new and 1 without a set, kept as a warm-up."
    alone, after = (one["warmup"] for one in map(json.loads, (here / "both.jsonl").read_text().splitlines()))
    assert (alone["verdict"], after["verdict"], after["recordings"]) == ("unknown", "enough", 2)
    assert "of movement before the first working set, in 2 recordings." in after["words"].replace("\xa0", " ")
    assert [one["source"].endswith(curls) for one in listed(command)] == [True]


def test_live_a_warm_up_before_is_seen(command: Command, walk_and_set: tuple[str, str]) -> None:
    walk, curls = walk_and_set
    play = ["live", "--plain", "--speed", "inf", "--save", "--replay"]
    assert "Kept in the history as a warm-up: it has no set." in command(*play, walk)[1]
    assert "of movement before the first working set, in 2 recordings." in command(*play, curls)[1].replace(
        "\xa0", " "
    )


def test_the_list(command: Command, here: Path) -> None:
    command("history", "import", DEMO, "--weight", "12.5kg", "--lifter", "Anna")
    code, out, err = command("history")
    assert (code, err) == (0, "")
    first, blank, *bests = out.splitlines()
    assert first.startswith("1  14 May 2026, 18:42  2 sets, 18 reps  12.5\u00a0kg  12 of 17 controlled  ")
    assert (blank, bests) == ("", ["Most controlled reps at 12.5\u00a0kg: 6, on 14 May 2026"])
    assert command("history", "--lifter", "Bo")[1].startswith("No such session in ")
    assert listed(command, "--since", "2026-05-15") == []
    assert len(listed(command, "--since", "2026-05-14")) == 1
    code, out, _ = command("history", "--plot", "h.html")
    assert (code, out.splitlines()[-1]) == (0, "Page written to h.html.")
    assert "1 session: 71\u00a0% of the reps controlled" in (here / "h.html").read_text(encoding="utf-8")


def test_import_takes_recordings_logs_and_backups(command: Command, four: str, here: Path) -> None:
    (here / "strong.csv").write_text(STRONG, encoding="utf-8")
    code, out, err = command("history", "import", four, "strong.csv", "no.csv", "--lifter", "Anna")
    assert code == 2
    assert out == "History: 2 new.\n"
    assert err.splitlines() == [
        "rep-momentum: strong.csv, line 3: a weight of 900 is more than 500, the heaviest that is understood; this set was left out.",
        "rep-momentum: no.csv: there is no such file; check the path.",
    ]
    assert [one["origin"] for one in listed(command)] == ["recording", "strong"]
    assert (
        command("history", "backup", "b.db")[1]
        == "Backup of 2 sessions written to b.db; --db b.db opens it.\n"
    )
    assert listed(command, "--db", "b.db") == listed(command)
    assert command("history", "import", "b.db", "--db", "c.db")[:2] == (0, "History: 2 new.\n")


def test_a_workout_of_two_apps_counts_once_and_that_is_said(command: Command, here: Path) -> None:
    (here / "s.csv").write_text("\n".join(STRONG.splitlines()[:2]), encoding="utf-8")
    (here / "h.csv").write_text(
        "title,start_time,exercise_title,set_index,set_type,weight_lbs,reps\n"
        'Legs,"3 Jul 2025, 18:00",Squat,0,normal,100,5\nArms,"2 Jul 2025, 18:00",Bicep Curl,0,normal,27.5,10\n',
        encoding="utf-8",
    )
    code, out, err = command("history", "import", "s.csv", "h.csv")
    assert (code, err) == (0, "")
    assert out == (
        "History: 2 new and 1 there from another app.\n"
        "h.csv: 1 workout is in s.csv as well, by day, exercises, weights and reps; each counts once.\n"
    )
    assert len(listed(command)) == 2


def test_no_output_takes_the_place_of_the_database(command: Command, four: str, here: Path) -> None:
    command("analyze", four, "--save")
    lost = "this file holds a database, which would be lost; give another file name."
    for typed in (["history", "--json", "h.db"], ["analyze", four, "--csv", "h.db"]):
        code, out, err = command(*typed)
        assert (code, out, err) == (2, "", f"rep-momentum: {typed[-2]} h.db: {lost}\n")
    code, _, err = command("history", "backup", "h.db")
    assert (code, "this file is read, and would be lost" in err) == (2, True)
    assert "this is the history itself" in command("history", "import", "h.db")[2]
    assert [command("history", "backup", "b.db")[0] for _ in range(2)] == [0, 0], (
        "a new backup replaces the old"
    )
    assert len(listed(command)) == len(listed(command, "--db", "b.db")) == 1


@pytest.mark.parametrize("how", ["at once", "one by one", "with a time"])
def test_three_sets_of_one_day_are_not_of_one_time(command: Command, here: Path, four: str, how: str) -> None:
    """A day is no moment; nor is the moment that is typed for several recordings that of each."""
    lines = Path(four).read_text(encoding="utf-8").splitlines(keepends=True)
    names = ["a.csv", "b.csv", "c.csv"]
    for k, name in enumerate(names):
        (here / name).write_text("".join(lines[: len(lines) - 10 * k]), encoding="utf-8")
    date = "2026-05-03 18:30" if how == "with a time" else "2026-05-03"
    takes = [[name] for name in names] if how == "one by one" else [names]
    done = [command("analyze", *take, "--save", "--date", date) for take in takes]
    assert [code for code, _, _ in done] == [0] * len(takes)
    assert "same time" not in "".join(out + err for _, out, err in done)
    told = (
        "--date: 3 recordings do not begin at one moment, so they get the day 2026-05-03 without the time. "
    )
    assert (told in done[0][2]) == (how == "with a time")
    assert [one["started_at"] for one in listed(command)] == ["2026-05-03"] * 3


def test_exports(command: Command, four: str, here: Path) -> None:
    command("analyze", four, "--save", "--weight", "12.5kg")
    assert command("history", "export", "h.csv")[:2] == (0, "History written to h.csv.\n")
    assert len((here / "h.csv").read_text(encoding="utf-8").splitlines()) == 5
    assert command("history", "export", "h.parquet")[0] == 0
    assert (here / "h.parquet").read_bytes()[:4] == b"PAR1"
    code, out, _ = command("history", "export", "-")
    assert (code, out) == (0, (here / "h.csv").read_text(encoding="utf-8"))
    for app in ("strong", "hevy"):
        code, out, _ = command("history", "export", f"{app}.csv", "--as", app)
        assert (code, out) == (
            0,
            f"History written to {app}.csv. 1 set of sessions without a date is left out: {app.capitalize()} takes none.\n",
        )


def test_a_person_and_a_session_are_forgotten(command: Command, four: str) -> None:
    command("analyze", four, "--save", "--lifter", "Anna")
    command("history", "import", DEMO, "--lifter", "Bo")
    assert command("history", "forget", "anna")[:2] == (
        0, "Removed: 1 session, 1 set and 4 reps. Recordings, exports, backups and lakes of batch are files of yours, and stay.\n",
    )  # fmt: skip
    assert command("history", "forget", "--session", "2")[1].startswith("Session 2 is removed.")
    assert listed(command) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["history", "--since", "May"], "--since 'May': this is no day; write it as 2026-05-03."),
        (["history", "--plot", "h.png"], "--plot h.png: this is an HTML page"),
        (["history", "--db", "mysql://x"], "--db: mysql:// is no database that is known"),
        (["history", "export", "h.xlsx"], "h.xlsx: an export ends in .csv or .parquet."),
        (["history", "export", "h.csv", "--as", "wger"], "--as wger: known are strong and hevy."),
        (["history", "export", "h.parquet", "--as", "hevy"], "--as hevy: these columns are CSV"),
        (["history", "export", "no/h.csv"], "there is no folder no; make it first."),
        (["history", "import", "four.csv", "--unit", "stone"], "--unit stone: weights are in kg or lb."),
        (["history", "import", "four.csv", "--weight", "0kg"], "--weight '0kg' must be more than 0"),
        (["history", "import", "four.csv", "--weight", "900kg"], "--weight '900kg' must be more than 0 and at most 500"),
        (["history", "forget"], "history forget: name a person, or a session with --session N."),
        (["history", "forget", "Nobody"], "'Nobody': nothing is known of this person; known by name: nobody."),
        (["history", "forget", "--session", "7"], "--session 7: there is no such session"),
        (["history", "backup", "b.db"], "there is no history yet, so nothing to keep safe."),
        (["analyze", "four.csv", "--save", "--db", ""], "--db: '' is empty; leave the option out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_one_true_sentence(command: Command, four: str, typed: list[str], said: str) -> None:
    code, out, err = command(*typed)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert sorted(path.name for path in Path().iterdir()) == [four]


def test_the_switch(command: Command, four: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REP_MOMENTUM_HISTORY", "off")
    for typed in (["analyze", four, "--save"], ["history", "import", four]):
        code, out, err = command(*typed)
        assert (code, out) == (2, "")
        assert "the history is switched off by REP_MOMENTUM_HISTORY" in err
    code, out, _ = command("live", "--replay", four, "--plain", "--speed", "inf", "--save")
    assert code == 0
    assert "istory" not in out
    assert listed(command) == []


def test_live_saves_a_replay_only_if_asked(command: Command, four: str) -> None:
    play = ["live", "--replay", four, "--plain", "--speed", "inf"]
    for more in ([], ["--no-history"]):
        assert "istory" not in command(*play, *more)[1]
    assert listed(command) == []
    assert "Saved in the history as session 1." in command(*play, "--save", "--lifter", "Bo")[1]
    assert (
        command("analyze", four, "--save")[1].splitlines()[-1].startswith("Saved in the history in place of")
    ), "seen live and read from the file, it is one session"
    (one,) = listed(command)
    assert (one["lifter"], one["reps"]) == ("Bo", 4)


def test_a_session_that_cannot_be_saved_waits_and_is_saved_the_next_time(
    command: Command, four: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_S", 0.05)
    command("history", "import", DEMO)
    play = ["live", "--replay", four, "--plain", "--speed", "inf", "--save"]
    with closing(sqlite3.connect(here / "h.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, _ = command(*play)
        assert code == 0, "the session itself went well"
        assert "Not saved in the history yet: " in out
        assert "another program has been writing to it" in out
        code, _, err = command("analyze", four, "--save")
        assert code == 2
        assert "It waits in " in err
        assert len(listed(command)) == 1
        _, out, _ = command("history")
        assert out.splitlines()[-1].startswith("1 session waits beside it and cannot be saved yet")
        other.execute("ROLLBACK")
    code, out, _ = command("analyze", DEMO, "--save")
    assert out.splitlines()[-1] == "1 session that had to wait before is saved now, too."
    assert len(listed(command)) == 2


def test_a_server_that_is_not_there_ends_no_session(
    command: Command, four: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(here / "data"))
    server = ["--db", "postgresql://anna:secret@127.0.0.1:1/gym"]
    code, out, err = command("live", "--replay", four, "--plain", "--speed", "inf", "--save", *server)
    assert (code, err) == (0, "")
    assert (
        "Not saved in the history yet: postgresql://anna@127.0.0.1:1/gym: the server cannot be reached" in out
    )
    assert "secret" not in out
    assert "  rep 4  " in out, "the session went on"
    (waits,) = (here / "data").rglob("*.session.json")
    assert f"It waits in {waits}." in out
    code, out, err = command("history", *server)
    assert (code, out) == (2, "")
    assert "the server cannot be reached" in err


def test_a_database_that_cannot_be_read(command: Command, here: Path) -> None:
    (here / "h.db").write_text("this is no database, whatever its name says. " * 50, encoding="utf-8")
    code, out, err = command("history")
    assert (code, out) == (2, "")
    assert err == f"rep-momentum: {here / 'h.db'}: this file is no database; name another with --db.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("history", "--since", "0001-01-01"),
        ("history", "forget", "--session", "9" * 30),
        ("analyze", DEMO, "--save", "--target-reps", "9" * 30),
    ],
)
def test_numbers_and_days_beyond_any_session_are_refused(command: Command, words: tuple[str, ...]) -> None:
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert words[-2] in err


def test_what_could_not_be_judged_is_not_counted_as_judged(command: Command) -> None:
    """The demo: 6 of 7 judged reps and 6 of 10 were controlled; one of the first set's 8 lies in a hole."""
    command("history", "import", DEMO)
    _, out, _ = command("history")
    assert "2 sets, 18 reps" in out
    assert "12 of 17 controlled" in out
