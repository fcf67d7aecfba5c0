"""Words over runs of reps, placed so that no two touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.language import say
from analysis.output import words
from analysis.output.set_views import VerdictRun, rep_numbers
from analysis.records.results import Rep, are_half
from analysis.report.svg import text_width

_APART_PX = 6.0


@dataclass(frozen=True, slots=True)
class Label:
    """A word over a run."""

    x: float
    """Left edge, px."""
    text: str
    """The word."""
    run: int
    """Place of its run, from 0."""


def _momentum_words(reps: Sequence[Rep]) -> list[str]:
    causes = {r.cause for r in reps}
    both = [r for r in reps if r.cause == "both"]
    swing, momentum, swing_and_speed = (
        say("report.run.swing"),
        say("report.run.momentum"),
        say("report.run.swing_and_speed"),
    )
    if causes == {"both"}:
        return [swing_and_speed, swing]
    if causes == {"swing", "both"}:
        some_fast = say("report.run.swing_some_fast", numbers=words.numbers(rep_numbers(both)))
        return [some_fast, swing_and_speed, swing]
    if causes == {"swing"}:
        return [swing]
    if causes == {"speed"}:
        return [say("report.run.too_fast")]
    return [momentum] if None in causes else [say("report.run.swing_or_speed"), momentum]


def _short_words(reps: Sequence[Rep]) -> list[str]:
    """Half reps, or short ones where any went farther."""
    if are_half(reps):
        return [say("report.run.half", n=len(reps)), say("report.run.half_alone")]
    return [say("report.run.short", n=len(reps)), say("report.run.short_alone")]


def _unjudged_words(reps: Sequence[Rep], gap_reps: frozenset[int]) -> list[str]:
    if all(r.index in gap_reps for r in reps):
        return [say("report.run.signal_lost"), say("report.run.lost")]
    return [say("report.run.not_judged")]


def run_words(run: VerdictRun, gap_reps: frozenset[int]) -> list[str]:
    """Words that may stand over a run, the fullest first."""
    if run.verdict == "controlled":
        return [say("report.run.controlled")]
    if run.verdict == "partial":
        return _short_words(run.reps)
    if run.verdict == "uncertain":
        return _unjudged_words(run.reps, gap_reps)
    return _momentum_words(run.reps)


def _clear(x: float, width: float, taken: Sequence[tuple[float, float]]) -> bool:
    return all(x >= right + _APART_PX or x + width + _APART_PX <= left for left, right in taken)


def _free(
    span: tuple[float, float], width: float, taken: Sequence[tuple[float, float]], end: float
) -> float | None:
    """Left edge for a label that lies over its run and touches no other; None where there is no room."""
    start, stop = span
    beside = [right + _APART_PX for _, right in taken] + [left - _APART_PX - width for left, _ in taken]
    for x in (
        start if width <= stop - start else (start + stop - width) / 2,
        start,
        min(stop, end) - width,
        *beside,
    ):
        over_run = x < stop and x + width > start
        if x >= 0 and x + width <= end and over_run and _clear(x, width, taken):
            return x
    return None


def _by_fit(texts: Sequence[str], span: tuple[float, float]) -> list[str]:
    """Texts that fit over their run, the fullest first; then the others, the shortest first."""
    widths = {text: text_width(text, bold=True) for text in texts}
    fit = [text for text in texts if widths[text] <= span[1] - span[0]]
    return [*fit, *sorted((t for t in texts if t not in fit), key=widths.__getitem__)]


def place_labels(
    spans: Sequence[tuple[float, float]], texts: Sequence[Sequence[str]], order: Sequence[int], end: float
) -> list[Label]:
    """Places labels over runs, each as full as fits over its run; where none does, the shortest reaches
    beyond it on both sides.

    A run whose shortest word finds no room gets none: its bracket and the marks under its bars still tell.

    Parameters
    ----------
    spans : sequence of (float, float)
        Left and right end of each run, px.
    texts : sequence of sequence of str
        Words for each run, the fullest first.
    order : sequence of int
        Places of the runs, the most important first.
    end : float
        No label reaches beyond it, px.
    """
    taken: list[tuple[float, float]] = []
    labels = []
    for i in order:
        for text in _by_fit(texts[i], spans[i]):
            width = text_width(text, bold=True)
            x = _free(spans[i], width, taken, end)
            if x is not None:
                taken.append((x, x + width))
                labels.append(Label(x, text, i))
                break
    return labels
