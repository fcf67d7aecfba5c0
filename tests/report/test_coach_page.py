"""The list of people: small, sortable, the same without its script, and safe from what files are called."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.coaching.athletes import RecordingBrief, SetBrief, athletes_of
from analysis.report.coach_page import GENERATOR, CoachList, render_coach_page
from analysis.report.report_names import index_link, report_names
from analysis.report.trend import draw_trend
from analysis.vocabulary import Because, Reason
from tests.fixtures.athletes import MONDAY, one_set, recording
from tests.fixtures.report_reader import Node, read


def gym(people: int = 40, sessions: int = 5) -> list[RecordingBrief]:
    """Recordings of people; the last set of every third one throws."""
    return [
        replace(
            recording(
                f"client {k}/2026-05-{s:02}_curls_wrist_recording_active.csv",
                lifter=f"client {k}",
                day=MONDAY + timedelta(weeks=s),
                sets=[one_set(thrown := 4 if k % 3 == 0 and s == sessions - 1 else 0, asks_less=thrown > 0)],
            )
        )
        for k in range(people)
        for s in range(sessions)
    ]


def page_of(briefs: list[RecordingBrief], unread: tuple[tuple[str, str], ...] = ()) -> str:
    return render_coach_page(
        CoachList(
            athletes=athletes_of(briefs),
            pages=report_names([one.path for one in briefs]),
            unread=unread,
            version="1.2.3",
            digest="abc",
        )
    )


def cells(body: Node) -> list[str]:
    return [one.text for one in body.all("tr")[0].children if isinstance(one, Node)]


def test_a_row_a_person_who_needs_a_word_first() -> None:
    root = read(page_of(gym(4, 3)))
    assert root.all("h1")[0].text == "2 of 4 need a word"
    assert root.all("title")[0].text == "2 of 4 need a word"
    rows = [cells(body) for body in root.all("tbody")]
    assert [row[0] for row in rows] == ["client 0", "client 3", "client 1", "client 2"]
    assert rows[0][1:5] == ["3", "18 May 2026", "4 of 8", "4"]
    needs = root.all("ol", "needs")[0].all("li")
    assert (
        needs[0].all("p")[0].text == "18 May 2026: 4 of 8 reps with swing, 0 of 16 in the 2 sessions before."
    )
    assert (
        "12 recordings, 4 May 2026 to 18 May 2026. 92 % of 96 judged reps were controlled."
        in root.all("p", "sure")[0].text
    )


def test_everything_is_there_without_the_script() -> None:
    root = read(page_of(gym()))
    links = {a.attrs["href"] for a in root.all("a")}
    assert len(links) == 200
    assert root.all("form")[0].attrs.get("hidden") is not None
    assert [th.attrs["scope"] for th in root.all("thead")[0].all("th")] == ["col"] * 6
    assert {body.all("th")[0].attrs["scope"] for body in root.all("tbody")} == {"row"}
    assert len(root.all("tbody")[0].all("summary")) == 1


def test_two_hundred_recordings_are_a_small_page() -> None:
    assert len(page_of(gym()).encode()) < 300_000
    assert len(page_of(gym(200, 1)).encode()) < 300_000


def test_few_people_stand_open_many_are_folded() -> None:
    def is_open(page: str) -> bool:
        (all_rows,) = read(page).all("details", "all")
        return "open" in all_rows.attrs

    assert is_open(page_of(gym(12, 1)))
    assert not is_open(page_of(gym(13, 1)))


@pytest.mark.parametrize(
    ("sets", "controlled", "momentum"),
    [
        ([], "no curls found", "–"),
        ([replace(one_set(0), judged=0, controlled=0)], "no rep judged", "–"),
        ([one_set(0)], "8 of 8", "0"),
    ],
)
def test_where_nothing_is_known_no_count_is_shown(
    sets: list[SetBrief], controlled: str, momentum: str
) -> None:
    (body,) = read(page_of([recording("x.csv", sets=sets)])).all("tbody")
    assert cells(body)[3:5] == [controlled, momentum]


def test_the_figures_to_sort_by_are_those_that_are_shown() -> None:
    briefs = [*gym(1, 2), recording("x.csv", lifter="Zoë", day=None)]
    first, last = read(page_of(briefs)).all("tbody")
    keys = ("data-name", "data-sessions", "data-last", "data-share", "data-momentum", "data-need")
    assert [first.attrs[key] for key in keys] == ["client 0", "2", "2026-05-11", "0.5000", "4", "1"]
    assert [last.attrs[key] for key in keys] == ["Zoë", "1", "", "", "", "0"]
    assert cells(last)[1:4] == ["1", "–", "no curls found"]


def test_who_cannot_be_judged_is_named_with_the_reason() -> None:
    """And is not among those who need no word."""
    slow = Because(code=Reason.SLOW, values={"rate_hz": 4.0, "needed_hz": 6.0})
    blind = replace(one_set(0), judged=0, controlled=0, unjudged_because=slow)
    briefs = [*gym(2, 1), recording("zoe.csv", lifter="Zoë", sets=[blind])]
    root = read(page_of(briefs))
    assert [cells(body)[0] for body in root.all("tbody")] == ["client 0", "Zoë", "client 1"]
    (told,) = root.all("ol", "unjudged")[0].all("p")
    assert told.text == (
        "4 May 2026: none of 8 reps could be judged: 4.0 readings a second are too few to judge; 6.0 are needed."
    )
    alone = read(page_of(briefs[1:])).all("h1")[0].text
    assert alone == "1 of 2 could not be judged; the other needs no word"
    beside = [*briefs[1:], recording("cem.csv", lifter="Cem", sets=[one_set(0)])]
    assert read(page_of(beside)).all("h1")[0].text == "1 of 3 could not be judged; the other 2 need no word"
    earlier = replace(briefs[-1], day=MONDAY - timedelta(7), sets=(one_set(0),))
    nobody = read(page_of([earlier, briefs[-1]])).all("h1")[0].text
    assert nobody == "No rep of a last session could be judged"
    assert read(page_of(gym(2, 1))).all("ol", "unjudged") == []


def test_a_walk_after_the_curls_is_in_the_row_and_hides_nothing() -> None:
    """Neither on a later day nor on the same one: the link is to the curls."""
    briefs = [
        recording("ben/1.csv", "Ben", sets=[one_set(8, asks_less=True)]),
        recording("ben/2.csv", "Ben", day=MONDAY + timedelta(2)),
        recording("cem/1.csv", "Cem", sets=[one_set(0)]),
        recording("cem/2.csv", "Cem"),
    ]
    root = read(page_of(briefs))
    assert root.all("h1")[0].text == "1 of 2 needs a word"
    assert root.all("ol", "unjudged") == []
    assert root.all("ol", "needs")[0].all("p")[0].text == "4 May 2026: 8 of 8 reps with swing."
    ben, cem = root.all("tbody")
    assert cells(ben)[:5] == ["Ben", "2", "4 May 2026", "0 of 8", "8"]
    assert "6 May 2026 no curls found" in " ".join(ben.all("li")[0].text.split())
    assert [one.all("th")[0].all("a")[0].attrs["href"] for one in (ben, cem)] == ["ben/1.html", "cem/1.html"]


def test_nobody_and_nothing_have_titles() -> None:
    assert read(page_of(gym(2, 1)[1:])).all("h1")[0].text == "Nobody needs a word"
    assert read(page_of([recording("x.csv")])).all("h1")[0].text == "No rep could be judged"


@pytest.mark.parametrize(
    "name", ["<b>Ann</b>", '"><script>alert(1)</script>', "Ann\x1b[31m", "../../x", "a" * 300]
)
def test_no_name_breaks_the_page(name: str) -> None:
    path = f"{name}/{name}.csv"
    briefs = [recording(path, lifter=name, sets=[one_set(4, asks_less=True)]), recording("b/2.csv")]
    text = page_of(briefs, unread=((f"c/{name}.csv", f"c/{name}.csv: {name} is no column."),))
    root = read(text)
    assert len(root.all("script")) == 1
    assert root.all("tbody")[0].all("b") == []
    assert "\x1b" not in text
    assert [a.attrs["href"] for a in root.all("a") if re.match(r"[a-z]+:|/|\.\.", a.attrs["href"])] == []


def test_the_page_loads_nothing_and_knows_itself() -> None:
    text = page_of(gym(2, 1))
    assert re.search(r"\b(?:src|href)=\"(?:https?:)?//|@import|url\(http", text) is None
    assert GENERATOR in text[:2000]


def test_each_recording_has_a_page_of_its_own_name() -> None:
    paths = [
        "/a/in/ann/1.csv",
        "/a/in/ann/1.txt",
        "/a/in/ben/2026.05.03.csv.gz",
        "/a/in/ben/x?.csv",
        "/a/in/Ann/1.csv",
    ]
    assert list(report_names(paths).values()) == [
        *("ann/1.html", "ann/1.txt.html", "ben/2026.05.03.html", "ben/x_.html", "Ann/1.csv.html"),
    ]
    assert report_names(["/a/in/ann/1.csv"]) == {"/a/in/ann/1.csv": "1.html"}
    assert list(report_names(["../up/1.csv", "2.csv", "-"]).values()) == ["1.html", "2.html", "-.html"]
    assert index_link("a/b/1.html") == "../../index.html"
    assert index_link("1.html") == "index.html"


def test_a_trend_is_drawn_to_scale_with_a_gap_where_nothing_is_known() -> None:
    drawn = str(draw_trend([1.0, 0.0, None, 0.5], "said"))
    dots = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    assert [x for x, _ in dots] == sorted(x for x, _ in dots)
    (_, top), (_, bottom), (_, middle) = dots
    assert top < middle < bottom
    assert middle == pytest.approx((top + bottom) / 2)
    assert drawn.count("M") == 1, "one line, between the first two"
    assert 'aria-label="said"' in drawn


def test_a_trend_shows_the_last_twelve() -> None:
    assert str(draw_trend([0.0] * 30, "")).count("<circle") == 12
    assert "<path" not in str(draw_trend([1.0], ""))
