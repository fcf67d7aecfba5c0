"""Speed of the history: ``python -m tests.benchmarks history [SESSIONS]``.

27 years of daily training in one SQLite file, in a folder that is gone afterwards (about 1.3 GB): how long saving one
more session takes, the list of `history`, its page, and what advice asks for.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Insert, insert, select

from analysis.cli import run
from analysis.history.database.engine import transaction
from analysis.history.database.schema import REP_TABLE, SESSION_TABLE, SET_TABLE
from analysis.history.history import open_history
from analysis.history.session_record import SessionRecord, session_times, tallies_of
from tests.fixtures.past import record

SESSIONS, SETS, REPS = 10_000, 20, 10
LIFTERS = 10
BATCH = 100
FIRST_DAY = datetime(2000, 1, 3, 18, 0, tzinfo=UTC)


def training(number: int, like: SessionRecord) -> SessionRecord:
    """A session of 200 reps, with the figures of a real one."""
    rng = number * 7919 % 97
    sets, reps = [], []
    for k in range(1, SETS + 1):
        verdicts = "".join("m" if (rng + k * r) % 11 == 0 else "c" for r in range(REPS))
        kg = 7.5 + 2.5 * ((number // 500 + k) % 6)
        sets.append(
            {**like.sets[0], "number": k, "verdicts": verdicts, "reps": REPS, "weight_kg": kg, "weight_value": kg, "weight_unit": "kg"}
        )  # fmt: skip
        reps += [{**like.reps[r % 3], "set_number": k, "number": r + 1} for r in range(REPS)]
    started = (FIRST_DAY + timedelta(days=number)).isoformat()
    session = {
        **like.session,
        **session_times(started, 0.0, 3600.0),
        "content_hash": f"{number:032x}",
        "lifter": f"Lifter {number % LIFTERS}",
        "lifter_key": f"lifter {number % LIFTERS}",
        "tallies": tallies_of(sets),
    }
    return SessionRecord(session=session, sets=tuple(sets), reps=tuple(reps))


def fill(path: Path, sessions: int) -> None:
    """Writes many sessions, a hundred in a transaction; the reps of later hundreds are copies of the first."""
    like = record(weight="12.5kg")
    with open_history(str(path)) as history:
        history.save(like)
        history.forget_session(1)
        for start in range(0, sessions, BATCH):
            made = [training(k, like) for k in range(start, min(start + BATCH, sessions))]
            numbered = list(enumerate(made, start + 1))
            with transaction(history._engine, history.place, writes=True) as connection:
                connection.execute(insert(SESSION_TABLE), [_row(k, one) for k, one in numbered])
                sets = [{**row, "session_id": k} for k, one in numbered for row in one.sets]
                connection.execute(insert(SET_TABLE), sets)
                if start == 0:
                    reps = [{**row, "session_id": k} for k, one in numbered for row in one.reps]
                    connection.execute(insert(REP_TABLE), reps)
                else:
                    connection.execute(_copied_reps(start, len(made)))


def _copied_reps(shift: int, sessions: int) -> Insert:
    """Copies the reps of the first sessions to those whose numbers are larger by ``shift``."""
    rest = [c for c in REP_TABLE.c if c.name != "session_id"]
    of_first = select(REP_TABLE.c.session_id + shift, *rest).where(REP_TABLE.c.session_id <= sessions)
    return insert(REP_TABLE).from_select(["session_id", *(c.name for c in rest)], of_first)


def _row(number: int, one: SessionRecord) -> dict[str, object]:
    moments = {name: datetime.fromisoformat(one.session[name]) for name in ("began_at", "ended_at")}
    return {**one.session, **moments, "id": number, "saved_at": moments["ended_at"]}


def seconds(action: Callable[[], object], repeats: int = 5) -> tuple[float, float]:
    """Medians of the wall time and of the processor's time, s."""
    wall, work = [], []
    for _ in range(repeats):
        start, began = time.perf_counter(), time.process_time()
        action()
        wall.append(time.perf_counter() - start)
        work.append(time.process_time() - began)
    return statistics.median(wall), statistics.median(work)


def command(*typed: str) -> None:
    """Runs a command; what it prints goes nowhere."""
    with redirect_stdout(io.StringIO()):
        assert run(typed) == 0


def main(many: str = str(SESSIONS)) -> None:
    """Prints the table."""
    sessions = int(many)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        filled, _ = seconds(lambda: fill(path, sessions), repeats=1)
        print(
            f"{sessions} sessions, {sessions * SETS * REPS:,} reps, {path.stat().st_size / 1e6:,.0f} MB, made in {filled:.0f} s"
        )
        db = str(path)
        like = record(weight="12.5kg")
        fresh = iter([training(sessions + k, like) for k in range(20)])
        with open_history(db) as history:
            history.sets("Lifter 1", most_sessions=1)
            rows = [
                ("save a session of 200 reps", seconds(lambda: history.save(next(fresh)), 20)),
                (
                    "advice: the last 30 sessions of a person",
                    seconds(lambda: history.sets("lifter 1", most_sessions=30)),
                ),
                (
                    f"advice: all {sessions // LIFTERS} sessions of a person",
                    seconds(lambda: history.sets("lifter 1")),
                ),
                ("all sessions", seconds(history.sessions)),
            ]
        rows += [
            ("history", seconds(lambda: command("history", "--db", db))),
            ("history --lifter", seconds(lambda: command("history", "--db", db, "--lifter", "lifter 1"))),
            ("advise --lifter", seconds(lambda: command("advise", "--db", db, "--lifter", "lifter 1"))),
            ("history --plot", seconds(lambda: command("history", "--db", db, "--plot", f"{folder}/h.html"))),
        ]  # fmt: skip
        for name, (wall, work) in rows:
            print(f"{name:44} {1000 * wall:7.0f} ms, {1000 * work:.0f} ms of work", flush=True)
