"""What the terminal shows: words, marks, widths; colour only where it is one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from analysis.output.terminal import (
    fitted_name,
    print_listed,
    print_result,
    quality_lines,
    result_line,
    short_names,
    totals_line,
)
from analysis.records.results import REP_FIGURES, SessionResult
from tests.fixtures import build, samples
from tests.fixtures.languages import speaking

ALL: list[Callable[[], SessionResult]] = [
    samples.ordinary,
    samples.one_rep,
    samples.hundred_reps,
    samples.twelve_sets,
    samples.two_wrists,
    samples.accelerometer_only,
    samples.all_uncertain,
    samples.holes,
    samples.huge_numbers,
    samples.no_weight,
    samples.all_fast,
    samples.mixed,
    samples.hostile_names,
    samples.both_sides,
]


def printed(result: SessionResult, unit: str = "kg", *, width: int = 80, **terminal: bool) -> str:
    out = io.StringIO()
    print_result(Console(file=out, width=width, **terminal), result, unit)
    return out.getvalue()


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\s*\d+  (●|▲|»|◐|\?)", line)]


@pytest.mark.parametrize("make", ALL, ids=lambda f: f.__name__)
def test_every_rep_has_a_row_that_fits_80_columns(make: Callable[[], SessionResult]) -> None:
    result = make()
    found = rows(printed(result))
    assert [int(row.split()[0]) for row in found] == [r.index for s in result.sets for r in s.reps]
    assert max(cell_len(row) for row in found) <= 80
    assert not any("…" in row for row in found)


@pytest.mark.parametrize("width", [40, 50, 60, 120])
@pytest.mark.parametrize("make", [samples.ordinary, samples.mixed], ids=lambda f: f.__name__)
def test_a_narrow_terminal_gets_fewer_columns_but_whole_ones(
    make: Callable[[], SessionResult], width: int
) -> None:
    """Rep, verdict and momentum stay; no cell is cut, nothing reaches beyond the edge."""
    result, out = make(), io.StringIO()
    print_result(Console(file=out, width=width, force_terminal=True, color_system=None), result)
    text = out.getvalue()
    reps = [r for s in result.sets for r in s.reps]
    heads = next(line for line in text.splitlines() if "Verdict" in line).split()
    assert heads[:3] == ["Rep", "Verdict", "Momentum"]
    assert ("Coast" in heads) == (width >= 50)
    assert ("Lower" in heads) == (width == 120)
    assert [int(row.split()[0]) for row in rows(text)] == [r.index for r in reps]
    assert "…" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_each_verdict_has_a_mark_of_its_own() -> None:
    seen: dict[tuple[str, str | None], str] = {}
    for make in (samples.ordinary, samples.all_fast, samples.mixed):
        result = make()
        reps = [r for s in result.sets for r in s.reps]
        for rep, row in zip(reps, rows(printed(result)), strict=True):
            seen[rep.verdict, rep.cause] = row.split()[1]
    assert len(set(seen.values())) == len(seen) == 6


def test_only_columns_that_are_there_are_explained() -> None:
    """A terminal of 60 characters has no room for the limit, nor has a set whose reps nobody judged."""
    limit, push = "above Limit it is momentum.", "Push: beyond gravity"
    wide, narrow = printed(samples.ordinary(), width=120), printed(samples.ordinary(), width=60)
    assert ("Limit" in wide.split("Momentum: ")[0], limit in wide) == (True, True)
    assert ("Limit" in narrow.split("Momentum: ")[0], limit in narrow) == (False, False)
    assert push not in printed(samples.all_uncertain(), width=120)


@pytest.mark.parametrize(
    ("width", "language", "said"),
    [
        (120, "en", ""),
        (76, "en", "No room for the column Limit; a wider window shows it."),
        (72, "en", "No room for the columns Lower and Limit; a wider window shows them."),
        (120, "de", ""),
        (80, "de", "Kein Platz für die Spalten Hoch, Runter und Grenze; ein breiteres Fenster zeigt sie."),
    ],
)
def test_columns_without_room_are_named(width: int, language: str, said: str) -> None:
    """At 72 characters the set with swings has no room for Lower, the other one has; a trunk that was not worn is not named."""
    with speaking(language):
        text = printed(samples.ordinary(), width=width)
    found = [line for line in text.splitlines() if line.startswith(("No room", "Kein Platz"))]
    assert found == ([said] if said else [])


def test_words_of_the_rows() -> None:
    text = printed(samples.mixed()) + printed(samples.all_fast()) + printed(samples.ordinary())
    said = ("●  controlled", "▲  swing", "▲» swing + speed", "»  too fast", "◐  half rep", "?  signal lost")
    for words in said:
        assert words in text


def test_a_heading_has_the_unit_that_people_see() -> None:
    """Momentum is shown from 0 to 100 and coast in per cent: neither is the stored share."""
    text = printed(samples.ordinary())
    assert "ratio" not in text
    units = text[text.index("Momentum", text.index("Rep ")) :].splitlines()[1]
    assert units.split()[:3] == ["no.", "0–100", "°"]
    assert "%" in units


def test_no_column_is_headed_ratio() -> None:
    """A share is a number without a unit: its heading says of what, or the range."""
    shown = [info for info in REP_FIGURES.values() if info.in_report or info.terminal_rank is not None]
    shares = [info for info in shown if info.unit == "ratio"]
    assert {info.name for info in shares} >= {"momentum", "carry", "detour"}
    assert all(info.heading_unit not in {"", "ratio"} for info in shares)


def test_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert "\x1b" not in printed(samples.ordinary())
    coloured = printed(samples.ordinary(), force_terminal=True)
    assert "38;2;91;144;204" in next(line for line in coloured.splitlines() if "●" in line)
    assert "38;2;217;105;30" in next(line for line in coloured.splitlines() if "▲" in line)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == printed(samples.ordinary()).split()


def test_the_advice_comes_first_and_each_arm_is_said() -> None:
    first = "Set 2 of 2: Keep 12.5\u00a0kg and stop at 6, or take 10\u00a0kg for all 10:"
    one = printed(samples.ordinary())
    assert one.startswith(first)
    assert one.splitlines()[2] == "Set 1: 6 of 7 judged controlled."
    assert printed(samples.all_controlled()).startswith("Keep 12.5\u00a0kg: ")
    both = printed(samples.two_wrists()).splitlines()
    assert [line.split(".")[0] for line in both[1:4:2]] == ["Fairly sure", "Sure"]
    assert both[0].startswith("Right arm: ")
    assert both[2].startswith("Left arm: ")


def test_weights_in_the_unit_asked_for() -> None:
    result = samples.ordinary()
    heavy = replace(result, sets=(replace(result.sets[0], weight_kg=27.5 * 0.45359237),))
    assert "Set 1, 27.5\u00a0lb" in printed(heavy, "lb")


def test_nothing_found_says_what_was() -> None:
    lines = printed(samples.no_sets()).splitlines()
    assert lines[0] == "No curls found in this recording."
    assert lines[1] == (
        "Found instead: 20\u00a0s of a lift like a triceps extension or a press; "
        "8.0\u00a0s of an arm that stayed up, as for a drink."
    )
    assert (
        lines[2]
        == "0:12 to 0:31: not a curl: the forearm moved about pointing up, as in a triceps extension or a press"
    )
    assert lines[3] == "0:50 to 0:58: not a curl: the arm stayed up, as for a drink or a call"


def test_markup_in_names_is_only_text() -> None:
    result = samples.ordinary()
    odd = replace(result, sets=(replace(result.sets[0], sensor="[red]wrist[/red]"),))
    assert "[red]wrist[/red]" in printed(odd)


def test_quality_says_warnings_first_and_is_short() -> None:
    notes = [build.noted("fine", f"Fine {i}.") for i in range(8)]
    notes.append(build.noted("info", "Worth\nknowing."))
    notes.append(build.noted("warning", "A hole."))
    lines = quality_lines(notes)
    assert lines[:3] == ["! A hole.", "– Worth knowing.", "✓ Fine 0."]
    assert lines[-1] == "  and 4 more in the report and the JSON"
    assert len(lines) == 7
    assert quality_lines([]) == []


def test_quality_names_the_sensor_where_there_are_several() -> None:
    notes = [build.noted("fine", "Steady signal.", sensor=name) for name in ("wrist_left", "trunk")]
    assert quality_lines(notes) == ["✓ Left wrist: Steady signal.", "✓ Trunk: Steady signal."]
    assert quality_lines(notes[:1]) == ["✓ Steady signal."]


def test_totals() -> None:
    """Twice two sets with 18 reps in all: 12 controlled, 4 momentum, 1 half, 1 not judged; and one without."""
    both = [samples.ordinary(), samples.no_sets(), samples.ordinary()]
    assert totals_line(both) == (
        "3 recordings, 4 sets, 36 reps: 24 controlled, 8 momentum, 2 half, 2 not judged"
    )
    assert totals_line([samples.no_sets()] * 2) == "2 recordings, 0 sets, no curls found"


def test_compact_is_one_line() -> None:
    path = samples.ordinary().path
    assert result_line(samples.ordinary(), {path: "monday.csv"}) == f"monday.csv  {COUNTS}"
    assert result_line(samples.no_sets(), {path: "x", "y": "abc"}) == "x    no curls found"


COUNTS = "18 reps: 12 controlled, 4 momentum, 1 half, 1 not judged"


@pytest.mark.parametrize(
    ("width", "name"),
    [
        (None, "a_long_name_of_a_recording.csv"),
        (30 + 2 + len(COUNTS), "a_long_name_of_a_recording.csv"),
        (29 + 2 + len(COUNTS), "a_long_name_of…_recording.csv"),
        (10, "a_long…g.csv"),
    ],
)
def test_a_name_is_cut_only_where_the_line_is_too_long(width: int | None, name: str) -> None:
    path = samples.ordinary().path
    line = result_line(samples.ordinary(), {path: "a_long_name_of_a_recording.csv", "b": "b.csv"}, width)
    assert line == f"{name}  {COUNTS}"


def test_a_short_line_keeps_a_long_name_on_a_narrow_terminal() -> None:
    """31 characters of name, 2 of space and 14 of words are fewer than 50."""
    result, name = samples.no_sets(), "04_one_gyro_sample_500radps.csv"
    assert result_line(result, {result.path: name, "b": "b.csv"}, 50) == f"{name}  no curls found"


def listed(result: SessionResult, *, terminal: bool, width: int = 40) -> list[str]:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=width, no_color=True)
    print_listed(console, result, {result.path: "a.csv", "b": "b.csv"})
    assert isinstance(console.file, io.StringIO)
    return re.sub(r"\x1b\[[\d;]*m", "", console.file.getvalue()).splitlines()


def test_warnings_stand_below_the_line_of_a_recording() -> None:
    said = "One impossible reading was left out, at 0:18: beyond what any sensor measures."
    calm = samples.no_sets()
    assert listed(calm, terminal=False) == ["a.csv  no curls found"]
    odd = replace(
        calm, quality=(build.noted("info", "Noted."), build.noted("warning", f"{said} Look at it."))
    )
    assert listed(odd, terminal=False)[1:] == [f"  ! {said}"]
    more = replace(odd, quality=(*odd.quality, build.noted("warning", "Another one.")))
    assert listed(more, terminal=False)[1:] == [f"  ! {said} And 1 more remark."]
    first, second, *rest = listed(odd, terminal=True)[1:]
    assert first.startswith("  ! One impossible reading")
    assert second.startswith("    ")
    assert all(len(line) <= 40 for line in (first, second, *rest))


def test_totals_with_recordings_that_could_not_be_read() -> None:
    said = totals_line([samples.no_sets()], 3)
    assert said == "1 recording, 0 sets, no curls found. 2 of 3 could not be read"
    assert totals_line([samples.no_sets()], 1) == "1 recording, 0 sets, no curls found"


LONG = "a very long name of a recording that nobody would shorten"


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.csv"], ["a.csv"]),
        (["week/mon.csv", "week/tue.csv"], ["mon.csv", "tue.csv"]),
        (["/x/week 1/a.csv", "/x/week 2/a.csv"], ["week 1/a.csv", "week 2/a.csv"]),
        (["a.csv", "/x/a.csv"], ["a.csv", "/x/a.csv"]),
        (["x/a", "x/ab", "x/b"], ["a", "ab", "b"]),
        (["x/y/a.csv", "x/z.csv"], ["y/a.csv", "z.csv"]),
        ([f"{LONG} 1.csv", "b.csv"], [f"{LONG} 1.csv", "b.csv"]),
        (["x/a\x1b[31m.csv", "x/b.csv"], ["a\ufffd[31m.csv", "b.csv"]),
    ],
)
def test_names_in_a_list_differ_as_the_recordings_do(paths: list[str], names: list[str]) -> None:
    assert list(short_names(paths).values()) == names


@pytest.mark.parametrize(
    ("names", "cut"),
    [
        (["short.csv", "b.csv"], ["short.csv", "b.csv"]),
        ([f"{LONG}.csv", "b.csv"], ["a very l…ten.csv", "b.csv"]),
        (
            ["session of day 1 of the wrist", "session of day 2 of the wrist"],
            ["…1 of the wrist", "…2 of the wrist"],
        ),
        (["left 1 of the session", "left 2 of the session"], ["left 1 …session", "left 2 …session"]),
        (["the left 1 of the session", "the left 2 of the session"], ["the left 1…sion", "the left 2…sion"]),
        (
            ["coach/athlete_1_wrist_active.csv", "coach/athlete_2_wrist_active.csv"],
            ["…hlete_1_wrist…", "…hlete_2_wrist…"],
        ),
    ],
)
def test_a_cut_name_keeps_what_differs(names: list[str], cut: list[str]) -> None:
    most = 15 if names[0] != f"{LONG}.csv" else 16
    assert [fitted_name(name, names, most) for name in names] == cut


def test_a_name_stays_whole_where_nothing_so_short_differs() -> None:
    """Two lines differ at both of two places, and a third and fourth at one each."""
    names = [f"{first}{LONG}{last}" for first in "ab" for last in "ab"]
    assert [fitted_name(name, names, 15) for name in names] == [
        f"{name[0]}{LONG[:6]}…{LONG[-6:]}{name[-1]}" for name in names
    ]
    inner = [f"{LONG}{first}{LONG}{last}{LONG}" for first in "ab" for last in "ab"]
    assert [fitted_name(name, inner, 15) for name in inner] == inner


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.text("ab…", min_size=1, max_size=30), unique=True, max_size=6), st.data())
def test_no_two_cut_names_are_alike(names: list[str], data: st.DataObject) -> None:
    """Each line has its own room, as its counts are long or short."""
    rooms = data.draw(st.lists(st.integers(12, 30), min_size=len(names), max_size=len(names)))
    cut = [fitted_name(name, names, most) for name, most in zip(names, rooms, strict=True)]
    assert len(set(cut)) == len(names)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.text("ab/.\x1b", min_size=1, max_size=50), unique=True, max_size=6))
def test_no_two_names_are_alike(paths: list[str]) -> None:
    names = short_names(paths)
    assert list(names) == paths
    assert len(set(names.values())) == len(paths)
    assert "\x1b" not in "".join(names.values())


def test_warm_up_and_both_sides_have_a_line_each_where_they_are_known() -> None:
    said = printed(samples.both_sides()).replace("\xa0", " ")
    assert "Warm-up: 4 min of movement and 1 ramp-up set before the first working set." in said
    assert "Both sides: Right swings from rep 6, left from rep 9. Start" in said
    assert "Start with the right arm next time, and let the left arm do as many reps." in said
    assert "Warm-up" not in printed(samples.ordinary())
    assert "Both sides" not in printed(samples.ordinary())
