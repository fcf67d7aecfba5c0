"""Closed sets on the page: the last one while the lifter rests, and all of the session at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from analysis.coaching.corrections import rep_key
from analysis.coaching.session_sets import next_weights_after
from analysis.coaching.weights import WeightUnit, format_weight
from analysis.core.trunk.movements import summarize_trunk
from analysis.language import say
from analysis.live.live_session import LiveSession
from analysis.live.refusal import refusal_since
from analysis.live.sensor_view import SensorView
from analysis.live.status import Status
from analysis.output import words
from analysis.output.headline import advice_sentences, result_words, sureness_words
from analysis.output.nothing_found import found_instead
from analysis.output.reasons import refusal_clause
from analysis.output.session_words import (
    SessionRemark,
    next_session_lines,
    refused_remark,
    session_lines,
    session_remark,
    side_lines,
    taken_back_remark,
)
from analysis.output.trunk_words import summary_of_trunk
from analysis.output.verdict_words import is_lost, is_near_limit
from analysis.records.results import Advice, AdviceOption, Rep, RepSet, SessionResult, short_kind

State: TypeAlias = dict[str, Any]
MOST_LINES = 3
"""Lines of a set's summary."""


def rep_state(sensor: str, rep: Rep, *, provisional: bool = False, out: bool = False) -> State:
    """State of one bar.

    Parameters
    ----------
    sensor : str
    rep : Rep
    provisional : bool
        The rep may still change.
    out : bool
        The person took it out.
    """
    return {
        "n": rep.index,
        "key": rep_key(sensor, rep),
        "verdict": rep.verdict,
        "cause": rep.cause,
        "momentum": rep.momentum,
        "rom_deg": rep.rom_deg,
        "bottom_deg": rep.bottom_deg,
        "top_deg": rep.top_deg,
        "called_deg": None,
        "provisional": provisional,
        "out": out,
        "gap": is_lost(rep),
        "short": rep.verdict == "partial" and short_kind([rep]) == "short_rep",
        "near_limit": is_near_limit(rep),
    }


def summary_state(
    session: LiveSession, result: SessionResult, sets: Sequence[RepSet], *, editable: bool = True
) -> State:
    """Summary of the last set.

    Parameters
    ----------
    session : LiveSession
    result : SessionResult
        It has the advice.
    sets : sequence of RepSet
        All sets, those of which all reps are out as well.
    editable : bool
        Reps can be taken out: the stream has closed the set.
    """
    last = max(sets, key=lambda one: one.end_s)  # of both arms, the set that was lifted last
    advised = next((s for s in result.sets if s.start_s == last.start_s and s.sensor == last.sensor), None)
    shown = sorted(
        [(rep, False) for rep in last.reps] + [(rep, True) for rep in last.removed],
        key=lambda pair: pair[0].top_s,
    )
    return {
        "set": sets.index(last) + 1,
        "pending": False,
        "editable": editable,
        "lines": result_lines(last.reps),
        "advice": None
        if advised is None or advised.advice is None
        else _advice(advised, advised.advice, session.told.unit),
        "reps": [rep_state(last.sensor, rep, out=out) for rep, out in shown],
        "beside": [
            *(_taken_back(session.arms.get(last.sensor)) if editable else ()),
            *(_refused_since(session) if editable else ()),
            *(_told(line) for line in _beside_set(result, last)),
        ],
    }


def no_set_state(session: LiveSession) -> State | None:
    """Summary where there is no set: what the movement was instead; None where nothing is known of any."""
    said = _no_set_words(session)
    if said is None:
        return None
    return {
        "set": None,
        "pending": False,
        "editable": False,
        "lines": [_line(say("summary.no_rep"))],
        "advice": {"sentence": said, "choices": [], "sure": None},
        "reps": [],
        "beside": [],
    }


def _no_set_words(session: LiveSession) -> str | None:
    """Sentence on why there is no set: of all the session once it is over, of the last movement before."""
    result = session.result_of_sets()
    if session.ended:
        return found_instead(result) if result.sensors else None
    refused = result.rejected_sets[-1:]
    return f"{words.capital(refusal_clause(refused[0].because))}." if refused else None


def live_bars(arm: SensorView) -> list[State]:
    """Bars of a set under way, one for each rep that was counted."""
    return [_live_bar(arm, n) for n in range(1, arm.count + 1)]


def _live_bar(arm: SensorView, n: int) -> State:
    rep = arm.reps.get(n)
    if rep is not None:
        called_deg = arm.called_deg.get(n) if rep.verdict == "momentum" else None
        return rep_state(arm.sensor, rep, provisional=arm.provisional) | {"called_deg": called_deg}
    # the call of an earlier rep stands no more: it is too near to the limit to say
    called = arm.standing.get(n) if n == arm.count else None
    blank = Rep(index=n, start_s=0.0, top_s=0.0, end_s=0.0, decided_at_s=0.0)
    state = rep_state(arm.sensor, blank, provisional=True) | {
        "key": None,
        "called_deg": arm.called_deg.get(n) if called else None,
    }
    return state | ({"verdict": "momentum", "cause": called} if called else {"verdict": None})


def pending_state(arm: SensorView, number: int) -> State:
    """Summary of a set that the lifter has ended, and of which nothing but the count is known."""
    return {
        "set": number,
        "pending": True,
        "editable": False,
        "lines": [_line(words.count(arm.count, "rep"))],
        "advice": None,
        "reps": live_bars(arm),
        "beside": [],
    }


def _taken_back(arm: SensorView | None) -> list[State]:
    return [] if arm is None or not arm.taken_back else [_told(taken_back_remark(arm.taken_back))]


def _refused_since(session: LiveSession) -> list[State]:
    """What was counted after the set and is none."""
    why = refusal_since(session.sets, session.arms.values())
    return [] if why is None else [_told(refused_remark(why))]


def _beside_set(result: SessionResult, last: RepSet) -> list[SessionRemark]:
    """What trunk and both sides did: the trunk in the last set, the sides over the session."""
    trunk = None if result.trunk is None else summarize_trunk(result.trunk.sensor, [last])
    said = summary_of_trunk(trunk)
    return [*([session_remark("trunk", said)] if said else []), *side_lines(result)]


def _told(line: SessionRemark) -> State:
    return {"title": line.title, "text": line.text}


def result_lines(reps: Sequence[Rep]) -> list[State]:
    """Counts of a set's verdicts in at most three lines; what could not be judged comes last.

    Returns
    -------
    list of dict
        ``text``, and ``kind``: the verdict that a line counts, None where that is neither controlled nor
        momentum.
    """
    kinds = (
        ("controlled", "controlled", lambda r: r.verdict == "controlled"),
        ("with_swing", "momentum", lambda r: r.verdict == "momentum" and r.cause != "speed"),
        ("too_fast", "momentum", lambda r: r.verdict == "momentum" and r.cause == "speed"),
    )
    counted = [(sum(map(is_one, reps)), how, kind) for how, kind, is_one in kinds]
    lines = [_line(say(f"result.{how}", n=many), kind) for many, how, kind in counted if many]
    halves = [r for r in reps if r.verdict == "partial"]
    open_ = sum(r.verdict == "uncertain" for r in reps)
    lines += [_line(words.count(len(halves), short_kind(halves)))] if halves else []
    if len(lines) > MOST_LINES:
        last = lines[MOST_LINES - 1 :]
        lines[MOST_LINES - 1 :] = [_line(", ".join(one["text"] for one in last), last[0]["kind"])]
    unjudged = [_line(f"+ {say('result.not_judged', n=open_)}")] if open_ else []
    return [*lines, *unjudged] or [_line(say("result.no_reps_left"))]


def _line(text: str, kind: str | None = None) -> State:
    return {"text": text, "kind": kind}


def _advice(rep_set: RepSet, advice: Advice, unit: WeightUnit) -> State:
    return {
        "sentence": " ".join(advice_sentences(rep_set)).strip(),
        "choices": [_choice(option, unit) for option in advice.options],
        "sure": sureness_words(advice),
    }


def _choice(option: AdviceOption, unit: WeightUnit) -> State:
    weight = None if option.weight_kg is None else format_weight(option.weight_kg, unit)
    if weight is None and option.percent is not None:
        change = round(option.percent)
        how = "same_weight" if not change else "lighter" if option.percent < 0.0 else "heavier"
        weight = say(f"summary.choice.{how}")
    reps = None if option.reps is None else f"× {option.reps}"
    return {
        "label": " ".join(p for p in (weight, reps) if p),
        "weight_kg": option.weight_kg,
        "reps": option.reps,
    }


def session_state(session: LiveSession, sets: Sequence[RepSet], status: Status) -> State:
    """The session at its end: a row a set, what is said of the whole, and the link to the report."""
    result = session.result_of_sets()
    known = {(s.sensor, s.start_s): s for s in result.sets}
    rows = []
    for number, one in enumerate(sets, start=1):
        lead, rest = result_words(one.reps)
        weight_kg = known[key].weight_kg if (key := (one.sensor, one.start_s)) in known else None
        rows.append(
            {
                "n": number,
                "text": ", ".join(p for p in (lead, rest) if p),
                "weight": None if weight_kg is None else format_weight(weight_kg, session.told.unit),
                "reps": [rep_state(one.sensor, rep) for rep in one.reps],
            }
        )
    settings, told = session.thresholds.advice, session.told
    found = next_weights_after(result, told.unit, rack=told.rack, settings=settings)
    lines = [
        _told(line) for line in (*session_lines(result, told.unit), *next_session_lines(found, settings))
    ]
    return {"sets": rows, "report_url": status.report_url if result.sets else None, "told": lines}
