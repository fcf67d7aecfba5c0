"""Shows a session as lines of text: one a rep, and the advice when a set closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal, TypeAlias

from analysis.language import say
from analysis.live.live_session import LiveSession
from analysis.output import words
from analysis.output.data_sentences import event_text
from analysis.output.headline import advice_sentences, result_words
from analysis.output.reasons import refusal_clause
from analysis.output.session_words import taken_back_remark
from analysis.output.verdict_words import verdict_word
from analysis.records.events import (
    FlagEvent,
    LiveEvent,
    QualityEvent,
    RejectedEvent,
    RepEvent,
    SetEvent,
    VerdictEvent,
    WithdrawnEvent,
)
from analysis.records.results import Rep
from analysis.vocabulary import Cause, Verdict

Tone: TypeAlias = Literal["plain", "quiet", "strong", "controlled", "momentum"]
"""How a line looks."""
_TONES: dict[str, Tone] = {"momentum": "momentum", "controlled": "controlled"}


class PlainScreen:
    """Writes what happens in a session, as it happens.

    Parameters
    ----------
    write : callable
        Writes a line in a tone.
    session : LiveSession
    """

    def __init__(self, write: Callable[[str, Tone], None], session: LiveSession) -> None:
        self._write, self._session = write, session
        self._several = False
        self._closed: Counter[str] = Counter()
        self._taken_back: Counter[str] = Counter()
        self._written: dict[tuple[str, int], tuple[Verdict, Cause | None]] = {}

    def show(self, event: LiveEvent) -> None:
        """Writes an event, after the session has taken it in."""
        self._several = self._several or len(self._session.arms) > 1
        match event:
            case RepEvent(closed_by=None):
                self._rep(event)
            case VerdictEvent():
                self._verdict(event)
            case FlagEvent(closed_by=None):
                self._line(event, f"{_rep_name(event)}  {self._cue()}", "momentum")
            case WithdrawnEvent(closed_by=None):
                self._line(event, say("line.back_to", n=event.n))
            case WithdrawnEvent():
                self._taken_back[event.sensor] += 1
            case SetEvent():
                self._written.clear()
                self._set(event)
            case RejectedEvent():
                self._taken_back.pop(event.sensor, None)  # "no set" says it
                self._line(event, say("line.no_set", why=refusal_clause(event.because)), "quiet")
            case QualityEvent():
                self._line(event, event_text(event), "quiet")
            case _:
                pass

    def notice(self, text: str) -> None:
        """Writes a sentence about a sensor or the recording."""
        self._write(f"{'–':>6}  {text}", "quiet")

    def _rep(self, event: RepEvent) -> None:
        """Writes the count, with the verdict where it is known at once; else that gets a line of its own."""
        arm = self._session.arms[event.sensor]
        rep = arm.reps.get(event.n)
        if rep is None:
            doubted = arm.doubtful
            self._line(event, _rep_name(event) + (" ?" if doubted else ""), "quiet" if doubted else "plain")
            return
        self._judged(event, rep, "" if event.n in arm.called else self._cue())

    def _verdict(self, event: VerdictEvent) -> None:
        """Writes a verdict that came after the count, or is another one than was written."""
        if self._written.get((event.sensor, event.n)) == (event.verdict, event.cause):
            return
        rep = self._session.arms[event.sensor].reps.get(event.n)
        if rep is not None and rep.verdict == event.verdict:
            self._judged(event, rep, "" if event.closed_by is not None else self._cue_of(event.n))

    def _judged(self, event: RepEvent | VerdictEvent, rep: Rep, cue: str) -> None:
        self._written[event.sensor, event.n] = rep.verdict, rep.cause
        parts = (_rep_name(event), _figures(rep), cue)
        self._line(event, "  ".join(p for p in parts if p), _TONES.get(rep.verdict, "plain"))

    def _cue_of(self, n: int) -> str:
        cue = self._session.cue
        return "" if cue is None or cue.rep != n else cue.in_one_line

    def _cue(self) -> str:
        return "" if self._session.cue is None else self._session.cue.in_one_line

    def _set(self, event: SetEvent) -> None:
        closed = [s for s in self._session.result_of_sets().sets if s.sensor == event.sensor]
        if not closed:
            return
        self._closed[event.sensor] += 1
        number = min(self._closed[event.sensor], len(closed))
        last = closed[number - 1]
        lead, rest = result_words(last.reps)
        weight = words.weight(last.weight_kg, self._session.told.unit)
        if many := self._taken_back.pop(event.sensor, 0):
            self._line(event, taken_back_remark(many).in_one_line)
        self._line(event, _set_line(number, weight, ", ".join(p for p in (lead, rest) if p)), "strong")
        if last.advice is not None:
            self._line(event, " ".join(advice_sentences(last)).strip())

    def _line(self, event: LiveEvent, text: str, tone: Tone = "plain") -> None:
        beside = event.sensor not in self._session.arms
        arm = f"{words.place(event.sensor)}  " if self._several or beside else ""
        self._write(f"{words.clock(event.at_s):>6}  {arm}{text}", tone)


def _rep_name(event: RepEvent | VerdictEvent | FlagEvent) -> str:
    return say("line.rep", n=event.n)


def _set_line(number: int, weight: str | None, result: str) -> str:
    if weight is None:
        return say("line.set", set=number, result=result)
    return say("line.set_with_weight", set=number, weight=weight, result=result)


def _figures(rep: Rep) -> str:
    parts = [verdict_word(rep), words.score_text(rep.momentum) if rep.momentum is not None else ""]
    if rep.rom_deg is not None:
        parts.append(f"{rep.rom_deg:.0f}°")
    return "  ".join(p for p in parts if p)
