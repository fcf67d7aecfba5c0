"""The next session in the report: what weight, and the chance of control against weight, from the sets that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.coaching.next_weight import NextWeight, TriedWeight, WeightChance
from analysis.coaching.session_sets import next_weights_after
from analysis.coaching.weights import USUAL_STEP, WeightUnit, format_weight
from analysis.language import say
from analysis.output.next_weight_words import evidence_sentence, next_weight_sentence
from analysis.records.results import SessionResult
from analysis.report.axes import Scale
from analysis.report.figure import NARROW, Section, draw_both_widths
from analysis.report.svg import Canvas, text_width
from analysis.settings.advice_settings import AdviceSettings
from imu.units import NBSP

_HEIGHT, _TOP, _FOOT, _LEFT, _RIGHT = 210.0, 26.0, 58.0, 54.0, 20.0
"""Height of the figure, and the room above, below, left and right of the plot, px."""
_SURE, _NEVER = 0.995, 0.005
"""Chances beyond which the curve is flat: of weights beyond them one on each side is shown."""
_SAME_KG = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChanceDrawing:
    """Figure of the chance of control against weight."""

    found: NextWeight
    shown: tuple[WeightChance, ...]
    wanted: float
    label: str
    """Sentence for people who cannot see it."""

    def draw(self, width: float) -> Markup:
        """Draws the interval as a band, the curve with a dot for each weight, and what was seen below it."""
        canvas = Canvas(width, _HEIGHT)
        weights = [one.weight_kg for one in self.shown]
        x = Scale(weights[0], weights[-1], _LEFT + 24.0, width - _RIGHT - 24.0)
        y = Scale(0.0, 1.0, _HEIGHT - _FOOT, _TOP)
        for share in (0.0, 0.5, 1.0):
            canvas.line(_LEFT, y(share), width - _RIGHT, y(share), "s-line")
            canvas.text(_LEFT - 8, y(share) + 5, _percent(share), "t2", anchor="end")
        canvas.line(_LEFT, y(self.wanted), width - _RIGHT, y(self.wanted), "s-text2 dashed")
        wanted = say("next_session.wanted", percent=100 * self.wanted)
        if width > NARROW:
            reps = self.found.target_reps
            wanted = say("next_session.wanted_of_all", percent=100 * self.wanted, reps=reps)
        canvas.text(width - _RIGHT, y(self.wanted) - 8, wanted, "t2 halo", anchor="end")
        self._curve(canvas, x, y)
        self._weights(canvas, x)
        return canvas.finish(self.label)

    def _curve(self, canvas: Canvas, x: Scale, y: Scale) -> None:
        low = [(x(one.weight_kg), y(one.low)) for one in self.shown]
        high = [(x(one.weight_kg), y(one.high)) for one in self.shown]
        band = " L".join(f"{px:.1f} {py:.1f}" for px, py in (*high, *reversed(low)))
        canvas.path(f"M{band} Z", "f-spread")
        middle = " L".join(f"{x(one.weight_kg):.1f} {y(one.chance):.1f}" for one in self.shown)
        canvas.path(f"M{middle}", "s-text")
        for one in self.shown:
            chosen = one.weight_kg == self.found.weight_kg
            canvas.circle(
                x(one.weight_kg), y(one.chance), 8 if chosen else 4, "f-text" if chosen else "f-bg s-text"
            )

    def _weights(self, canvas: Canvas, x: Scale) -> None:
        """Weights on the axis, and below them how many reps were controlled where any were lifted."""
        bottom = _HEIGHT - _FOOT
        by_rank = sorted(self.shown, key=self._rank)
        names = [(x(one.weight_kg), format_weight(one.weight_kg, self.found.unit), one) for one in by_rank]
        for place, text, one in _apart(names):
            canvas.text(
                place, bottom + 24, text, "b" if _at(self.found, one.weight_kg) else "t2", anchor="middle"
            )
        counts = [
            (
                x(one.weight_kg),
                say("next_session.of", controlled=tried.controlled, reps=tried.reps),
                one,
            )
            for one in by_rank
            if (tried := _at(self.found, one.weight_kg)) is not None
        ]
        for place, text, _ in _apart(counts):
            canvas.text(place, bottom + 46, text, "t2", anchor="middle")

    def _rank(self, one: WeightChance) -> tuple[bool, bool, float]:
        """The chosen weight first, then those that were tried, the nearest to it before the others."""
        chosen = self.found.weight_kg or one.weight_kg
        return one.weight_kg != chosen, _at(self.found, one.weight_kg) is None, abs(one.weight_kg - chosen)


def _apart(
    labels: Sequence[tuple[float, str, WeightChance]],
) -> list[tuple[float, str, WeightChance]]:
    """Those of the labels that overlap none before them: place of the middle, px, text, and what it is of."""
    kept: list[tuple[float, str, WeightChance]] = []
    for place, text, one in labels:
        room = [
            (text_width(text, bold=True) + text_width(other, bold=True)) / 2.0 + 8.0 for _, other, _ in kept
        ]
        if all(abs(place - there) >= need for (there, _, _), need in zip(kept, room, strict=True)):
            kept.append((place, text, one))
    return kept


def _percent(share: float) -> str:
    """The unit stands at the last tick alone."""
    return f"100{NBSP}%" if share == 1.0 else f"{100 * share:.0f}"


def _at(found: NextWeight, weight_kg: float) -> TriedWeight | None:
    return next((one for one in found.tried if abs(one.weight_kg - weight_kg) <= _SAME_KG), None)


def _near(found: NextWeight) -> tuple[WeightChance, ...]:
    """The weights of the rack at which the curve changes, those that were tried, and one more on each side."""
    places = [
        k
        for k, one in enumerate(found.chances)
        if _NEVER < one.chance < _SURE or _at(found, one.weight_kg) is not None
    ]
    if not places:
        return ()
    return found.chances[max(places[0] - 1, 0) : places[-1] + 2]


def next_session_section(result: SessionResult, unit: WeightUnit, settings: AdviceSettings) -> Section | None:
    """Makes the section on the next session.

    Parameters
    ----------
    result : SessionResult
    unit : str
        How weights are written.
    settings : AdviceSettings
        The numbers of the rule.

    Returns
    -------
    Section or None
        None where this session and the earlier ones that are known do not tell a weight.
    """
    known = next_weights_after(result, unit, settings=settings)
    if not known:
        return None
    figures = []
    for found in known:
        said, shown = next_weight_sentence(found, settings), _near(found)
        if len(shown) > 1:
            drawing = _ChanceDrawing(found=found, shown=shown, wanted=settings.next_chance, label=said)
            figures.append(draw_both_widths(drawing.draw, f"**{said}** {evidence_sentence(found)}"))
    step, more = USUAL_STEP[unit], _more(result)
    steps = say("next_session.steps", basis=_basis(result), step=step, unit=unit, more=more)
    notes = (steps, say("next_session.band"))
    return Section(title=say("next_session.title"), notes=notes, figures=tuple(figures))


def _basis(result: SessionResult) -> str:
    """The sets that it rests on."""
    many = len({one.session for one in result.earlier})
    return say("next_session.basis.earlier", n=many) if many else say("next_session.basis.this")


def _more(result: SessionResult) -> str:
    return say("next_session.takes_rack") if result.earlier else say("next_session.takes_rack_and_history")
