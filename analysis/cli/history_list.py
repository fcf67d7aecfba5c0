"""``rep-momentum history``: lists earlier sessions, personal bests and weeks; forgets a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from rich.console import Console

from analysis.cli.analyze import TerminalOutput
from analysis.cli.analyze_options import HTML, STANDARD, is_standard_output
from analysis.cli.console import OutConsole
from analysis.cli.history_keeper import waiting_saved
from analysis.cli.history_options import ForgetOptions, HistoryQuery
from analysis.cli.messages import DONE, UsageError, english_count, english_list
from analysis.cli.outputs import check_targets, writing
from analysis.coaching.progress import personal_bests, training_weeks, usual_unit
from analysis.history.history import History, open_history
from analysis.language import say
from analysis.output import history_words, words
from analysis.output.terminal import print_line
from analysis.records.past_sessions import PastSession

_LATEST, _LATEST_WEEKS, _MOST_BESTS = 30, 6, 8
"""Sessions, weeks and personal bests that are listed, unless all are asked for."""


def _check(query: HistoryQuery) -> None:
    """Checks the outputs."""
    if query.plot is not None and not query.plot.lower().endswith(HTML):
        raise UsageError(f"--plot {query.plot}: this is an HTML page; give a name such as history.html.")
    given = {"--plot": query.plot, "--json": query.json}
    check_targets({option: path for option, path in given.items() if path is not None}, [])


def read_day(text: str | None) -> datetime | None:
    """Reads the day of ``--since``: its beginning on this computer.

    Raises
    ------
    UsageError
        It is no day.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text.strip())
        return datetime(day.year, day.month, day.day).astimezone()
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--since {text!r}: this is no day; write it as 2026-05-03.") from error


def run_history(query: HistoryQuery) -> int:
    """Lists what was saved.

    Parameters
    ----------
    query : HistoryQuery

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        An option cannot be meant, or an output not be written.
    HistoryError
        The database cannot be used.
    """
    _check(query)
    since = read_day(query.since)
    with open_history(query.db) as history:
        waiting_saved(history)
        every = history.sessions(query.lifter)
        where, waiting = history.place.shown, history.waiting
    shown = [s for s in every if since is None or (s.started_at is not None and s.started_at >= since)]
    output = TerminalOutput(OutConsole())
    if query.json is not None:
        with writing("--json", query.json) as file:
            print(history_words.sessions_json(shown), file=file)
    if query.plot is not None and shown:
        _write_page(query, shown, every)
    if query.json is None or not is_standard_output(query.json):
        if shown:
            output.put(partial(_list, shown=shown, every=every, query=query))
        else:
            output.put(lambda console: print_line(console, _nothing(query, where)))
        if waiting:
            output.put(lambda console: print_line(console, _waiting(waiting)))
        if query.plot is not None and shown:
            output.put(lambda console: print_line(console, say("files.page", file=query.plot)))
    output.finish()
    return DONE


def _write_page(query: HistoryQuery, shown: Sequence[PastSession], every: Sequence[PastSession]) -> None:
    from analysis.report.history_page import render_history  # noqa: PLC0415  only needed here

    with writing("--plot", query.plot or STANDARD) as file:
        file.write(render_history(shown, personal_bests(every), lifter=query.lifter))


def _nothing(query: HistoryQuery, where: str) -> str:
    if query.lifter is not None or query.since is not None:
        return f"No such session in {where}; leave out --lifter and --since to see all."
    return (
        f"No session yet in {where}: live saves its own, analyze --save and history import take recordings."
    )


def _waiting(many: int) -> str:
    verb = "waits" if many == 1 else "wait"
    who = words.capital(english_count(many, "session"))
    return f"{who} {verb} beside it and cannot be saved yet: is its disk full, or may it only be read?"


def _list(
    console: Console, *, shown: Sequence[PastSession], every: Sequence[PastSession], query: HistoryQuery
) -> None:
    """Prints the sessions, the bests and the weeks; the latest come last, nearest to the prompt."""
    latest = shown if query.every else shown[-_LATEST:]
    several = len({(s.lifter or "").casefold() for s in every}) > 1
    if len(latest) < len(shown):
        earlier = f"{len(shown) - len(latest):,} earlier sessions; --all lists them, --since YYYY-MM-DD some."
        print_line(console, earlier, "bright_black")
    rows = [_cells(one, named=several) for one in latest]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print_line(
            console, "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    _print_bests(console, every, query, named=several)
    weeks = training_weeks(shown, None if query.every else _LATEST_WEEKS)
    if len(weeks) > 1:
        print_line(console, "")
        for week in weeks:
            print_line(console, history_words.week_sentence(week, usual_unit(latest)))
    undated = history_words.undated_sentence(shown)
    if undated is not None:
        print_line(console, "")
        print_line(console, undated, "bright_black")


def _cells(one: PastSession, *, named: bool) -> list[str]:
    cells = [str(one.id), history_words.moment_words(one.started_at)]
    if named:
        cells.append(words.cut(one.lifter or words.DASH, 20))
    return [
        *cells,
        history_words.session_reps(one),
        history_words.session_weights(one, "kg"),
        history_words.controlled_words(one.controlled_reps, one.judged_reps),
        history_words.sparkline(one.tallies),
    ]


def _print_bests(console: Console, every: Sequence[PastSession], query: HistoryQuery, *, named: bool) -> None:
    bests = personal_bests(every)
    shown = bests if query.every else bests[:_MOST_BESTS]
    exercises = len({one.exercise.casefold() for one in bests}) > 1
    if shown:
        print_line(console, "")
    for best in shown:
        print_line(console, history_words.best_sentence(best, named=named, exercise=exercises), "bold")
    if len(shown) < len(bests):
        print_line(console, f"and {len(bests) - len(shown)} more at lighter weights; --all lists them.")


def run_forget(options: ForgetOptions) -> int:
    """Removes everything of a person, or one session.

    Parameters
    ----------
    options : ForgetOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        Neither or both are named, or there is no such person or session.
    HistoryError
        The database cannot be changed.
    """
    lifter, session = options.lifter, options.session
    if (lifter is None) == (session is None):
        raise UsageError("history forget: name a person, or a session with --session N.")
    with open_history(options.db) as history:
        said = _forget_session(history, session) if session is not None else _forget(history, lifter or "")
    print_line(OutConsole(), said)
    return DONE


def _forget_session(history: History, number: int) -> str:
    if not history.forget_session(number):
        raise UsageError(
            f"--session {number}: there is no such session; history lists them with their numbers."
        )
    return f"Session {number} is removed. Its recording, if there is one, stays where it is."


def _forget(history: History, lifter: str) -> str:
    gone = history.forget(lifter)
    if not gone.sessions:
        known = english_list(history.lifters()[:5]) or "nobody"
        raise UsageError(f"{lifter!r}: nothing is known of this person; known by name: {known}.")
    parts = [
        english_count(gone.sessions, "session"),
        english_count(gone.sets, "set"),
        english_count(gone.reps, "rep"),
    ]
    return f"Removed: {english_list(parts)}. Recordings, exports, backups and lakes of batch are files of yours, and stay."
