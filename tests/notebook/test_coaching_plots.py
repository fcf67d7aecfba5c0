"""The pictures of progress and of the next weight: what stands in them, on a page and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.weights import parse_rack
from analysis.notebook.plots.advice_plot import plot_advice
from analysis.notebook.plots.next_weight_plot import plot_next_weights
from analysis.notebook.plots.progress_plot import plot_progress
from analysis.records.past_sessions import CURL_EXERCISE, PastSession, PastUnit, SetTally
from analysis.settings.thresholds import DEFAULTS
from tests.fixtures.past_sets import past_set
from tests.notebook.test_session_plots import all_inside, texts

pytestmark = pytest.mark.slow
sizes = pytest.mark.parametrize("narrow", [False, True], ids=["page", "phone"])
MONDAY = datetime(2026, 5, 4, 18, 30, tzinfo=UTC)
RIGHT = [past_set("CCCCCCCC", 10.0, 1, side="right"), past_set("CCCCCFHW", 12.5, 2, side="right")]
LEFT = [past_set("CCCCCCCC", 10.0, 1, side="left"), past_set("CCWWWWWW", 12.5, 2, side="left")]


def found(*sets: object, rack: str | None = None) -> tuple[NextWeight, ...]:
    return next_weights(sets, rack=None if rack is None else parse_rack(rack))  # type: ignore[arg-type]


def session(
    day: int | None, *sets: tuple[float | None, int, int | None], unit: PastUnit = "kg", number: int = 1
) -> PastSession:
    """A session so many days after a Monday; of each set its weight, reps, and the controlled ones of them."""
    tallies = tuple(
        SetTally(
            reps=reps,
            judged=None if controlled is None else reps,
            controlled=controlled,
            momentum=None if controlled is None else reps - controlled,
            weight_kg=kg,
            unit=None if kg is None else unit,
            side=None,
            warm_up=False,
            exercise=CURL_EXERCISE,
        )
        for kg, reps, controlled in sets
    )
    return PastSession(
        id=number,
        started_at=None if day is None else MONDAY + timedelta(days=day),
        duration_s=600.0,
        lifter="Kim",
        origin="recording",
        source="",
        title=None,
        sensors=("wrist",),
        tallies=tallies,
        content_hash=str(number),
        thresholds_digest=None,
        version="",
    )


def bars(axes: Axes) -> list[tuple[float, float, float]]:
    """Middle, foot and height of every bar."""
    return [
        (bar.get_x() + bar.get_width() / 2, bar.get_y(), bar.get_height())  # type: ignore[attr-defined]
        for bar in axes.patches
        if bar.get_height() > 0  # type: ignore[attr-defined]
    ]


def axes_of(figure: Figure) -> list[Axes]:
    return [axes for axes in figure.findobj(Axes) if isinstance(axes, Axes)]


@sizes
def test_each_arm_has_its_curve_its_rack_and_what_was_lifted(narrow: bool) -> None:
    figure = plot_next_weights(found(*RIGHT, *LEFT), DEFAULTS.advice, narrow=narrow)
    written = texts(figure)
    assert {"Left arm", "Right arm", "weight, kg", "wanted", "advised", "80 % interval"} <= set(written)
    assert {"8 of 8", "5 of 8", "2 of 8", "10", "12.5"} <= set(written)
    assert all_inside(figure)


def test_the_curve_is_the_fitted_one_and_dots_are_the_rack() -> None:
    (one,) = found(*RIGHT)
    assert one.curve is not None
    figure = plot_next_weights((one,), DEFAULTS.advice)
    chance, lifted = axes_of(figure)
    whole = max(chance.lines, key=lambda line: len(line.get_xdata()))  # type: ignore[arg-type]
    for kg, percent in zip(whole.get_xdata(), whole.get_ydata(), strict=True):  # type: ignore[arg-type]
        assert percent == pytest.approx(100.0 * one.curve.chance(float(kg), 8).chance)
    dots = [line for line in chance.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == [7.5, 10.0, 12.5, 15.0]  # type: ignore[index]
    (large,) = [line for line in dots if line.get_markersize() > 10]
    assert large.get_xdata()[0] == one.weight_kg  # type: ignore[index]
    assert bars(lifted) == [(10.0, 0.0, 8.0), (12.5, 0.0, 5.0), (12.5, 5.0, 2.0), (12.5, 7.0, 1.0)]


def test_pounds_are_drawn_as_pounds() -> None:
    sets = (past_set("CCCCCCCC", 20.0, 1, unit="lb"), past_set("CCCCWWWW", 25.0, 2, unit="lb"))
    written = texts(plot_next_weights(found(*sets), DEFAULTS.advice))
    assert {"weight, lb", "20", "25", "30"} <= set(written)
    assert not {"Left arm", "Right arm"} & set(written)


@sizes
def test_one_weight_on_the_rack_is_drawn_too(narrow: bool) -> None:
    figure = plot_next_weights(found(*RIGHT, rack="10kg"), DEFAULTS.advice, narrow=narrow)
    assert all_inside(figure)


@sizes
def test_no_curve_gives_the_reason(narrow: bool) -> None:
    figure = plot_next_weights(found(RIGHT[0]), DEFAULTS.advice, narrow=narrow)
    assert any("no weight, as" in text.replace("\n", " ") for text in texts(figure))
    assert all_inside(figure)


@sizes
def test_one_arm_without_a_weight_is_said_beside_the_other(narrow: bool) -> None:
    figure = plot_next_weights(found(*RIGHT, LEFT[0]), DEFAULTS.advice, narrow=narrow)
    written = [text.replace("\n", " ") for text in texts(figure)]
    assert any(text.startswith("Next session: left no weight, right ") for text in written)
    assert "Left arm" not in written


@sizes
def test_the_interval_of_each_session_and_its_advice(narrow: bool) -> None:
    sets = [past_set("CCCCCCCC", (10.0, 12.5)[n % 2], n, side="right") for n in range(40)]
    steps = [(last, *found(*sets[: k + 1])) for k, last in enumerate(sets)]
    figure = plot_advice(steps, narrow=narrow)
    (axes,) = axes_of(figure)
    drawn = steps[-12:] if narrow else steps[-20:]
    bands = [line.get_ydata() for line in axes.lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    assert [tuple(band) for band in bands] == [one.limit_kg for _, one in drawn]  # type: ignore[arg-type]
    dots = [line.get_ydata()[0] for line in axes.lines if line.get_marker() == "o"]  # type: ignore[index]
    assert dots == [one.weight_kg for _, one in drawn]
    assert any(text.startswith("Right arm, now ") for text in texts(figure))
    assert all_inside(figure)


@sizes
def test_a_session_after_which_nothing_was_known_has_a_question_mark(narrow: bool) -> None:
    steps = [(RIGHT[0], *found(RIGHT[0])), (RIGHT[1], *found(*RIGHT))]
    figure = plot_advice(steps, narrow=narrow)
    assert texts(figure).count("?") == 1
    assert all_inside(figure)
    assert texts(plot_advice(steps[:1], narrow=narrow))[0].startswith("The sets do not tell")


@sizes
def test_weeks_and_shares_are_those_of_the_sessions(narrow: bool) -> None:
    days = (session(0, (10.0, 8, 6)), session(2, (10.0, 8, 8), (12.5, 8, 4)), session(15, (12.5, 10, 9)))
    figure = plot_progress(days, narrow=narrow)
    weeks, shares = axes_of(figure)
    assert bars(weeks) == [(0.0, 0.0, 18.0), (2.0, 0.0, 9.0), (0.0, 18.0, 6.0), (2.0, 9.0, 1.0)]
    lines = {
        line.get_label(): list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in shares.lines
    }  # type: ignore[arg-type]
    assert lines == {"12.5\u00a0kg": [(2, 50.0), (15, 90.0)], "10\u00a0kg": [(0, 75.0), (2, 100.0)]}
    written = texts(figure)
    assert {"4 May", "18 May", "reps of the week"} <= set(written)
    assert all_inside(figure)


@sizes
def test_sessions_of_an_app_are_reps_that_nobody_judged(narrow: bool) -> None:
    figure = plot_progress((session(0, (10.0, 8, None)), session(3, (10.0, 9, None))), narrow=narrow)
    (weeks,) = axes_of(figure)
    assert bars(weeks) == [(0.0, 0.0, 17.0)]
    assert any("nobody judged a rep" in text.replace("\n", " ") for text in texts(figure))


@pytest.mark.parametrize("sessions", [(), (session(None, (10.0, 8, 8)),)], ids=["none", "no date"])
def test_nothing_to_draw_is_said(sessions: tuple[PastSession, ...]) -> None:
    assert texts(plot_progress(sessions)) == ["No session with a date is saved yet."]


@sizes
def test_three_years_of_many_weights_fit(narrow: bool) -> None:
    many = [session(3 * n, (5.0 + 2.5 * (n % 7), 8, n % 9), number=n) for n in range(350)]
    figure = plot_progress(many, unit="lb", narrow=narrow)
    assert len(axes_of(figure)[1].lines) == 4
    assert all_inside(figure)
