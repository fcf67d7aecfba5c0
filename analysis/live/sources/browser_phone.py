"""Source of samples from phones whose browser shows the page of `analysis.live.phone_page`: one for each place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from analysis.live.controls import PhoneAnswer, Refusal, SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from analysis.live.sources.http_push import LOOK_S, SILENT_S
from imu.devices import load_profile
from imu.devices.decoders.phone_browser import MOTION_CHANNEL, MotionMessage, read_motion
from imu.placement import placement_name

_PROFILE = "phone-browser"
PHONE_NOTES = {
    "away": (
        "The phone's page is hidden",
        "Its browser measures only while the page is on the screen; wake it up.",
    ),
    "denied": ("Motion not allowed", "On the phone: load the page again, and allow motion when it asks."),
    "silent": (
        "The phone gives no motion",
        "Its browser sends no readings; open the link in Chrome or Safari.",
    ),
}
"""Headline and sentence of what a phone says about itself, by the word that it sends."""
_TWO_PHONES = (
    "Two phones",
    "Another phone opened this link and is not taken. Close its page, or wait until the first is silent.",
)
_GARBAGE = "A message of the phone was refused"
_NOT_BEGUN = Refusal(status=503, text="The session has not begun; the phone tries again.")
_ENDED = Refusal(status=410, text="The session has ended; what was measured is saved.")


class _Seat:
    """A place, and the phone that measures there.

    Parameters
    ----------
    device : SessionDevice
    """

    def __init__(self, device: SessionDevice) -> None:
        self.device = device
        self.phone: str | None = None
        self.next: int | None = None
        """Number of the message that follows; None: as the phone says."""
        self.heard_s = float("-inf")
        self.up = False

    def is_another(self, phone: str, now_s: float) -> bool:
        """Whether it is another phone than the one that is heard; who comes after a silence is taken."""
        return self.phone not in (None, phone) and now_s - self.heard_s < SILENT_S

    def due(self, message: MotionMessage) -> int:
        """Number of the message that has to come now: the next one, or the oldest that the phone still has."""
        known = self.next if self.phone == message.phone else None
        return message.first if known is None else max(known, message.first)


class BrowserPhoneSource(SourceControls):
    """Delivers what phones' browsers measure, until it is cancelled.

    The messages of a phone are numbered. They are taken in order and each once, whatever the network does: what came
    before is confirmed again, and what comes too early is asked for again from the first that is missing.

    Parameters
    ----------
    places : sequence of (str or None)
        Where the phones are worn; None: on the wrist.
    """

    def __init__(self, places: Sequence[str | None]) -> None:
        profile = load_profile(_PROFILE)
        named = [place or profile.placement for place in places]
        self._seats = {p: _Seat(SessionDevice(sensor=p, name="Phone", profile=profile)) for p in named}
        self._acquisition: Acquisition | None = None
        self._feed: DeviceFeed | None = None
        self._noted: str | None = None

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes."""
        async with acquisition.receiving([seat.device for seat in self._seats.values()]) as feed:
            self._acquisition, self._feed = acquisition, feed
            for place in self._seats:
                acquisition.screen.sensor(place, text="Waiting for the phone.")
            try:
                while True:
                    await asyncio.sleep(LOOK_S)
                    self._look(acquisition, feed)
            finally:
                self._feed = None

    def _look(self, acquisition: Acquisition, feed: DeviceFeed) -> None:
        """Shows which phones have fallen silent."""
        for seat in self._seats.values():
            if seat.up and acquisition.now_s() - seat.heard_s >= SILENT_S:
                self._lose(
                    seat,
                    acquisition,
                    feed,
                    "The phone sends nothing; is it in the network, and its page open?",
                )

    @staticmethod
    def _lose(seat: _Seat, acquisition: Acquisition, feed: DeviceFeed, text: str) -> None:
        seat.up = False
        feed.link(acquisition.change_of(seat.device.sensor, "lost", text))

    def phone_message(self, place: str, data: bytes) -> PhoneAnswer:
        """Takes a message of the phone at a place; what is refused is not recorded."""
        acquisition, feed, seat = self._acquisition, self._feed, self._seats.get(place)
        if acquisition is None or seat is None:
            return PhoneAnswer(refusal=_NOT_BEGUN)
        if feed is None:
            return PhoneAnswer(refusal=_ENDED)
        try:
            message = read_motion(data)
        except ValueError as error:
            return self._refused(acquisition, 400, _GARBAGE, str(error))
        now_s = acquisition.now_s()
        if seat.is_another(message.phone, now_s):
            return self._refused(acquisition, 409, *_TWO_PHONES)
        due = seat.due(message)
        seat.phone, seat.heard_s = message.phone, now_s
        if message.number != due:
            seat.next = due
            return PhoneAnswer(taken=due - 1, again=message.number > due)
        seat.next = due + 1
        if not seat.up:
            self._greet(seat, acquisition, feed)
        feed.packet(acquisition.packet_of(place, MOTION_CHANNEL, data))
        return PhoneAnswer(taken=due)

    def _greet(self, seat: _Seat, acquisition: Acquisition, feed: DeviceFeed) -> None:
        seat.up = True
        feed.link(acquisition.change_of(seat.device.sensor, "up", "The phone is connected."))
        self._note(acquisition, None)

    def phone_note(self, place: str, phone: str, note: str) -> None:
        """Shows what a phone says about itself: a word of `PHONE_NOTES`."""
        acquisition, feed, seat = self._acquisition, self._feed, self._seats.get(place)
        if acquisition is None or feed is None or seat is None or note not in PHONE_NOTES:
            return
        if seat.is_another(phone, acquisition.now_s()):
            return
        if seat.up:
            self._lose(seat, acquisition, feed, ": ".join(PHONE_NOTES[note]))
        headline, line = PHONE_NOTES[note]
        several = f" ({placement_name(place)})" if len(self._seats) > 1 else ""
        self._note(acquisition, f"{place} {note}", headline + several, line)

    def _refused(self, acquisition: Acquisition, status: int, headline: str, line: str) -> PhoneAnswer:
        self._note(acquisition, line, headline, line)
        return PhoneAnswer(refusal=Refusal(status=status, text=line))

    def _note(self, acquisition: Acquisition, key: str | None, headline: str = "", line: str = "") -> None:
        """Shows a note until a phone is connected anew; None takes it away."""
        if key != self._noted:
            self._noted = key
            acquisition.screen.set(source_note=None if key is None else (headline, line))
