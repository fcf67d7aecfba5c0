"""Exports of Strong and Hevy in all their dialects: weights and reps as they were written, and nothing guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from analysis.errors import HistoryError
from analysis.history.history import open_history
from analysis.history.log_values import length_s, moment_of, number_of
from analysis.history.workout_logs import WorkoutLog, is_workout_log, read_workout_log
from analysis.records.past_sessions import PastSet

STRONG_COMMA = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
Workout Notes,RPE
2025-07-02 17:56:00,"Arms",1h 5m,"Bicep Curl (Dumbbell)",W,8,12,0,0,"","",
2025-07-02 17:56:00,"Arms",1h 5m,"Bicep Curl (Dumbbell)",1,12.5,10,0,0,"easy","",8.5
2025-07-02 17:56:00,"Arms",1h 5m,"Bicep Curl (Dumbbell)",Rest Timer,0,0,0,90,"","",
2025-07-02 17:56:00,"Arms",1h 5m,"Plank",1,0,0,0,60,"","",
2025-07-09 18:00:00,"Arms",38min,"Pull Up",1,0,6,0,0,"","",
"""
STRONG_UNITS = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;\
Seconds;Notes;Workout Notes;Workout Duration
2025-07-02 17:56:00;"Arms";"Bicep Curl (Dumbbell)";1;27.5;lbs;10;;;;0;;;38m
2025-07-02 17:56:00;"Arms";"Bicep Curl (Dumbbell)";2;12.5;kg;8;;;;0;;;38m
"""
STRONG_QUOTED = """"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";\
"Reps";"RPE";"Distance (meters)";"Seconds";"Notes";"Workout Notes"
"1";"2025-07-02 17:56:00";"Arms";"3900";"Bicep Curl (Dumbbell)";"1";"12,5";"10";"";"";"";"";""
"1";"2025-07-02 17:56:00";"Arms";"3900";"Bicep Curl (Dumbbell)";"Note";"";"";"";"";"";"all well";""
"""
STRONG_OLD = """Date;Workout Name;Exercise Name;Set Order;lbs;Reps;Distance;Seconds;Notes;Workout Notes
2018-01-02 17:56:00;Arms;Curl;1;25;10;;;;
"""
HEVY = """"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",\
"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Arms","2 Jul 2025, 17:56","2 Jul 2025, 18:56","","Hammer Curl (Dumbbell)",,"",0,"warmup",8,12,,,
"Arms","2 Jul 2025, 17:56","2 Jul 2025, 18:56","","Hammer Curl (Dumbbell)",,"",1,"normal",12.5,10,,,9
"Arms","Jul 9, 2025, 5:56 PM","Jul 9, 2025, 6:26 PM","","Hammer Curl (Dumbbell)",,"",0,"normal",12.5,9,,,
"""
HEVY_POUNDS = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
STRONG_GERMAN = """Datum;Workout-Name;Dauer;Name der Übung;Satz;Gewicht (kg);Wiederh.;RPE;Notizen
02.07.2025 17:56;Arme;1h 5m;Bizepscurl (Kurzhantel);Aufwärmen;8;12;;
02.07.2025 17:56;Arme;1h 5m;Bizepscurl (Kurzhantel);1;12,5;10;8,5;leicht
02.07.2025 17:56;Arme;1h 5m;Bizepscurl (Kurzhantel);Pausentimer;;;;
"""


def read(tmp_path: Path, text: str, **more: object) -> WorkoutLog:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8-sig")
    assert is_workout_log(path)
    return read_workout_log(path, version="1", **more)  # type: ignore[arg-type]


def saved_sets(tmp_path: Path, log: WorkoutLog) -> list[PastSet]:
    with open_history(str(tmp_path / "h.db")) as history:
        for one in log.sessions:
            history.save(one)
        return history.sets()


@pytest.mark.parametrize(
    ("text", "unit", "weights"),
    [
        (STRONG_COMMA, "kg", [(8.0, "kg", 12, True), (12.5, "kg", 10, False), (None, None, 6, False)]),
        (STRONG_COMMA, "lb", [(8.0, "lb", 12, True), (12.5, "lb", 10, False), (None, None, 6, False)]),
        (STRONG_UNITS, None, [(27.5, "lb", 10, False), (12.5, "kg", 8, False)]),
        (STRONG_QUOTED, None, [(12.5, "kg", 10, False)]),
        (STRONG_OLD, None, [(25.0, "lb", 10, False)]),
        (HEVY, None, [(8.0, "kg", 12, True), (12.5, "kg", 10, False), (12.5, "kg", 9, False)]),
        (HEVY_POUNDS, None, [(8.0, "lb", 12, True), (12.5, "lb", 10, False), (12.5, "lb", 9, False)]),
    ],
)
def test_weights_and_reps_are_read_as_they_were_written(
    tmp_path: Path, text: str, unit: str | None, weights: list[tuple[float | None, str | None, int, bool]]
) -> None:
    log = read(tmp_path, text, unit=unit, lifter="Anna")
    assert log.remarks == ()
    sets = saved_sets(tmp_path, log)
    assert [(s.weight_value, s.weight_unit, s.reps, s.warm_up) for s in sets] == weights
    assert {(s.controlled, s.verdicts, s.sensor, s.lifter) for s in sets} == {(None, (), None, "Anna")}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("tabs", [False, True], ids=["as it was", "tabs"])
def test_what_a_spreadsheet_made_of_an_export_is_read(tmp_path: Path, encoding: str, tabs: bool) -> None:
    """ "Unicode text" of a spreadsheet is UTF-16 with tabs."""
    path = tmp_path / "export.txt"
    path.write_bytes(STRONG_GERMAN.replace(";", "\t" if tabs else ";").encode(encoding))
    assert is_workout_log(path)
    log = read_workout_log(path, version="1")
    assert log.remarks == ()
    (session,) = log.sessions
    assert (session.session["title"], session.session["duration_s"]) == ("Arme", 3900.0)
    first, second = saved_sets(tmp_path, log)
    assert (first.weight_value, first.weight_unit, first.reps, first.warm_up) == (8.0, "kg", 12, True)
    assert (second.weight_value, second.reps, second.warm_up) == (12.5, 10, False)
    assert second.exercise == "Bizepscurl (Kurzhantel)"
    assert second.started_at == datetime(2025, 7, 2, 17, 56).astimezone()


def test_an_export_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(STRONG_OLD.encode() + b"\x81\x8d")
    with pytest.raises(HistoryError, match=r"export\.csv: this is no text; export it again\."):
        read_workout_log(path, version="1")


def test_workouts_have_their_time_and_length(tmp_path: Path) -> None:
    for text, lengths in ((STRONG_COMMA, [3900.0, 2280.0]), (HEVY, [3600.0, 1800.0])):
        log = read(tmp_path, text, unit="kg")
        assert [one.session["duration_s"] for one in log.sessions] == lengths
        with open_history(str(tmp_path / f"{len(text)}.db")) as history:
            for one in log.sessions:
                history.save(one)
            first = history.sessions()[0]
        assert (first.title, first.reps, first.judged_reps, first.controlled_reps) == ("Arms", 22, 0, None)
        assert first.started_at is not None
        assert first.started_at == datetime(2025, 7, 2, 17, 56).astimezone(), (
            "local time, as the apps write it"
        )


def test_an_export_that_is_read_again_is_no_second_session(tmp_path: Path) -> None:
    """Even where a weight was corrected in the app: the workout is the same, and the last word holds."""
    first = read(tmp_path, STRONG_UNITS)
    corrected = read(tmp_path, STRONG_UNITS.replace("27.5", "37.5"))
    with open_history(str(tmp_path / "h.db")) as history:
        outcomes = [history.save(log.sessions[0]).outcome for log in (first, first, corrected)]
        values = [one.weight_value for one in history.sets()]
    assert outcomes == ["new", "unchanged", "replaced"]
    assert values == [37.5, 12.5]


IN_STRONG = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps
2025-07-02 17:56:00;Arms;Hammer Curl (Dumbbell);1;27.5;lbs;10
2025-07-02 17:56:00;Arms;Hammer Curl (Dumbbell);2;27.5;lbs;8
2025-07-02 17:56:00;Arms;Chin Up;1;0;kg;6
"""
IN_HEVY = """"title","start_time","end_time","exercise_title","set_index","set_type","weight_kg","reps"
"Evening","2 Jul 2025, 18:20","2 Jul 2025, 19:00","Chin Up",0,"normal",,6
"Evening","2 Jul 2025, 18:20","2 Jul 2025, 19:00","Hammer Curl (dumbbell)",0,"normal",12.47,10
"Evening","2 Jul 2025, 18:20","2 Jul 2025, 19:00","Hammer Curl (dumbbell)",1,"normal",12.47,8
"""


def save_both(db: str, tmp_path: Path, first: str, second: str, **who: object) -> list[str]:
    logs = [read(tmp_path, first), read(tmp_path, second, **who)]
    with open_history(db) as history:
        outcomes: list[str] = [history.save(one).outcome for log in logs for one in log.sessions]
    return outcomes


@pytest.mark.parametrize(("first", "second"), [(IN_STRONG, IN_HEVY), (IN_HEVY, IN_STRONG)])
def test_a_workout_in_two_apps_is_one(db: str, tmp_path: Path, first: str, second: str) -> None:
    """Other begin, title, order of exercises and unit; the same day, exercises, weights and reps."""
    assert save_both(db, tmp_path, first, second) == ["new", "repeated"]
    with open_history(db) as history:
        (kept,) = history.sessions()
        assert (kept.reps, len(history.sets())) == (24, 3)
        (again,) = read(tmp_path, second).sessions
        saved = history.save(again)
    assert (saved.outcome, saved.session, saved.repeats) == (
        "repeated",
        kept.id,
        str(tmp_path / "export.csv"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("12.47,8", "12.47,9"), ("12.47,8", "15,8"), ("Chin", "Pull"), ("2 Jul", "3 Jul"), (",,6", ",5,6")],
    ids=["reps", "weight", "exercise", "day", "added weight"],
)
def test_what_differs_is_another_workout(db: str, tmp_path: Path, old: str, new: str) -> None:
    assert save_both(db, tmp_path, IN_STRONG, IN_HEVY.replace(old, new)) == ["new", "new"]


def test_another_persons_workout_and_two_of_one_app_are_others(db: str, tmp_path: Path) -> None:
    assert save_both(db, tmp_path, IN_STRONG, IN_HEVY, lifter="Ben") == ["new", "new"]
    assert save_both(db, tmp_path, IN_STRONG, IN_STRONG.replace("17:56", "07:56")) == ["unchanged", "new"]


def test_weights_without_a_unit_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(
        HistoryError, match=r"export\.csv: the weights have no unit in this file; say it with --unit"
    ):
        read(tmp_path, STRONG_COMMA)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (";12.5;kg;8", ";900;kg;8", "line 3: a weight of 900 is more than 500"),
        (";12.5;kg;8", ";-12.5;kg;8", "line 3: a weight of -12.5 is less than nothing"),
        (";12.5;kg;8", ";12.5;stone;8", "line 3: 'stone' is no unit that is known"),
        ('2025-07-02 17:56:00;"Arms";"Bicep Curl (Dumbbell)";2', "9999-12-31;Arms;Curl;2", "is no date"),
        (";12.5;kg;8", ";heavy;kg;8", "line 3: 'heavy' is no weight"),
        (";12.5;kg;8", ";12.5;kg;many", "line 3: 'many' is no number of reps"),
        (";12.5;kg;8", ";12.5;kg;2500", "line 3: '2500' is no number of reps from 1 to 1000"),
        (
            '2025-07-02 17:56:00;"Arms";"Bicep Curl (Dumbbell)";2',
            "soon;Arms;Curl;2",
            "line 3: 'soon' is no date",
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_left_out_and_said(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    log = read(tmp_path, STRONG_UNITS.replace(old, new))
    (remark,) = log.remarks
    assert said in remark
    assert remark.endswith("; this set was left out.")
    assert [one.weight_value for one in saved_sets(tmp_path, log)] == [27.5]


def test_a_length_that_no_workout_has_is_unknown(tmp_path: Path) -> None:
    for length in ("9" * 400, "9" * 400 + "h", "\u00b2"):
        assert length_s(length) == 0.0
        log = read(tmp_path, STRONG_UNITS.replace(";38m", f";{length}"))
        assert len(saved_sets(tmp_path, log)) == 2


def test_a_row_longer_than_any_note_is_refused_with_its_line(tmp_path: Path) -> None:
    long = STRONG_UNITS.replace(";;;;0;;;38m", f";;;;0;{'x' * 200_000};;38m")
    with pytest.raises(HistoryError, match=r"export\.csv: line 2: this row cannot be read"):
        read(tmp_path, long)


def test_an_export_without_a_set_says_why(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"holds no set with reps\."):
        read(tmp_path, HEVY.splitlines()[0] + "\n")
    with pytest.raises(HistoryError, match="is no date that is known"):
        read(tmp_path, STRONG_OLD.replace("2018-01-02 17:56:00", "neulich"))


def test_other_files_are_no_logs(tmp_path: Path) -> None:
    for name, text in (("a.csv", "time_s,acc_x_mps2\n0,1\n"), ("b.csv", ""), ("c.csv", "Date,Reps\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert not is_workout_log(tmp_path / name)
    assert not is_workout_log(tmp_path / "not_there.csv")
    assert not is_workout_log(tmp_path)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-07-02 17:56:01", "2025-07-02T17:56:01"),
        ("02 Jul 2025, 17:56", "2025-07-02T17:56:00"),
        ("Dec 31, 2025, 12:05 AM", "2025-12-31T00:05:00"),
        ("2 Juli 2025, 17:56", "2025-07-02T17:56:00"),
        ("3. März 2025, 07:05", "2025-03-03T07:05:00"),
        ("31 Dez. 2025, 07:05", "2025-12-31T07:05:00"),
        ("02.07.2025, 17:56:30", "2025-07-02T17:56:00"),
        ("2.13.2025 17:56", None),
        ("31 Jun 2025, 12:05", None),
        ("2 juil. 2025, 17:56", None),
        ("", None),
    ],
)
def test_dates(text: str, moment: str | None) -> None:
    read = moment_of(text)
    assert (None if read is None else read.isoformat()) == moment


def test_lengths_and_numbers() -> None:
    assert [length_s(t) for t in ("1h 5m", "38min", "264h 1m", "90", "45s", "long")] == [
        3900,
        2280,
        950460,
        90,
        45,
        0,
    ]
    assert [number_of(t) for t in ("12,5", "1e3", "-2.5", "", "½")] == [12.5, None, -2.5, None, None]
