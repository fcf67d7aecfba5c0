"""The warm-up in the report: movement before the first working set against what is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analysis.language import say, write_number
from analysis.output import words
from analysis.output.warm_up_words import asked_words, minutes_and_seconds, warm_up_words
from analysis.records.session_checks import WarmUp
from analysis.report.axes import Scale
from analysis.report.figure import WIDE, Section, draw_both_widths
from analysis.report.svg import Canvas, text_width

_BAR, _TOP = 26.0, 34.0
"""Height of the bar, and room above it, px."""
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _WarmUpDrawing:
    """Figure of the movement before the first working set."""

    warmup: WarmUp
    label: str
    """Sentence for people who cannot see it."""

    def draw(self, width: float) -> Markup:
        """Draws one bar of three kinds of movement, with the minutes that are asked for marked."""
        enough_s, ample_s = self.warmup.asked_s
        x = Scale(0.0, max(ample_s * 1.05, self.warmup.movement_s), 0.0, width - 8.0)
        kinds = self._kinds()
        canvas = Canvas(width, _TOP + _BAR + 52.0 + (0.0 if width == WIDE else 24.0 * (len(kinds) - 1)))
        canvas.rect(0, _TOP, x.end, _BAR, "f-empty")
        begun = 0.0
        for _, seconds, class_ in kinds:
            canvas.rect(x(begun), _TOP, x(begun + seconds) - x(begun), _BAR, class_)
            begun += seconds
        for at_s in (0.0, enough_s, ample_s):
            canvas.line(x(at_s), _TOP - 6, x(at_s), _TOP + _BAR + 6, "s-text")
            text = say("warm_up.minutes", asked=write_number(at_s / _MINUTE_S, "g"))
            canvas.text(x(at_s), _TOP - 12, text, "t2", anchor="start" if at_s == 0.0 else "middle")
        self._legend(canvas, kinds)
        return canvas.finish(self.label)

    def _kinds(self) -> list[tuple[str, float, str]]:
        """Kinds of movement (``warm_up`` in the files of words) with their time, s, and class; those that there were."""
        other = self.warmup.movement_s - self.warmup.mobility_s - self.warmup.activation_s
        kinds = [
            ("slow_and_wide", self.warmup.mobility_s, "f-text3"),
            ("brisk", self.warmup.activation_s, "f-text"),
            ("other", max(0.0, other), "f-gap"),
        ]
        return [one for one in kinds if round(one[1]) > 0]

    def _legend(self, canvas: Canvas, kinds: list[tuple[str, float, str]]) -> None:
        x, y = 0.0, _TOP + _BAR + 26.0
        for name, seconds, class_ in kinds:
            text = say(f"warm_up.{name}", time=minutes_and_seconds(seconds))
            canvas.rect(x, y - 11, 14, 14, class_)
            canvas.text(x + 22, y, text)
            if canvas.width == WIDE:
                x += 22 + text_width(text) + 28
            else:
                y += 24.0


def warm_up_section(warmup: WarmUp | None) -> Section | None:
    """Makes the section on the warm-up; None where nothing is known of it."""
    if warmup is None or warmup.verdict == "unknown":
        return None
    drawing = _WarmUpDrawing(warmup=warmup, label=warm_up_words(warmup))
    notes = [
        say("warm_up.what_is_shown"),
        say("warm_up.article", asked=asked_words(warmup.asked_s)),
        say("warm_up.kinds"),
    ]
    if warmup.ramp_up_sets:
        notes.append(say("warm_up.less_weight", sets=words.count(warmup.ramp_up_sets, "ramp-up set")))
    figure = draw_both_widths(drawing.draw, f"**{drawing.label}**")
    return Section(title=say("warm_up.title"), notes=tuple(notes), figures=(figure,))
