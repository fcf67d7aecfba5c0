"""Answers the questions of questions.md by its own SQL, and writes answers, times and picture into it.

    python -m docs.make_questions SESSIONS LAKE

The lake is one that `docs.make_lake` made of so many sessions: the answers are held against what was really done.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import duckdb

from analysis.evaluation.closed_loop import SLIGHT_SHARE
from analysis.output.palette import LIGHT
from docs.make_lake import WANTED_REPS, Gym
from docs.make_tables import PAGES, replaced

PAGE = PAGES / "questions.md"
PICTURE = PAGES / "images" / "rise_in_sets.png"
QUESTIONS = ("swings_from", "rise", "packet_loss")
"""Questions in order: the second one needs the first one's table."""
SHOWN = 8
"""Rows of a long answer that the page shows."""
_TIMES = 5
CLEAR_SHARE = 0.2
"""Share of the work from which on a rep is clearly thrown: about where the score was
seen to pass its limit on these lakes, not derived. Up to
`SLIGHT_SHARE` it is lifted as good as alone."""
RISE = 20.0
"""Points by which momentum rises in a set that counts as rising, as in the page's SQL."""


class Answer(NamedTuple):
    """Result of the last statement of a question."""

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]


class Steps(NamedTuple):
    """A lifter, and by how many steps of his rack the answer is off; None where there is none."""

    lifter: str
    off: int | None


def sql_of(name: str, lake: str | Path) -> str:
    """The SQL that the page has under a name, for a lake at another place.

    Raises
    ------
    ValueError
        The page has none.
    """
    found = re.search(
        rf"<!-- example: {name} -->\n```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    if found is None:
        raise ValueError(f"{PAGE.name} has no SQL called {name!r}; put it back.")
    place = str(lake).replace("'", "''")
    return found[1].replace("'LAKE/", f"'{place}/")


def connection_to(lake: str | Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that knows the tables of a lake."""
    connection = duckdb.connect()
    connection.execute(sql_of("views", lake))
    return connection


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> Answer:
    """Asks a question of the page."""
    result = connection.execute(sql_of(name, ""))
    return Answer([column[0] for column in result.description], result.fetchall())


def steps_off(connection: duckdb.DuckDBPyConnection, gym: Gym) -> list[Steps]:
    """How far the first answer is from the weight from which each lifter really needs his body."""
    found = connection.execute("SELECT lifter, swings_from_kg FROM swings_from ORDER BY lifter").fetchall()
    return [Steps(lifter, _off(gym, lifter, kg)) for lifter, kg in found]


def _off(gym: Gym, lifter: str, kg: float | None) -> int | None:
    if kg is None:
        return None
    rack = [round(one, 2) for one in gym.visits[lifter].weights_kg]
    return rack.index(kg) - gym.swings_from_place(lifter)


class Rises(NamedTuple):
    """Rises that were found, in points, by what was really done."""

    calm: list[float]
    """Of sets in which the body threw no rep."""
    slight: list[float]
    """Of sets in which it threw some, none of them clearly."""
    tiring: list[float]
    """Of sets whose first rep was lifted alone, and whose last was clearly thrown."""


def rises_by_truth(connection: duckdb.DuckDBPyConnection, gym: Gym) -> Rises:
    """Divides the rises of the second answer by the truth; sets that were thrown from the first rep on are left out."""
    calm, slight, tiring = [], [], []
    for name, rise in connection.execute("SELECT recording, rise FROM rises ORDER BY recording").fetchall():
        thrown = gym.session(int(name.rpartition("-")[2])).lifted.thrown
        if max(thrown) == 0.0:
            calm.append(rise)
        elif max(thrown) < CLEAR_SHARE:
            slight.append(rise)
        elif thrown[0] <= SLIGHT_SHARE:
            tiring.append(rise)
    return Rises(calm, slight, tiring)


def main(sessions: int, lake: str) -> None:
    """Brings the page and its picture up to date."""
    gym, connection = Gym(sessions), connection_to(lake)
    answers = {name: ask(connection, name) for name in QUESTIONS}
    parts = {
        "lake made": _made_lines(connection, lake, gym),
        "answer swings_from": [*_table(answers["swings_from"], SHOWN), *_weights_told(connection, gym)],
        "answer rise": [*_table(answers["rise"]), *_rises_told(connection, gym)],
        "answer packet_loss": [*_table(answers["packet_loss"], SHOWN), *_loss_told(connection, gym)],
        "timed": _timed_lines(lake, connection),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in parts.items():
        text, found = replaced(text, name, lines)
        if not found:
            sys.exit(f"{PAGE.name}: the comments of {name!r} are missing; put them back.")
    PAGE.write_text(text, encoding="utf-8")
    draw(connection)


def _made_lines(connection: duckdb.DuckDBPyConnection, lake: str, gym: Gym) -> list[str]:
    recordings, hours = _row(connection, "SELECT count(*), sum(duration_s) / 3600 FROM recordings")
    (reps,) = _row(connection, "SELECT count(*) FROM reps")
    size = sum(file.stat().st_size for file in Path(lake).rglob("*.parquet")) / 1e6
    told = f"{recordings:,} sessions of {len(gym.visits)} lifters with {len(gym.sensors)} sensors, {hours:.0f} hours"
    return ["", f"{told}: {reps:,} reps in {size:.0f} MB of Parquet.", ""]


def _table(answer: Answer, most: int | None = None) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(answer.columns)} |"
    yield "|" + "---|" * len(answer.columns)
    for row in answer.rows[:most]:
        yield f"| {' | '.join(_cell(value) for value in row)} |"
    if most is not None and len(answer.rows) > most:
        yield f"| and {len(answer.rows) - most} more |" + " |" * (len(answer.columns) - 1)
    yield ""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return f"{value + 0.0:g}".replace("-", "−") if isinstance(value, float) else str(value)


def _weights_told(connection: duckdb.DuckDBPyConnection, gym: Gym) -> Iterator[str]:
    found = [one.off for one in steps_off(connection, gym)]
    known = [off for off in found if off is not None]
    exact, near = sum(off == 0 for off in known), sum(abs(off) <= 1 for off in known)
    yield (
        f"Held against the truth: of {len(found)} lifters {exact} exactly and {near} within one step of the rack "
        f"({sum(off > 0 for off in known)} too heavy, {sum(off < 0 for off in known)} too light), "
        f"{len(known) - near} further off, {len(found) - len(known)} without an answer. "
        f"The truth counts a rep from {100 * SLIGHT_SHARE:g} % of the work on as thrown, the score "
        f"from about {100 * CLEAR_SHARE:g} % on (seen on this very lake): the answers lean towards the heavier weight."
    )
    yield ""


def _rises_told(connection: duckdb.DuckDBPyConnection, gym: Gym) -> Iterator[str]:
    calm, slight, tiring = rises_by_truth(connection, gym)
    yield f"Held against the truth: of {len(calm):,} sets in which the body threw no rep, {_rising(calm):,} rise by {RISE:g} points"
    yield f"or more. Of {len(tiring):,} whose first rep the elbow lifted as good as alone, and in which the body did"
    yield f"{100 * CLEAR_SHARE:g} % of the work or more at last, {_rising(tiring):,} rise;"
    yield f"of {len(slight):,} in which it did less, {_rising(slight):,}."
    yield ""


def _rising(rises: Iterable[float]) -> int:
    return sum(rise >= RISE for rise in rises)


def _loss_told(connection: duckdb.DuckDBPyConnection, gym: Gym) -> Iterator[str]:
    found = dict(connection.execute("SELECT device, lost_percent FROM packet_loss").fetchall())
    lossy = {sensor.name: 100 * sensor.model.loss for sensor in gym.sensors if sensor.model.loss > 0.0}
    told = {name for name, lost in found.items() if lost >= 1.0}
    most = max(abs(found[name] - lost) for name, lost in lossy.items())
    yield f"Held against the truth: {len(told & set(lossy))} of the {len(lossy)} sensors that lose packets are found, and"
    yield f"{len(told - set(lossy))} of the {len(gym.sensors) - len(lossy)} others. The share is right to {most:.1f} points."
    yield ""


def _timed_lines(lake: str, warm: duckdb.DuckDBPyConnection) -> Iterator[str]:
    (rows,) = _row(warm, "SELECT count(*) FROM reps")
    yield ""
    yield "| question | time |"
    yield "|---|---|"
    for name in QUESTIONS:
        yield f"| `{name}` | {1000 * min(_time_s(warm, name) for _ in range(_TIMES)):.0f} ms |"
    began = perf_counter()
    with connection_to(lake) as cold:
        for name in QUESTIONS:
            ask(cold, name)
    yield f"| all three, in a new connection | {1000 * (perf_counter() - began):.0f} ms |"
    yield ""
    today, cores = datetime.now(UTC).date(), os.cpu_count()
    where = f"{cores} cores ({platform.machine()}, {platform.system()}), DuckDB {duckdb.__version__}"
    yield f"Over {rows:,} reps; the best of {_TIMES}. {where}, {today}, with other work on the machine."
    yield ""


def _time_s(connection: duckdb.DuckDBPyConnection, name: str) -> float:
    began = perf_counter()
    ask(connection, name)
    return perf_counter() - began


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


_COURSE = """
SELECT sign(kg - swings_from_kg) AS load, rep, quantile_cont(momentum, [0.25, 0.5, 0.75])
FROM reps JOIN rises USING (recording, "set", lifter, side) JOIN swings_from USING (lifter, side)
WHERE judged_reps = ?
GROUP BY ALL ORDER BY load, rep
"""


def draw(connection: duckdb.DuckDBPyConnection) -> None:
    """Momentum of each rep in whole sets, a panel for each group of weights: median and middle half."""
    from matplotlib.figure import Figure  # noqa: PLC0415  slow to import

    course = connection.execute(_COURSE, [WANTED_REPS]).fetchall()
    titles = {-1: "Lighter", 0: "Just this weight", 1: "Heavier"}
    figure = Figure(figsize=(9.6, 3.4), dpi=150, facecolor=LIGHT.bg, layout="constrained")
    panels = figure.subplots(1, len(titles), sharey=True)
    for axes, (load, title) in zip(panels, titles.items(), strict=True):
        points = [(rep, [100 * one for one in middle]) for where, rep, middle in course if where == load]
        reps = [rep for rep, _ in points]
        low, mid, high = ([middle[k] for _, middle in points] for k in range(3))
        axes.axhline(50, color=LIGHT.line, lw=1)
        axes.fill_between(reps, low, high, color=LIGHT.mom_tint, lw=0)
        axes.plot(reps, mid, color=LIGHT.mom, lw=2)
        axes.set_title(title, loc="left", color=LIGHT.text, fontsize=11)
        axes.set_xlabel("rep", color=LIGHT.text2)
        axes.set_xticks(range(1, WANTED_REPS + 1))
        axes.set_xlim(0.8, WANTED_REPS + 0.2)
        axes.set_ylim(-3, 103)
        axes.tick_params(colors=LIGHT.text2, length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
    panels[0].set_yticks([0, 50, 100], ["0", "50, the limit", "100"])
    panels[0].set_ylabel("momentum", color=LIGHT.text2)
    figure.savefig(PICTURE)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal():
        sys.exit("python -m docs.make_questions SESSIONS LAKE")
    main(int(sys.argv[1]), sys.argv[2])
