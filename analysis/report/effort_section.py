"""The report's section on effort: lift speed of the controlled reps against the first ones, and what the session adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from analysis.coaching.effort import FIRST
from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.effort_words import slowing_words, totals_words
from analysis.output.set_views import SetView
from analysis.records.results import Rep
from analysis.records.session_totals import SessionTotals, Slowing
from analysis.report.axes import Scale, labelled_numbers
from analysis.report.figure import Section, draw_both_widths
from analysis.report.svg import Canvas
from analysis.settings.advice_settings import AdviceSettings
from imu.units import NBSP

_HEIGHT, _TOP, _FOOT, _LEFT, _RIGHT = 190.0, 32.0, 34.0, 54.0, 12.0
"""Height of the figure, and the room above, below, left and right of the plot, px."""
_KEY_Y, _KEY_PX = 12.0, 24.0
"""Height and length of the dashed stroke that says above the plot, where no curve comes, what the dashed line means, px."""
_LEAST, _MOST = 0.6, 1.15
"""Shares of the first speed that are always in the picture."""
_DOT, _NAME_PX = 5.0, 14.0
"""Radius of a dot; width that a number takes, px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _SlowingDrawing:
    """Figure of one set: a dot for each controlled rep, at its share of the first speed."""

    reps: Sequence[Rep]
    """All reps of the set."""
    slowing: Slowing
    settings: AdviceSettings
    label: str
    """Sentence for people who cannot see it."""

    def draw(self, width: float) -> Markup:
        """Draws the dots, joined, with a line at the first speed and one where a few reps are left."""
        canvas, shares = Canvas(width, _HEIGHT), self._shares()
        low, high = min(_LEAST, *shares.values()), max(_MOST, *shares.values())
        y = Scale(low, high, _HEIGHT - _FOOT, _TOP)
        x = Scale(1.0, max(float(len(self.reps)), 2.0), _LEFT + 12.0, width - _RIGHT - 12.0)
        limit = 1.0 - self.settings.near_failure_from
        for share, class_ in ((1.0, "s-line"), (limit, "s-text2 dashed")):
            canvas.line(_LEFT, y(share), width - _RIGHT, y(share), class_)
            canvas.text(_LEFT - 8, y(share) + 5, f"{100 * share:.0f}{NBSP}%", "t2", anchor="end")
        canvas.line(_LEFT, _KEY_Y, _LEFT + _KEY_PX, _KEY_Y, "s-text2 dashed")
        canvas.text(_LEFT + _KEY_PX + 8, _KEY_Y + 5, say("effort.near_failure_line"), "t2", anchor="start")
        course = " L".join(f"{x(float(k)):.1f} {y(share):.1f}" for k, share in shares.items())
        canvas.path(f"M{course}", "s-ctl")
        for k, share in shares.items():
            canvas.circle(x(float(k)), y(share), _DOT, "f-ctl")
        pitch = max((x.end - x.start) / max(len(self.reps) - 1, 1), 1.0)
        for k in labelled_numbers([rep.index for rep in self.reps], pitch):
            canvas.text(x(float(k)), _HEIGHT - 8, str(k), "" if k in shares else "t2", anchor="middle")
        return canvas.finish(self.label)

    def _shares(self) -> dict[int, float]:
        """Share of the first speed of each controlled rep, by its number."""
        speeds = {
            rep.index: rep.rom_deg / rep.lift_s
            for rep in self.reps
            if rep.verdict == "controlled" and rep.rom_deg and rep.lift_s
        }
        first = median(list(speeds.values())[:FIRST])
        return {number: speed / first for number, speed in speeds.items()}


def effort_section(
    views: Sequence[SetView], totals: SessionTotals | None, unit: WeightUnit, settings: AdviceSettings
) -> Section | None:
    """Makes the section; None where neither a set's course nor the totals are known.

    Parameters
    ----------
    views : sequence of SetView
        The sets that the report is about.
    totals : SessionTotals, optional
    unit : str
        How weights are written.
    settings : AdviceSettings
        The numbers of the rules.
    """
    if totals is None:
        return None
    figures = []
    for view in views:
        if (slowing := view.rep_set.slowing) is not None:
            said = slowing_words(slowing)
            drawing = _SlowingDrawing(reps=view.rep_set.reps, slowing=slowing, settings=settings, label=said)
            of_set = say("effort.of_set", name=view.name, said=said)
            figures.append(draw_both_widths(drawing.draw, of_set))
    sums = say("effort.in_all", totals=totals_words(totals, unit))
    if not figures:
        few = say("effort.too_few", reps=words.count(settings.slowing_reps, "controlled rep"))
        return Section(title=say("effort.title"), notes=(sums,), missing=few)
    notes = (sums, say("effort.what_is_shown"), say("effort.how_sure"))
    return Section(title=say("effort.title"), notes=notes, figures=tuple(figures))
