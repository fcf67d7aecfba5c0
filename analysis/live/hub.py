"""Between the session and whoever looks at it: samples and link changes in, messages for pages out, and what
people tap on them back in.

Nothing here waits or knows a socket; a page is a function that takes messages.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from analysis.coaching.weights import HEAVIEST, USUAL_STEP, format_weight, to_kg
from analysis.errors import AnalysisError, ThresholdError
from analysis.events import Event
from analysis.live.live_session import LiveSession
from analysis.live.page_state import REST_TARGET_S, clock_of, screen_of, view
from analysis.live.status import SensorStatus, Status
from analysis.output import words
from analysis.settings.thresholds import Thresholds
from imu.types import SampleBlock

Message: TypeAlias = dict[str, Any]
Page: TypeAlias = Callable[[Message], None]
MOST_REPS = 1000
SOON_S = 10.0
"""So long before a rest is over it is said."""
NOT_HERE = "This cannot be done in this session."


class NoControl:
    """What a person can ask of the program besides the session; a source overrides what it can do.

    Each method gets the hub, does its work at once or in the background, and returns what to say or None.
    """

    def search(self, hub: Hub) -> str | None:  # noqa: ARG002
        """Look for sensors."""
        return NOT_HERE

    def connect(self, hub: Hub, address: str) -> str | None:  # noqa: ARG002
        """Use this sensor."""
        return NOT_HERE

    def demo(self, hub: Hub) -> str | None:  # noqa: ARG002
        """Use the simulated sensor."""
        return NOT_HERE

    def keep_trying(self, hub: Hub) -> str | None:  # noqa: ARG002
        """Go on reconnecting."""
        return None

    def pause(self, hub: Hub) -> str | None:  # noqa: ARG002
        """Hold a replay, or go on."""
        return NOT_HERE

    def speed(self, hub: Hub, factor: float) -> str | None:  # noqa: ARG002
        """Play a replay so many times faster."""
        return NOT_HERE

    def new_session(self, hub: Hub) -> str | None:
        """End this session and begin another of the same kind."""
        hub.again.set()
        hub.ending.set()
        return None

    def pushed(self, body: bytes) -> str | None:  # noqa: ARG002
        """A phone posted this."""
        return NOT_HERE

    def finish(self, hub: Hub) -> str | None:
        """End this session."""
        hub.ending.set()
        return None


class Hub:
    """One session and the pages that show it.

    Parameters
    ----------
    session : LiveSession
    status : Status
    control : NoControl or None
        None: nothing but the session can be asked for.

    Attributes
    ----------
    ending, again : asyncio.Event
        Set when somebody wants this session to end, and another one after it.
    told : list of callable
        Get every sentence about a sensor.
    on_thresholds : callable or None
        Gets thresholds that were changed on the page.
    """

    def __init__(self, session: LiveSession, status: Status, control: NoControl | None = None) -> None:
        self.session, self.status, self.control = session, status, control or NoControl()
        self.ending, self.again = asyncio.Event(), asyncio.Event()
        self.told: list[Callable[[str], None]] = []
        self.on_thresholds: Callable[[Thresholds], None] | None = None
        self._first = session.thresholds
        self._pages: list[Page] = []
        self._changed = True
        self._rested_s: float | None = None
        self._phone: str | None = None

    def begin(self, session: LiveSession, status: Status, control: NoControl) -> None:
        """Another session on the same pages."""
        self.session, self.control = session, control
        self.status = replace(status, report_url=self.status.report_url, phone_address=self._phone)
        self._first, self._rested_s = session.thresholds, None
        self.ending.clear()
        self.again.clear()
        self.tell_all()

    def join(self, page: Page) -> None:
        """A page opened: it gets the whole state at once."""
        self._pages.append(page)
        page(view(self.session, self.status))

    def leave(self, page: Page) -> None:
        """A page closed."""
        if page in self._pages:
            self._pages.remove(page)

    def samples(self, block: SampleBlock) -> list[Event]:
        """The next samples; pages are told at once of what became known."""
        events = self.session.samples(block)
        self._changed = True
        if events:
            self._settle(events)
            self.tell_all()
        return events

    def finish(self) -> list[Event]:
        """Ends the session."""
        events = self.session.finish()
        self.set(finished=True)
        return events

    def set(self, **changes: Any) -> None:
        """Changes the status, and shows it."""
        self.status = replace(self.status, **changes)
        self._phone = self.status.phone_address or self._phone
        self.tell_all()

    def sensor(self, sensor: str, **changes: Any) -> None:
        """Changes the status of one sensor, and shows it; one that was lost stays so until it is back."""
        known = self.status.sensors.get(sensor) or SensorStatus(sensor=sensor, name=sensor, state="searching")
        before = known
        known = replace(known, **changes)
        if before.state == "lost" and known.state in ("searching", "connecting"):
            known = replace(known, state="lost")
        if known.state != before.state and "lost" in (known.state, before.state):
            lost = known.state == "lost"
            known = replace(known, lost_at_s=self.status.now_s if lost else None)
            self._send({"type": "sound", "name": "lost" if lost else "back"})
        if known.text and known.text != before.text:
            for say in self.told:
                say(known.text)
        self.set(sensors={**self.status.sensors, sensor: known})

    def tick(self, now_s: float) -> None:
        """Called about twenty times a second: moves the traces and the clocks."""
        self.status = replace(self.status, now_s=now_s)
        for arm in self.session.arms.values():
            points = arm.take_points()
            if points is not None and self._pages:
                self._send(
                    {
                        "type": "trace",
                        "sensor": arm.sensor,
                        "now_s": self.session.now_s,
                        "t": [round(t, 3) for t in points.time_s.tolist()],
                        "deg": [round(a, 1) for a in points.angle_deg.tolist()],
                    }
                )
        self._count_rest()
        if self._changed:
            self.tell_all()

    def _count_rest(self) -> None:
        """A rest is nearly over, and over: each is heard once."""
        clock = clock_of(self.session, self.status, screen_of(self.session, self.status))
        since_s, before_s = clock["since_s"] if clock["kind"] == "rest" else None, self._rested_s
        self._rested_s = since_s
        if since_s is None or before_s is None:
            return
        for name, at_s in (("rest_soon", REST_TARGET_S - SOON_S), ("rest_over", REST_TARGET_S)):
            if before_s < at_s <= since_s:
                self._send({"type": "sound", "name": name})

    def tell_all(self) -> None:
        """Shows the state, and plays what is to be heard."""
        self._changed = False
        sounds, self.session.sounds = self.session.sounds, []
        if not self._pages:
            return
        self._send(view(self.session, self.status))
        for name in sounds:
            self._send({"type": "sound", "name": name})

    def _send(self, message: Message) -> None:
        for page in list(self._pages):
            page(message)

    def _settle(self, events: list[Event]) -> None:
        """A new rep ends a rest that was begun by hand."""
        if self.status.resting_since_s is not None and any(
            e.kind in ("rep", "set") and getattr(e, "closed_by", None) != "end" for e in events
        ):
            self.status = replace(self.status, resting_since_s=None)

    def do(self, message: Mapping[str, Any]) -> None:
        """Something was tapped. What cannot be understood changes nothing and says so."""
        action = _ACTIONS.get(str(message.get("do")))
        said = None if action is None else action(self, message)
        if action is None:
            said = "This page and the program do not fit together: load the page again."
        if said:
            self._send({"type": "said", "text": said})
        self.tell_all()

    def _weight(self, kg: float | None) -> str | None:
        unit = self.session.told.unit
        if kg is None or not 0.0 < kg <= to_kg(HEAVIEST, unit):
            return f"A weight is above 0 and at most {HEAVIEST:g} {unit}."
        self.session.tell("weight_kg", repr(round(kg, 4)))
        in_set = any(arm.open and arm.count for arm in self.session.arms.values())
        return f"{'This' if in_set else 'Next'} set: {format_weight(kg, unit)}"

    def _weight_step(self, steps: float | None) -> str | None:
        unit = self.session.told.unit
        step_kg = to_kg(USUAL_STEP[unit], unit)
        rack = self.session.told.rack
        now = self.session.weight_kg
        if steps is None or abs(steps) != 1:
            return None
        if now is None:
            return self._weight(to_kg(rack.values[0], unit) if rack else step_kg)
        kilos = [to_kg(v, unit) for v in rack.values] if rack else []
        near = [k for k in kilos if (k > now + 1e-6 if steps > 0 else k < now - 1e-6)]
        if kilos and not near:
            return "There is no other dumbbell in your list."
        return self._weight((min(near) if steps > 0 else max(near)) if near else now + steps * step_kg)

    def _target(self, reps: float | None, *, none: bool = False) -> str | None:
        if none:
            self.session.tell("target_reps", "")
            return None
        if reps is None or not reps.is_integer() or not 0 < reps <= MOST_REPS:
            return "Target: a whole number of reps."
        self.session.tell("target_reps", f"{reps:.0f}")
        return None

    def _side(self, side: object) -> None:
        if side in ("left", "right"):
            self.session.tell("side", str(side))

    def _end_set(self) -> None:
        self.status = replace(self.status, resting_since_s=self.status.now_s)

    def _choose(self, weight_kg: float | None, reps: float | None) -> str | None:
        if reps is not None:
            self._target(reps)
        return None if weight_kg is None else self._weight(weight_kg)

    def _edit(self, key: object, edit: Callable[[str], None]) -> None:
        if isinstance(key, str) and "\n" not in key and len(key) < 100:
            edit(key)

    def _add_rep(self) -> None:
        sets = self.session.sets
        if sets:
            self.session.add_rep(sets[-1].sensor, sets[-1].end_s)

    def _threshold(self, name: object, value: float | None) -> str | None:
        if not isinstance(name, str) or not name.startswith("momentum.") or value is None:
            return "Only thresholds of momentum can be changed in a session."
        try:
            changed = self.session.thresholds.with_(**{name.replace(".", "__"): value})
        except ThresholdError as error:
            return str(error)
        self._judge_by(changed)
        return None

    def _preset(self, text: object) -> str | None:
        """Thresholds of a file that a page sent; only those of momentum may differ from the session's."""
        if not isinstance(text, str):
            return "This is not a preset: choose a .toml file."
        now = self.session.thresholds
        try:
            preset = Thresholds.from_text(text, "This preset")
        except AnalysisError as error:
            return str(error)
        pairs = zip(preset.table(), now.table(), strict=True)
        others = [a.name for a, b in pairs if a.value not in (a.default, b.value)]
        fixed = [name for name in others if not name.startswith("momentum.")]
        if fixed:
            return f"This preset also changes {fixed[0]}: begin a session with --thresholds to use it."
        self._judge_by(replace(now, momentum=preset.momentum, name=preset.name))
        return None

    def _thresholds_reset(self) -> None:
        first = self._first
        self._judge_by(replace(self.session.thresholds, momentum=first.momentum, name=first.name))

    def _judge_by(self, thresholds: Thresholds) -> None:
        changed = self.session.judge_by(thresholds)
        text = (
            "Nothing changes."
            if not changed
            else f"{words.count(changed, 'rep')} change{'s' * (changed == 1)}."
        )
        self.status = replace(self.status, change_text=text)
        if self.on_thresholds is not None:
            self.on_thresholds(thresholds)

    def _set_weight(self, number: float | None, kg: float | None) -> str | None:
        unit = self.session.told.unit
        if number is None or kg is None or not 0.0 < kg <= to_kg(HEAVIEST, unit):
            return f"A weight is above 0 and at most {HEAVIEST:g} {unit}."
        self.session.set_weight(int(number), kg)
        return f"Set {number:.0f}: {format_weight(kg, unit)}"


def _number(value: object) -> float | None:
    """A finite number as sent by a page, else None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


_ACTIONS: dict[str, Callable[[Hub, Mapping[str, Any]], str | None]] = {
    "weight": lambda hub, m: hub._weight(_number(m.get("kg"))),
    "weight_step": lambda hub, m: hub._weight_step(_number(m.get("steps"))),
    "target": lambda hub, m: hub._target(_number(m.get("reps")), none=m.get("reps") is None),
    "side": lambda hub, m: hub._side(m.get("side")),
    "end_set": lambda hub, _: hub._end_set(),
    "start_rest": lambda hub, _: hub._end_set(),
    "choose": lambda hub, m: hub._choose(_number(m.get("weight_kg")), _number(m.get("reps"))),
    "rep_out": lambda hub, m: hub._edit(m.get("key"), hub.session.take_out),
    "rep_in": lambda hub, m: hub._edit(m.get("key"), hub.session.put_back),
    "rep_add": lambda hub, _: hub._add_rep(),
    "set_weight": lambda hub, m: hub._set_weight(_number(m.get("set")), _number(m.get("kg"))),
    "threshold": lambda hub, m: hub._threshold(m.get("name"), _number(m.get("value"))),
    "preset": lambda hub, m: hub._preset(m.get("text")),
    "thresholds_reset": lambda hub, _: hub._thresholds_reset(),
    "search": lambda hub, _: hub.control.search(hub),
    "connect": lambda hub, m: hub.control.connect(hub, str(m.get("address"))),
    "demo": lambda hub, _: hub.control.demo(hub),
    "keep_trying": lambda hub, _: hub.control.keep_trying(hub),
    "pause": lambda hub, _: hub.control.pause(hub),
    "speed": lambda hub, m: hub.control.speed(hub, _number(m.get("speed")) or 1.0),
    "finish": lambda hub, _: hub.control.finish(hub),
    "new_session": lambda hub, _: hub.control.new_session(hub),
}
