"""Reps of an open set as a screen shows them: a verdict that was shown stays until the set closes.

The open set is measured anew after every lift (`SensorTracker.preview`), each time with another axis and lever arm, and
with a last lift of which only the start is known. None of that is news of the reps before. So each rep keeps the first
verdict that it got, and only the final analysis of the closed set may say otherwise (how often it does:
docs/validation.md, `analysis.evaluation.shown_verdicts`). So that it hardly ever has to, a verdict is shown when it is
sure enough (`analysis.stream.sure_verdicts`). A call in the lift is no verdict: the rep as it is measured at its top says
more than what was known half-way up, and a call that it does not bear out is taken from the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from analysis.records.results import Rep
from analysis.settings.curl_model import SHOW
from analysis.settings.screen_model import SCREEN, ScreenModel
from analysis.stream.sure_verdicts import has_hole, is_over, is_sure
from analysis.vocabulary import Cause, Reason


class OpenSet(Protocol):
    """The open set of a sensor, as `SensorTracker` measures it."""

    def preview(self) -> tuple[Rep, ...]:
        """Returns its reps as they would be if it closed now."""

    @property
    def reps_before_hole(self) -> tuple[Rep, ...]:
        """Reps before a hole, which are final."""

    @property
    def counted_s(self) -> tuple[float, ...]:
        """Times at which its lifts were counted, s."""


class ShownReps:
    """Reps of the open set of one sensor, by their number from 1.

    Parameters
    ----------
    screen : ScreenModel
        How sure a verdict must be to be shown.
    """

    def __init__(self, screen: ScreenModel = SCREEN) -> None:
        self._screen = screen
        self.reps: dict[int, Rep] = {}
        """The reps that were found in a preview, each with the first verdict that it got."""
        self.in_doubt = False
        """Whether reps were counted of which no preview made curls."""
        self.waits = False
        """Whether the latest rep is short so far: its top may be still to come."""
        self.doubted: set[int] = set()
        """Numbers of reps whose call is not borne out by the rep as it is measured, though too near to the limit to say so."""
        self._looked_s = float("-inf")

    def is_due(self, tracker: OpenSet, now_s: float) -> bool:
        """Returns whether the set should be measured again, though nothing was counted: the latest rep is not judged.

        Parameters
        ----------
        tracker : OpenSet
        now_s : float
            Time of the latest sample, s.
        """
        counted_s = tracker.counted_s
        if not counted_s or _is_judged(self.reps.get(len(counted_s))):
            return False
        return any(self._looked_s < counted_s[-1] + after_s <= now_s for after_s in SHOW.measure_again_s)

    def look(self, tracker: OpenSet, called: Mapping[int, Cause], now_s: float) -> tuple[int, ...]:
        """Measures the open set; returns the numbers of the reps whose verdict is shown from now on.

        Parameters
        ----------
        tracker : OpenSet
        called : mapping of int to Cause
            Calls of momentum in the open set, by the number of the rep. What is measured overrules them.
        now_s : float
            Time of the latest sample, s.
        """
        preview, counted_s = tracker.preview(), tracker.counted_s
        final = dict(enumerate(tracker.reps_before_hole, start=1))
        self._looked_s, self.waits = now_s, False
        before = {n: rep.verdict for n, rep in self.reps.items()}
        self.reps = {n: rep for n, rep in self.reps.items() if n <= len(counted_s)} | final
        self.doubted = {n for n in self.doubted if n <= len(counted_s)}
        hole = has_hole(preview)
        for n, at_s in enumerate(counted_s, start=1):
            found = _rep_at(at_s, preview)
            if found is None or n in final:
                continue
            if n == len(counted_s) and now_s < at_s + _patience_s(found, called.get(n)):
                self.waits = True
                continue
            under_way = n == len(counted_s) and not is_over(found, now_s, self._screen)
            if not _is_judged(self.reps.get(n)) and not is_sure(
                found, self._screen, called=n in called, may_hide=hole and under_way
            ):
                self._doubt(n, found)
                continue
            self.reps[n] = self._kept(n, replace(found, index=n))
        self.in_doubt = not preview and not any(map(_is_judged, self.reps.values()))
        return tuple(n for n, rep in self.reps.items() if before.get(n) != rep.verdict)

    def _doubt(self, n: int, found: Rep) -> None:
        """Notes whether a rep of which nothing is said is momentum as it is measured now."""
        if found.verdict == "momentum":
            self.doubted.discard(n)
        else:
            self.doubted.add(n)

    def _kept(self, n: int, found: Rep) -> Rep:
        """A rep as it is measured now, with what was said of it before."""
        known = self.reps.get(n)
        if known is None or not _is_judged(known):
            return found
        return known if known.lower_s is not None else _with_verdict_of(known, found)


def _rep_at(counted_s: float, reps: Sequence[Rep]) -> Rep | None:
    """The rep whose lift was counted at a time, s."""
    return next((r for r in reversed(reps) if r.start_s <= counted_s <= r.end_s + SHOW.counted_late_s), None)


def _is_judged(rep: Rep | None) -> bool:
    return rep is not None and rep.verdict != "uncertain"


def _patience_s(rep: Rep, called: Cause | None) -> float:
    """Seconds after its count in which nothing is said of the latest rep.

    A short one may have its top still to come: it is counted where the lift slows down. One that was called momentum, and
    is none as it is measured, keeps its call for a moment, so that nothing flickers.
    """
    short = rep.verdict == "partial" or any(one.code == Reason.LIFT_CUT for one in rep.reasons)
    if short and rep.lower_s is None:
        return SHOW.measure_again_s[-1]
    return SHOW.measure_again_s[0] if called is not None and rep.verdict != "momentum" else 0.0


def _with_verdict_of(known: Rep, found: Rep) -> Rep:
    """The figures of the whole rep, under the verdict that it got at its top."""
    return replace(
        found,
        verdict=known.verdict,
        cause=known.cause,
        momentum=known.momentum,
        reasons=known.reasons,
        comparisons=known.comparisons,
    )
