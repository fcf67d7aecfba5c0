"""Connects the session with the pages that show it: samples and link changes in, messages for pages out, and
commands of people back in.

Nothing here waits or knows a socket; a page is a function that takes messages.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeAlias

from analysis.language import say
from analysis.live.controls import SourceControls
from analysis.live.live_session import LiveSession
from analysis.live.page_commands import carry_out
from analysis.live.page_state import REST_TARGET_S, clock_of, make_state, screen_of
from analysis.live.status import SensorStatus, Status
from analysis.output.data_sentences import event_text
from analysis.records.events import LiveEvent, QualityEvent
from analysis.settings.screen_model import SCREEN
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Reason
from imu.types import SampleBlock


class Message(dict[str, Any]):
    """A message to a page; its ``type`` says which."""

    @cached_property
    def text(self) -> str:
        """The message as it is sent, written once for all pages."""
        return json.dumps(self, allow_nan=False, separators=(",", ":"))


Page: TypeAlias = Callable[[Message], None]
"""Sends a message to one open page."""
WORTH_SAYING = (Reason.GYROSCOPE_STOPPED, Reason.GYROSCOPE_BACK)
"""Codes of events about the data that are told on the page at once; a hole shows by itself."""
SOON_S = 10.0
"""Seconds before the end of a rest at which a sound is played."""
PAGES_A_TICK = 50
"""Pages that are told of traces and clocks at every tick; of twice as many, at every second one. What happens is told
at once."""


class Hub:
    """One session and the pages that show it.

    Parameters
    ----------
    session : LiveSession
    status : Status
    control : SourceControls or None
        None: nothing but the session can be asked for.

    Attributes
    ----------
    session, status, control
        As given; another session takes their place in `begin`.
    ending, again : asyncio.Event
        Set when somebody wants this session to end, and another one after it.
    told : list of callable
        Get every sentence about a sensor.
    first_thresholds : Thresholds
        Those that the session began with.
    on_thresholds : callable or None
        Gets thresholds that were changed on the page.
    """

    def __init__(self, session: LiveSession, status: Status, control: SourceControls | None = None) -> None:
        self.session, self.status, self.control = session, status, control or SourceControls()
        self.ending, self.again = asyncio.Event(), asyncio.Event()
        self.told: list[Callable[[str], None]] = []
        self.on_thresholds: Callable[[Thresholds], None] | None = None
        self.first_thresholds = session.thresholds
        self._pages: list[Page] = []
        self._changed = True
        self._shown: Mapping[str, Any] | None = None
        self._ticks = 0
        self._rested_s: float | None = None
        self._by_itself = False

    def begin(self, session: LiveSession, status: Status, control: SourceControls) -> None:
        """Begins another session on the same pages.

        Parameters
        ----------
        session : LiveSession
        status : Status
        control : SourceControls
        """
        self.session, self.control = session, control
        self.status = replace(status, report_url=self.status.report_url, invitations=self.status.invitations)
        self.first_thresholds, self._rested_s, self._by_itself = session.thresholds, None, False
        self.ending.clear()
        self.again.clear()
        self.tell_all()

    def join(self, page: Page) -> None:
        """Adds a page that opened, and sends it the whole state."""
        self._pages.append(page)
        page(Message(make_state(self.session, self.status)))

    def leave(self, page: Page) -> None:
        """Removes a page that closed."""
        if page in self._pages:
            self._pages.remove(page)

    def samples(self, block: SampleBlock) -> list[LiveEvent]:
        """Takes the next samples; pages are told at once if they caused events."""
        events = self.session.samples(block)
        self._changed = True
        for event in events:
            if isinstance(event, QualityEvent) and event.because.code in WORTH_SAYING:
                self._send({"type": "said", "text": event_text(event)})
        if events:
            self._settle(events)
            self.tell_all()
        return events

    def finish(self) -> list[LiveEvent]:
        """Ends the session; returns its last events."""
        events = self.session.finish()
        self.set(finished=True)
        return events

    def end(self, *, again: bool = False) -> None:
        """Asks for the end of the session; with ``again`` another one follows."""
        if again:
            self.again.set()
        self.ending.set()

    def rest(self) -> None:
        """Ends the set for the screens: they rest from now on, unless they do already, until a rep or a set comes."""
        self._by_itself = False
        if self.status.resting_since_s is None:
            self.set(resting_since_s=self.status.now_s)

    def say(self, text: str) -> None:
        """Shows a sentence on all pages for a moment, and tells who listens."""
        self._send({"type": "said", "text": text})
        for tell in self.told:
            tell(text)

    def set(self, **changes: Any) -> None:
        """Changes fields of the status, and shows it."""
        before, self.status = self.status, replace(self.status, **changes)
        self._say_changes(before, self.status)
        self.tell_all(again=False)

    def _say_changes(self, before: Status, now: Status) -> None:
        """Says what nobody should have to look for."""
        if now.source_note is not None and now.source_note != before.source_note:
            self.say(": ".join(now.source_note))
        if now.recording_fault is not None and now.recording_fault != before.recording_fault:
            self.say(say("recording.fault", fault=now.recording_fault))
        elif before.recording_fault is not None and now.recording_fault is None:
            self.say(say("recording.again"))

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
            for tell in self.told:
                tell(known.text)
        self.set(sensors={**self.status.sensors, sensor: known})

    def tick(self, now_s: float) -> None:
        """Moves the traces and the clocks, about twenty times a second, with very many pages less often; ``now_s``
        is the time on the session's axis."""
        self.status = replace(self.status, now_s=now_s)
        self._ticks += 1
        if self._ticks % (1 + (len(self._pages) - 1) // PAGES_A_TICK if self._pages else 1):
            return
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
        self._rest_by_itself()
        self._count_rest()
        if self._changed:
            self.tell_all(again=False)

    def _rest_by_itself(self) -> None:
        """Shows the result once the lifter hangs still, sooner than the stream closes the set."""
        counted = [arm for arm in self.session.arms.values() if arm.open and arm.count]
        if not counted or self.status.resting_since_s is not None:
            return
        still_s = min(arm.still_s for arm in self.session.arms.values() if arm.open)
        if still_s >= SCREEN.rest_s:
            self.status = replace(self.status, resting_since_s=self.status.now_s - still_s)
            self._by_itself = self._changed = True

    def _count_rest(self) -> None:
        """Plays a sound when a rest is nearly over, and one when it is over."""
        clock = clock_of(self.session, self.status, screen_of(self.session, self.status))
        since_s, before_s = clock["since_s"] if clock["kind"] == "rest" else None, self._rested_s
        self._rested_s = since_s
        if since_s is None or before_s is None:
            return
        for name, at_s in (("rest_soon", REST_TARGET_S - SOON_S), ("rest_over", REST_TARGET_S)):
            if before_s < at_s <= since_s:
                self._send({"type": "sound", "name": name})

    def tell_all(self, *, again: bool = True) -> None:
        """Sends the state to all pages, and the sounds to play; not ``again``: only a state that is another one."""
        self._changed = False
        sounds, self.session.sounds = self.session.sounds, []
        if not self._pages:
            return
        state = make_state(self.session, self.status)
        if again or state != self._shown:
            self._shown = state
            self._send(state)
        for name in sounds:
            self._send({"type": "sound", "name": name})

    def _send(self, told: Mapping[str, Any]) -> None:
        message = Message(told)
        for page in list(self._pages):
            page(message)

    def _settle(self, events: list[LiveEvent]) -> None:
        """Ends a rest that was begun by hand or by itself: when a new rep comes, or when all sets of it are closed."""
        kinds = {e.kind for e in events if getattr(e, "closed_by", None) != "end"}
        closed = kinds & ({"set", "rejected"} if self._by_itself else {"set"})
        over = closed and not any(arm.open and arm.count for arm in self.session.arms.values())
        if self.status.resting_since_s is not None and ("rep" in kinds or over):
            self.status, self._by_itself = replace(self.status, resting_since_s=None), False

    def do(self, message: Mapping[str, Any]) -> None:
        """Carries out what was tapped; what cannot be understood changes nothing and says so."""
        said = carry_out(self, message)
        if said:
            self._send({"type": "said", "text": said})
        self.tell_all()
