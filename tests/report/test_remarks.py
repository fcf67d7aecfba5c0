"""Warnings about the data stand where one looks first; what could not be read stands in the index."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.records.results import SessionResult
from analysis.report import render_report
from tests.fixtures import build, samples
from tests.fixtures.report_reader import Node, read

FIRST = "One impossible reading was left out, at 0:18."


def warned(*texts: str) -> SessionResult:
    notes = [build.noted("warning", text) for text in texts]
    return replace(samples.no_sets(), quality=(build.noted("info", "Only worth knowing."), *notes))


def remarks(root: Node) -> list[str]:
    return [p.text for p in root.all("p", "warned")]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((), []),
        ((f"{FIRST} Look at it.",), [f"1 remark about the data: {FIRST}"]),
        ((FIRST, "Another."), [f"2 remarks about the data: {FIRST}"]),
        (("Far too long " * 20 + ".",), ["1 remark about the data"]),
    ],
)
def test_warnings_are_said_below_the_advice(texts: tuple[str, ...], said: list[str]) -> None:
    root = read(render_report(warned(*texts)))
    top = root.all("header", "top")[0]
    assert remarks(top) == remarks(root) == said
    for link in [a for p in top.all("p", "warned") for a in p.all("a")]:
        (section,) = [n for n in root.all("section") if f"#{n.attrs.get('id')}" == link.attrs["href"]]
        assert section.all("h2")[0].text == "How good the data are"


def test_every_recording_leads_to_its_own_data() -> None:
    root = read(render_report([warned(FIRST), warned(), warned(FIRST)]))
    links = [a.attrs["href"] for article in root.all("article") for a in article.all("a")]
    assert links == ["#recording-1-data", "#recording-3-data"]


def test_warnings_are_said_in_the_index_with_a_mark() -> None:
    root = read(render_report([warned(FIRST), warned(), warned(FIRST, "Another.", "A third.")]))
    rows = [row.all("p", "warned") for row in root.all("tbody")[0].all("tr")]
    assert [[p.text for p in row] for row in rows] == [[FIRST], [], [f"{FIRST} And 2 more remarks."]]
    assert [len(row[0].all("svg")) for row in rows if row] == [1, 1]


def test_what_could_not_be_read_ends_the_index() -> None:
    unread = [
        ("/home/me/week/empty.csv", "/home/me/week/empty.csv: the file is empty; export it again."),
        ("week/<b>.csv", "week/<b>.csv, line 7, column 'time_s': the clock stands still."),
        ("week/phone", "week/phone/Gyroscope.csv, line 3: no number."),
        ("x.csv", "a fault of rep-momentum itself (KeyError: 1)."),
    ]
    html = render_report([samples.ordinary(), samples.no_sets()], unread=unread)
    root = read(html)
    rows = root.all("tbody")[0].all("tr")
    assert root.all("h1")[0].text == "2 recordings, 4 not read"
    assert root.all("title")[0].text == "Curls: 2 recordings, 4 not read"
    assert [(row.all("th")[0].text, row.all("td")[0].text) for row in rows[2:]] == [
        ("empty.csv", "Not read: the file is empty; export it again."),
        ("week/<b>.csv", "Not read: line 7, column 'time_s': the clock stands still."),
        ("week/phone", "Not read: Gyroscope.csv, line 3: no number."),
        ("x.csv", "Not read: a fault of rep-momentum itself (KeyError: 1)."),
    ]
    assert "/home/me" not in html
    columns = len(root.all("thead")[0].all("th"))
    assert {1 + int(row.all("td")[0].attrs["colspan"]) for row in rows[2:]} == {columns}


def test_one_recording_beside_one_that_could_not_be_read() -> None:
    root = read(render_report(samples.no_sets(), unread=[("a.csv", "a.csv: the file is empty.")]))
    assert [h.text for h in root.all("h1")] == ["1 recording, 1 not read"]
    assert [n.attrs["id"] for n in root.all("article")] == ["recording-1"]


def test_without_any_unread_the_page_is_as_ever() -> None:
    assert render_report(samples.no_sets(), unread=[]) == render_report(samples.no_sets())
    assert "not read" not in read(render_report([samples.no_sets()] * 2)).text
