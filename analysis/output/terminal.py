"""Prints a result on the terminal: the advice, a table per set, and the quality of the data.

Marks and words say the same as the colours; `rich` leaves the colours out where there is no terminal.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import quality_notes, words
from analysis.output.headline import headline_without_curls, make_headline, result_words
from analysis.output.palette import CONTROLLED_ON_ANY, MOMENTUM_ON_ANY
from analysis.output.reasons import refusal_clause
from analysis.output.session_words import session_lines
from analysis.output.set_views import SetView, focus_sets, set_views, with_verdict
from analysis.output.trunk_words import bend_line
from analysis.output.verdict_words import is_near_limit, verdict_in_table
from analysis.records.results import REP_FIGURES, Quality, Rep, SessionResult, short_kind
from imu.printable import printable

_CONTROLLED, _MOMENTUM, _QUIET = CONTROLLED_ON_ANY, f"bold {MOMENTUM_ON_ANY}", "bright_black"
_STYLES = {"controlled": _CONTROLLED, "momentum": _MOMENTUM}
_MARKS = {"controlled": "●", "partial": "◐", "uncertain": "?"}
_CAUSE_MARKS = {"swing": "▲", "speed": "»", "both": "▲»", None: "▲"}
_FIGURES = tuple(info for info in REP_FIGURES.values() if info.terminal_rank is not None)
_COLUMNS = ("index", "verdict", *(info.name for info in _FIGURES))
_LEFT_OUT = tuple(info.name for info in sorted(_FIGURES, key=lambda i: i.terminal_rank or 0)[:0:-1])
"""Columns that a narrow terminal goes without, the first one first; the figure of the lowest rank always
stays."""
_WHERE_WORN = {info.name for info in _FIGURES if info.role == "trunk"}
"""Columns that are there only where a sensor gave them."""
_NOTE_MARKS = {"warning": "!", "info": "–", "fine": "✓"}
_LEGEND = ("momentum", "carry", "push_mps2")
"""Figures whose columns are explained: ``terminal.legend`` in the files of words."""
_LEAST_NAME, _WIDEST_NAME, _USUAL_COUNTS = 12, 60, 34
"""Characters of a name in a list of recordings that are always shown, up to which names are filled up, and of usual
counts after it."""
_ANY_WIDTH = 1_000
"""Characters into which all columns fit."""
_MOST_NOTES, _MOST_REJECTED = 6, 3
"""Notes, and refused movements, that are printed."""


def print_result(console: Console, result: SessionResult, unit: WeightUnit = "kg") -> None:
    """Prints the advice, every set and the quality notes of one recording.

    Parameters
    ----------
    console : Console
    result : SessionResult
    unit : str
        How weights are written.
    """
    views = set_views(result)
    if views:
        _show_advice(console, views, unit)
        for view in views:
            console.print()
            console.print(rep_table(view, unit, console.width, result.start_s))
        for line in filter(None, (_legend(views, console.width), _left_out(views, console.width))):
            print_line(console, line, _QUIET)
        for said in session_lines(result, unit):
            print_line(console, said.in_one_line)
    else:
        _show_nothing(console, result)
    if not result.thresholds_are_defaults:
        print_line(console, say("terminal.other_limits", title=result.thresholds_title), "bold")
    console.print()
    for line in quality_lines(result.quality, result.start_s):
        print_line(console, line)


def print_line(console: Console, line: str, style: str = "") -> None:
    """Prints a line as it is; wrapped only on a terminal.

    Parameters
    ----------
    console : Console
    line : str
    style : str
        As rich writes it.
    """
    console.print(Text(printable(line), style=style), soft_wrap=not console.is_terminal)


def print_lines(console: Console, lines: Iterable[str]) -> None:
    """Prints lines as `print_line` does."""
    for line in lines:
        print_line(console, line)


def _show_advice(console: Console, views: Sequence[SetView], unit: WeightUnit) -> None:
    top = make_headline(views, focus_sets(views), unit)
    lead = f"{top.about}: {top.lead}" if top.about else top.lead
    print_line(console, f"{lead} {top.finding}".strip(), "bold")
    print_line(console, top.sure, _QUIET)
    for other in top.also:
        print_line(console, f"{other.about}: {other.text}", "bold")
        print_line(console, other.sure, _QUIET)
    if top.others:
        print_line(console, top.others)


def _show_nothing(console: Console, result: SessionResult) -> None:
    top, _ = headline_without_curls(result)
    print_line(console, top.lead, "bold")
    print_line(console, top.sure)
    for rejected in result.rejected_sets[:_MOST_REJECTED]:
        start_s, end_s = rejected.start_s - result.start_s, rejected.end_s - result.start_s
        when = say("list.span", first=words.clock(start_s), last=words.clock(end_s))
        print_line(console, f"{when}: {refusal_clause(rejected.because)}")
    more = len(result.rejected_sets) - _MOST_REJECTED
    if more > 0:
        print_line(console, say("terminal.like_these", n=more))
    for move in () if result.trunk is None else result.trunk.movements:
        print_line(console, bend_line(move, result.start_s))


def rep_table(view: SetView, unit: WeightUnit = "kg", width: int = 80, since_s: float = 0.0) -> Table:
    """Makes the table of a set; nothing in it is cut short, so a narrow terminal gets fewer columns.

    Parameters
    ----------
    view : SetView
    unit : str
        How weights are written.
    width : int
        Of the terminal, in characters.
    since_s : float
        Start of the recording on its time axis, s: times count from it.
    """
    rows = [_cells(rep) for rep in view.rep_set.reps]
    shown = _columns(rows, width)
    title = Text(_title(view, unit, since_s), style="bold")
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), header_style="")
    heads = _heads()
    for name in (_COLUMNS[k] for k in shown):
        head = "\n".join(heads[name])
        table.add_column(head, justify="right" if name != "verdict" else "left", no_wrap=True)
    for rep, row in zip(view.rep_set.reps, rows, strict=True):
        table.add_row(
            *(Text(row[k]) for k in shown),
            style="" if is_near_limit(rep) else _STYLES.get(rep.verdict, _QUIET),
        )
    return table


def _heads() -> dict[str, tuple[str, str]]:
    """Title and unit of each column, by its name."""
    figures = {info.name: (info.title, info.heading_unit.partition(" ")[0]) for info in _FIGURES}
    return {
        "index": (say("terminal.rep"), say("terminal.number")),
        "verdict": (say("terminal.verdict"), ""),
    } | figures


def _legend(views: Sequence[SetView], width: int) -> str:
    """Says how to read the columns that are shown and hold a figure."""
    seen = _with_figures(views, width)
    told = [name for name in _LEGEND if name in seen]
    if "push_limit_mps2" in seen:
        told = ["push_and_limit" if name == "push_mps2" else name for name in told]
    return " ".join(say(f"terminal.legend.{name}") for name in told)


def _left_out(views: Sequence[SetView], width: int) -> str:
    """Names the columns that hold a figure and found no room in the table of a set; empty where all are shown."""
    missing: set[str] = set()
    for view in views:
        missing |= _with_figures([view], _ANY_WIDTH) - _with_figures([view], width)
    heads = [_heads()[name][0] for name in _COLUMNS if name in missing]
    return say("terminal.left_out", n=len(heads), columns=words.joined(heads)) if heads else ""


def _with_figures(views: Sequence[SetView], width: int) -> set[str]:
    """Names of the columns that fit into the width and hold a figure."""
    seen: set[str] = set()
    for view in views:
        rows = [_cells(rep) for rep in view.rep_set.reps]
        seen |= {
            _COLUMNS[k] for k in _columns(rows, width) if k > 1 and any(row[k] != words.DASH for row in rows)
        }
    return seen


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Places in `_COLUMNS` of the columns that fit side by side."""
    heads = _heads()
    needed = {
        name: 2 + max(cell_len(text) for text in (*heads[name], *(row[k] for row in rows)))
        for k, name in enumerate(_COLUMNS)
    }
    for k, name in enumerate(_COLUMNS):
        if name in _WHERE_WORN and all(row[k] == words.DASH for row in rows):
            del needed[name]
    for name in _LEFT_OUT:
        if sum(needed.values()) > width:
            needed.pop(name, None)
    return [k for k, name in enumerate(_COLUMNS) if name in needed]


def _title(view: SetView, unit: WeightUnit, since_s: float) -> str:
    rep_set = view.rep_set
    mass, start = words.weight(rep_set.weight_kg, unit), words.clock(rep_set.start_s - since_s)
    where = say("terminal.worn_from", place=view.worn, clock=start)
    title = printable(", ".join(filter(None, (view.name, mass, where))))
    return f"{title}\n{', '.join(filter(None, result_words(rep_set.reps)))}"


def _cells(rep: Rep) -> tuple[str, ...]:
    mark = _CAUSE_MARKS[rep.cause] if rep.verdict == "momentum" else _MARKS[rep.verdict]
    return (
        str(rep.index),
        f"{mark:<2} {verdict_in_table(rep)}",
        *(words.shown_figure(info, getattr(rep, info.name)) for info in _FIGURES),
    )


def quality_lines(notes: Sequence[Quality], since_s: float = 0.0) -> list[str]:
    """Notes that matter most, one line each: warnings, then what is worth knowing, then what is fine."""
    ordered = quality_notes.quality_texts(notes, since_s)
    lines = [f"{_NOTE_MARKS[note.severity]} {' '.join(text.split())}" for note, text in ordered[:_MOST_NOTES]]
    more = len(ordered) - _MOST_NOTES
    return [*lines, say("terminal.more_notes", n=more)] if more > 0 else lines


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Names of recordings for a list: without the folders that all of them share, by path."""
    shared = _shared_folders(paths)
    return {path: printable(path[shared:]) or printable(path) for path in paths}


def page_names(paths: Sequence[str]) -> dict[str, str]:
    """Names of recordings on a page, by path: with the folders that tell them apart, but never where those lie."""
    names = short_names(paths) if len(set(paths)) > 1 else {path: words.file_name(path) for path in paths}
    outside = {path for path, name in names.items() if _is_absolute(name)}
    return {path: words.file_name(path) if path in outside else name for path, name in names.items()}


def _is_absolute(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith(("/", "../")) or plain[1:3] == ":/"


def fitted_name(name: str, names: Iterable[str], most: int) -> str:
    """Cuts a name that is too long in its middle, where what is left differs from all others: as near to the middle as
    that is, else at both ends around what differs; where nothing so short differs, it stays whole.

    Parameters
    ----------
    name : str
    names : iterable of str
        All names of the list.
    most : int
        Characters that there is room for.
    """
    return name if len(name) <= most else _fitted_names(tuple(names), most).get(name, name)


@lru_cache(maxsize=64)
def _fitted_names(names: tuple[str, ...], most: int) -> dict[str, str]:
    """The cut of each name that is too long and can be cut; all lines of a list with the same room share it."""
    found: dict[str, str] = {}
    for cuts_of in (_middle_cuts, _windows):
        ways = {name: cuts_of(name, most) for name in dict.fromkeys(names)}
        taken = Counter(cut for cuts in ways.values() for cut in set(cuts))
        taken.update(found.values())
        for name, cuts in ways.items():
            if len(name) > most and name not in found:
                fitting = [cut for cut in cuts if taken[cut] == 1]
                if fitting:
                    found[name] = fitting[0] if cuts_of is _middle_cuts else fitting[len(fitting) // 2]
    return found


def _middle_cuts(name: str, most: int) -> list[str]:
    """The name without a part: cut in its middle first, then farther and farther from there."""
    if len(name) <= most:
        return [name]
    splits = sorted(range(most), key=lambda tail: abs(tail - (most - 1) // 2))
    return [f"{name[: most - 1 - tail]}…{name[len(name) - tail :]}" for tail in splits]


def _windows(name: str, most: int) -> list[str]:
    """Parts of the name from its middle, from left to right."""
    if len(name) <= most:
        return [name]
    return [f"…{name[k : k + most - 2]}…" for k in range(1, len(name) - most + 2)]


def _shared_folders(paths: Sequence[str]) -> int:
    """Length of the folders that all paths begin with."""
    if len(set(paths)) < 2:
        return 0
    first, last = min(paths), max(paths)
    same = next((k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return max(first.rfind("/", 0, same), first.rfind(os.sep, 0, same)) + 1


def print_listed(console: Console, result: SessionResult, names: Mapping[str, str]) -> None:
    """Prints a recording in a list: one line, and below it what is to be known of its data, where something is.

    Parameters
    ----------
    console : Console
    result : SessionResult
    names : mapping of str to str
        All names of the list by path, from `short_names`.
    """
    print_line(console, result_line(result, names, console.width if console.is_terminal else None))
    said = printable(quality_notes.warning_line(quality_notes.note_lines(result)))
    lines = wrap(said, max(console.width - 4, _LEAST_NAME)) if console.is_terminal else [said] if said else []
    for i, line in enumerate(lines):
        mark = "    " if i else f"  {_NOTE_MARKS['warning']} "
        console.print(Text.assemble((mark, "bold"), (line, _QUIET)), soft_wrap=not console.is_terminal)


def result_line(result: SessionResult, names: Mapping[str, str], width: int | None = None) -> str:
    """Writes a recording in one line: its name, its reps, and their verdicts.

    Parameters
    ----------
    result : SessionResult
    names : mapping of str to str
        All names of the list by path, from `short_names`.
    width : int, optional
        Of the terminal, in characters: a name is cut only where the line would be wider.
    """
    name, counts = names.get(result.path, result.path), _verdicts([result])
    column = min(max(map(len, names.values()), default=0), _WIDEST_NAME)
    if width is not None:
        room = max(width - 2 - len(counts), _LEAST_NAME)
        name = fitted_name(name, names.values(), room)
        column = min(column, room, max(width - 2 - _USUAL_COUNTS, _LEAST_NAME))
    return f"{name:<{column}}  {counts}"


def totals_line(results: Sequence[SessionResult], given: int | None = None) -> str:
    """Writes the totals of many recordings in one line.

    Parameters
    ----------
    results : sequence of SessionResult
    given : int, optional
        How many recordings there were, with those that could not be read.
    """
    sets = sum(len(result.sets) for result in results)
    counts = [words.count(len(results), "recording"), words.count(sets, "set"), _verdicts(results)]
    totals = ", ".join(counts)
    failed = 0 if given is None else given - len(results)
    return say("terminal.not_read", totals=totals, failed=failed, given=given) if failed else totals


def _verdicts(results: Sequence[SessionResult]) -> str:
    reps = [rep for result in results for rep_set in result.sets for rep in rep_set.reps]
    short = with_verdict(reps, "partial")
    counts = {
        "controlled": len(with_verdict(reps, "controlled")),
        "momentum": len(with_verdict(reps, "momentum")),
        short_kind(short): len(short),
        "not_judged": len(with_verdict(reps, "uncertain")),
    }
    parts = [say(f"tally.{name}", n=many) for name, many in counts.items() if many]
    if not parts:
        return say("tally.no_curls")
    return say("tally.all", reps=words.count(len(reps), "rep"), parts=", ".join(parts))
