"""The page of the history: what it shows is what was done, and it needs nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from analysis.coaching.progress import personal_bests
from analysis.records.past_sessions import PastSession
from analysis.report.history_page import render_history
from analysis.report.weekly import WeightsDrawing
from tests.coaching.test_progress import MONDAY, past, tally


def weeks_of(count: int) -> list[PastSession]:
    return [past(k, tally(10), tally(6, 15.0), at=MONDAY + timedelta(weeks=k)) for k in range(count)]


def page(sessions: list[PastSession]) -> str:
    return render_history(sessions, personal_bests(sessions))


def bars(svg: str, class_: str) -> list[tuple[float, float]]:
    """Top and height of every bar of a colour."""
    found = re.findall(
        rf'<rect x="[-\d.]+" y="([-\d.]+)" width="[-\d.]+" height="([-\d.]+)" class="{class_}"/>', svg
    )
    return [(float(y), float(h)) for y, h in found]


def pictures(text: str) -> list[str]:
    return re.findall(r"<svg viewBox.*?</svg>", text, re.DOTALL)


def test_bars_stand_on_each_other_in_proportion() -> None:
    wide = pictures(page(weeks_of(3)))[0]
    controlled, momentum = bars(wide, "f-ctl"), bars(wide, "f-mom")
    assert len(controlled) == len(momentum) == 3
    for (top, height), (upper_top, upper_height) in zip(controlled, momentum, strict=True):
        assert upper_height / height == pytest.approx(4 / 16, abs=0.01)
        assert upper_top + upper_height == pytest.approx(top, abs=0.15)
    assert bars(wide, "f-rest") == []


def test_a_phone_shows_the_latest_weeks() -> None:
    found = pictures(page(weeks_of(60)))
    assert [len(bars(svg, "f-ctl")) for svg in found[:2]] == [40, 16]


@pytest.mark.parametrize(
    ("many", "wide", "narrow"),
    [(16, None, None), (17, None, "1 week"), (40, None, "24 weeks"), (60, "20 weeks", "44 weeks")],
)
def test_each_picture_says_which_weeks_it_leaves_out(many: int, wide: str | None, narrow: str | None) -> None:
    """The latest 40 at a desktop, 16 on a phone; the text is seen, and told to whoever cannot see it."""
    for svg, left in zip(pictures(page(weeks_of(many)))[:2], (wide, narrow), strict=True):
        shown = re.findall(r"<text[^>]*>([^<]* left out\.)</text>", svg)
        told = re.findall(r'aria-label="[^"]* controlled\. ([^"]+)"', svg)
        assert shown == told
        assert [one.split(" before ")[0] for one in shown] == ([] if left is None else [left])
    first = MONDAY + timedelta(weeks=44)
    if many == 60:
        assert f"44 weeks before {first.day} {first:%b %Y} are left out." in page(weeks_of(many))


def test_a_dot_for_each_weight_of_a_session() -> None:
    wide = pictures(page(weeks_of(3)))[2]
    assert wide.count("<circle") == 6
    assert len(re.findall(r'<path d="M[^"]*Z" class="f-mom"/>', wide)) == 3
    unjudged = pictures(page([past(1, tally(None))]))
    assert unjudged[2].count('class="hollow"') == 1


def test_words_and_facts() -> None:
    text = page(weeks_of(3))
    assert "<title>3 sessions in 3 weeks: 80\u00a0% of the reps controlled</title>" in text
    assert "Most controlled reps at 12.5\u00a0kg: 10, on 4 May 2026" in text
    assert text.count('<tr><th scope="row"') == 3
    assert "earlier sessions are not in this table" not in text
    assert "10 earlier sessions are not in this table" in page(weeks_of(40))


@pytest.mark.parametrize(
    ("weeks", "title"),
    [
        ((0, 1), "2 sessions in 2 weeks:"),
        ((0, 100), "2 sessions in 2 weeks with training:"),
        ((0,), "1 session:"),
    ],
)
def test_weeks_without_training_are_not_passed_over_in_silence(weeks: tuple[int, ...], title: str) -> None:
    found = [past(k, tally(10), at=MONDAY + timedelta(weeks=k)) for k in weeks]
    assert f"<title>{title} 100\u00a0% of the reps controlled</title>" in page(found)


def days_below(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>(\d+ [A-Z][a-z]{2}(?: \d{4})?)</text>", svg)


@pytest.mark.parametrize("narrow", [False, True])
def test_days_have_their_year_where_years_differ(narrow: bool) -> None:
    """4 May 2026 is a Monday; 35 weeks later is 4 January 2027, one Monday before is 28 December."""
    found = [past(k, tally(10), at=MONDAY + timedelta(weeks=k)) for k in (34, 35)]
    weeks, weights = pictures(page(found))[narrow::2]
    assert days_below(weeks) == days_below(weights) == ["28 Dec 2026", "4 Jan 2027"]
    far_apart = [past(k, tally(10), at=MONDAY + timedelta(weeks=k)) for k in (0, 100)]
    assert days_below(pictures(page(far_apart))[narrow]) == ["3 Apr 2028"], "at the edge, of the latest weeks"
    one_year = [past(k, tally(10), at=MONDAY + timedelta(weeks=k)) for k in (0, 8)]
    assert days_below(pictures(page(one_year))[2 + narrow]) == ["4 May", "29 Jun"]


def test_what_has_no_date_is_in_no_week_and_still_counts() -> None:
    dated, undated = past(1, tally(9)), past(2, tally(10, 17.5), at=None)
    text = page([dated, undated])
    assert "<b>17.5\u00a0kg</b><span>heaviest weight" in text
    assert (
        "1 session has no date, as the recording does not tell it, and is in no week; take it in again"
        in text
    )
    assert "no date" not in page(weeks_of(3))
    assert "<title>4 sessions: " in page([*weeks_of(3), undated])


def test_other_exercises_do_not_stretch_the_scale_of_weights() -> None:
    squat = tally(None, 100.0, exercise="Squat (Barbell)")
    light, curls = past(1, tally(9, 1.0), squat), past(2, tally(9, 12.5), squat)
    assert [dot.weight for dot in WeightsDrawing.of([light, curls], "kg").dots] == [1.0, 12.5]
    assert "does not begin at zero" in page([curls])
    assert "does not begin at zero" not in page([light, curls])


def test_it_needs_nothing_else_and_runs_nothing() -> None:
    text = page([past(1, tally(9), lifter="<script>alert(1)</script>\u202e"), past(2, tally(8), lifter="Bo")])
    assert "<script" not in text
    assert "\u202e" not in text
    assert not re.search(r"(src|href)=\"(?!#)", text)


@pytest.mark.parametrize(
    "sessions",
    [[past(1, tally(None, None), at=None)], [past(1)], [past(1, tally(1, 500.0, reps=1))] * 2],
    ids=["nothing known", "no set", "one moment"],
)
def test_any_history_has_a_page(sessions: list[PastSession]) -> None:
    assert "nan" not in page(sessions).split("</style>")[1].lower()


def test_very_many_sessions_share_dots() -> None:
    """400 weeks at two weights are 60 spans of as many days; no rep is lost."""
    sessions = weeks_of(400)
    drawing = WeightsDrawing.of(sessions, "kg")
    assert len(drawing.dots) <= 2 * 61
    assert sum(dot.judged for dot in drawing.dots) == sum(one.reps for one in sessions)
    assert sum(dot.momentum for dot in drawing.dots) == 400 * 4
    assert f"a weight of {drawing.days} days together" in page(sessions)
