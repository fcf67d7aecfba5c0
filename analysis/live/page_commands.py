"""Commands that a page sends when something is tapped, and how they change the session."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeAlias

from analysis.coaching.corrections import rep_key
from analysis.coaching.weights import (
    HEAVIEST,
    USUAL_STEP,
    WeightError,
    WeightUnit,
    format_weight,
    parse_rack,
    to_kg,
    usual_rack,
)
from analysis.errors import AnalysisError, ThresholdError
from analysis.language import say
from analysis.live.controls import SessionScreen, SourceControls
from analysis.live.live_session import LiveSession
from analysis.live.status import Status
from analysis.settings.thresholds import Thresholds
from imu.placement import SIDES

MOST_REPS = 1000
"""Largest target that is taken."""


class CommandTarget(SessionScreen, Protocol):
    """The parts of a session that a command can change, as `analysis.live.hub.Hub` has them.

    Attributes
    ----------
    session : LiveSession
    status : Status
    control : SourceControls
    first_thresholds : Thresholds
        Those that the session began with.
    on_thresholds : callable or None
        Gets thresholds that were changed on the page.
    """

    session: LiveSession
    status: Status
    control: SourceControls
    first_thresholds: Thresholds
    on_thresholds: Callable[[Thresholds], None] | None


Command: TypeAlias = Callable[[CommandTarget, Mapping[str, Any]], str | None]
"""Takes the target and the message; returns a sentence for the person, or None."""


def carry_out(target: CommandTarget, message: Mapping[str, Any]) -> str | None:
    """Carries out a command that was tapped on the page.

    Parameters
    ----------
    target : CommandTarget
    message : mapping
        As the page sent it: ``do`` names the command, the rest are its values. Nothing in it is trusted.

    Returns
    -------
    str or None
        A sentence for the person. A message that cannot be understood changes nothing and says so.
    """
    command = _COMMANDS.get(_text(message.get("do")))
    return say("command.unknown") if command is None else command(target, message)


def _weight(target: CommandTarget, kg: float | None) -> str | None:
    unit = target.session.told.unit
    kg = _weight_kg(kg, unit)
    if kg is None:
        return say("command.weight_range", most=HEAVIEST, unit=unit)
    target.session.tell("weight_kg", repr(kg))
    in_set = target.status.resting_since_s is None and any(
        arm.open and arm.count for arm in target.session.arms.values()
    )
    weight = format_weight(kg, unit)
    return say("command.weight_this_set" if in_set else "command.weight_next_set", weight=weight)


def _weight_step(target: CommandTarget, steps: float | None) -> str | None:
    """Sets the next weight up or down: of the person's list of dumbbells, else by the usual step."""
    unit = target.session.told.unit
    step_kg = to_kg(USUAL_STEP[unit], unit)
    rack = target.session.told.rack
    now = target.session.weight_kg
    if steps is None or abs(steps) != 1:
        return None
    if now is None:
        return _weight(target, to_kg(rack.values[0], unit) if rack else step_kg)
    kilos = [to_kg(v, unit) for v in rack.values] if rack else []
    near = [k for k in kilos if (k > now + 1e-6 if steps > 0 else k < now - 1e-6)]
    if kilos and not near:
        return say("command.no_other_dumbbell")
    return _weight(target, (min(near) if steps > 0 else max(near)) if near else now + steps * step_kg)


def _target_reps(target: CommandTarget, message: Mapping[str, Any]) -> str | None:
    """Sets the reps wanted in a set; null takes the target away."""
    reps = _number(message.get("reps"))
    if message.get("reps") is None:
        target.session.tell("target_reps", "")
        return None
    if reps is None or not reps.is_integer() or not 0 < reps <= MOST_REPS:
        return say("command.whole_target")
    target.session.tell("target_reps", f"{reps:.0f}")
    return None


def _unit(target: CommandTarget, unit: object) -> str | None:
    """Writes weights in kg or lb, of the usual rack in that unit."""
    if unit not in USUAL_STEP:
        return say("command.units")
    if target.session.told.unit != unit:
        target.session.use_rack(usual_rack("lb" if unit == "lb" else "kg"))
    return None


def _rack(target: CommandTarget, text: str) -> str | None:
    """Takes the weights that there are, as of ``--rack``; none: the usual steps."""
    try:
        rack = parse_rack(text) if text.strip() else usual_rack(target.session.told.unit)
    except WeightError as error:
        return str(error)
    target.session.use_rack(rack)
    return None


def _side(target: CommandTarget, side: object) -> None:
    if side in SIDES:
        target.session.tell("side", str(side))


def _end_set(target: CommandTarget, _: Mapping[str, Any]) -> None:
    target.rest()


def _keep_trying(target: CommandTarget, _: Mapping[str, Any]) -> str | None:
    """Takes the question away for as long as it took to come."""
    sensors = target.status.sensors.items()
    again = {k: replace(s, lost_at_s=target.status.now_s) if s.state == "lost" else s for k, s in sensors}
    target.status = replace(target.status, sensors=again)
    return target.control.keep_trying(target)


def _choose(target: CommandTarget, message: Mapping[str, Any]) -> str | None:
    """Takes what the advice offers for the next set: reps, a weight, or both."""
    weight_kg = _number(message.get("weight_kg"))
    if _number(message.get("reps")) is not None:
        _target_reps(target, message)
    return None if weight_kg is None else _weight(target, weight_kg)


def _edit_rep(target: CommandTarget, key: object, edit: Callable[[str], None]) -> str | None:
    """Takes a rep of a closed set out, or puts it back."""
    known = {rep_key(one.sensor, rep) for one in target.session.sets for rep in (*one.reps, *one.removed)}
    if not isinstance(key, str) or key not in known:
        return say("command.no_such_rep")
    edit(key)
    return None


def _add_rep(target: CommandTarget, _: Mapping[str, Any]) -> None:
    """Adds a rep to the set on the screen: the open one with most reps, else the one that was lifted last."""
    session = target.session
    counted = [arm for arm in session.arms.values() if arm.open and arm.count]
    if counted:
        session.add_rep_to_open(max(counted, key=lambda arm: arm.count))
    elif session.sets:
        last = max(session.sets, key=lambda one: one.end_s)
        session.add_rep(last.sensor, last.end_s)


def _set_weight(target: CommandTarget, number: float | None, kg: float | None) -> str | None:
    """Corrects the weight of a set that is over."""
    unit = target.session.told.unit
    sets = len(target.session.sets)
    if number is None or not number.is_integer() or not 1 <= number <= sets:
        return say("command.no_such_set", n=sets)
    kg = _weight_kg(kg, unit)
    if kg is None:
        return say("command.weight_range", most=HEAVIEST, unit=unit)
    target.session.set_weight(int(number), kg)
    return say("command.weight_of_set", set=number, weight=format_weight(kg, unit))


def _threshold(target: CommandTarget, name: object, value: float | None) -> str | None:
    if not isinstance(name, str) or not name.startswith("momentum.") or value is None:
        return say("command.momentum_alone")
    try:
        changed = target.session.thresholds.with_(**{name.replace(".", "__"): value})
    except ThresholdError as error:
        return str(error)
    _judge_by(target, changed)
    return None


def _preset(target: CommandTarget, text: object) -> str | None:
    """Takes thresholds of a file that a page sent; only those of momentum may differ from the session's."""
    if not isinstance(text, str):
        return say("command.no_preset")
    now = target.session.thresholds
    try:
        preset = Thresholds.from_text(text, say("command.this_preset"))
    except AnalysisError as error:
        return str(error)
    except RecursionError:
        return say("command.nested")
    pairs = zip(preset.table(), now.table(), strict=True)
    others = [a.name for a, b in pairs if a.value not in (a.default, b.value)]
    fixed = [name for name in others if not name.startswith("momentum.")]
    if fixed:
        return say("command.preset_fixes", name=fixed[0])
    _judge_by(target, replace(now, momentum=preset.momentum, name=preset.name))
    return None


def _thresholds_reset(target: CommandTarget, _: Mapping[str, Any]) -> None:
    first = target.first_thresholds
    _judge_by(target, replace(target.session.thresholds, momentum=first.momentum, name=first.name))


def _judge_by(target: CommandTarget, thresholds: Thresholds) -> None:
    changed = target.session.judge_by(thresholds)
    text = say("command.changes", n=changed) if changed else say("command.nothing_changes")
    target.status = replace(target.status, change_text=text)
    if target.on_thresholds is not None:
        target.on_thresholds(thresholds)


def _weight_kg(kg: float | None, unit: WeightUnit) -> float | None:
    """The weight as it is recorded, to a tenth of a gram, where it is one that can be lifted; else None."""
    rounded = None if kg is None else round(kg, 4)
    return rounded if rounded is not None and 0.0 < rounded <= to_kg(HEAVIEST, unit) else None


def _number(value: object) -> float | None:
    """A finite number as sent by a page, else None."""
    try:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return None
        return float(value)
    except OverflowError:  # an integer of some hundred digits
        return None


def _text(value: object) -> str:
    """A text as sent by a page, else none."""
    return value if isinstance(value, str) else ""


_COMMANDS: dict[str, Command] = {
    "weight": lambda target, m: _weight(target, _number(m.get("kg"))),
    "weight_step": lambda target, m: _weight_step(target, _number(m.get("steps"))),
    "unit": lambda target, m: _unit(target, m.get("unit")),
    "rack": lambda target, m: _rack(target, _text(m.get("text"))),
    "target": _target_reps,
    "side": lambda target, m: _side(target, m.get("side")),
    "end_set": _end_set,
    "start_rest": _end_set,
    "choose": _choose,
    "rep_out": lambda target, m: _edit_rep(target, m.get("key"), target.session.take_out),
    "rep_in": lambda target, m: _edit_rep(target, m.get("key"), target.session.put_back),
    "rep_add": _add_rep,
    "set_weight": lambda target, m: _set_weight(target, _number(m.get("set")), _number(m.get("kg"))),
    "threshold": lambda target, m: _threshold(target, m.get("name"), _number(m.get("value"))),
    "preset": lambda target, m: _preset(target, m.get("text")),
    "thresholds_reset": _thresholds_reset,
    "search": lambda target, _: target.control.search(target),
    "connect": lambda target, m: target.control.connect(target, _text(m.get("address"))),
    "demo": lambda target, _: target.control.demo(target),
    "keep_trying": _keep_trying,
    "pause": lambda target, _: target.control.pause(target),
    "speed": lambda target, m: target.control.speed(target, _number(m.get("speed")) or 1.0),
    "finish": lambda target, _: target.control.finish(target),
    "new_session": lambda target, _: target.control.new_session(target),
}
