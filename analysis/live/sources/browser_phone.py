"""Source of samples from phones whose browser shows the page of `analysis.live.phone_page`: one for each place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from analysis.language import say
from analysis.live.controls import PhoneAnswer, Refusal, SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from analysis.live.sources.http_push import LOOK_S, SILENT_S
from analysis.output import words
from analysis.output.fact_words import fact_words
from imu.devices import load_profile
from imu.devices.decoders.phone_browser import MOTION_CHANNEL, MotionMessage, read_motion
from imu.errors import MessageError

_PROFILE = "phone-browser"
PHONE_NOTES = ("away", "denied", "silent")
"""Words that a phone sends about itself: its page is hidden, motion was not allowed, its browser gives none."""
_OF_ITSELF, _REFUSED = "of itself", "refused"
"""Causes of a note: a phone said it, or a message was refused."""


def phone_note_words(note: str) -> tuple[str, str]:
    """Headline and sentence of what a phone says about itself, a word of `PHONE_NOTES`."""
    return say(f"source.note.{note}"), say(f"source.note.{note}_line")


class _Seat:
    """A place, and the phone that measures there.

    Parameters
    ----------
    device : SessionDevice
    """

    def __init__(self, device: SessionDevice) -> None:
        self.device = device
        self.phone: str | None = None
        self._next: dict[str, int] = {}
        """Number of the message that follows, for each phone that was taken here: one that comes back goes on."""
        self.heard_s = self.refused_s = float("-inf")
        self.up = False

    def is_another(self, phone: str, now_s: float) -> bool:
        """Whether it is another phone than the one that is heard; who comes after a silence is taken."""
        return self.phone not in (None, phone) and now_s - self.heard_s < SILENT_S

    def due(self, message: MotionMessage) -> int:
        """Number of the message that has to come now: the next one, or the oldest that the phone still has."""
        return max(self._next.get(message.phone, 0), message.first)

    def expect(self, phone: str, number: int) -> None:
        """Notes which message of a phone has to come next."""
        self._next[phone] = number


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
        self._seats = {
            p: _Seat(SessionDevice(sensor=p, name=say("source.phone"), profile=profile)) for p in named
        }
        self._acquisition: Acquisition | None = None
        self._feed: DeviceFeed | None = None
        self._notes: dict[tuple[str, str], tuple[str, str]] = {}
        """What is to be shown, the latest last: headline and sentence, by place and cause."""

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes."""
        async with acquisition.receiving([seat.device for seat in self._seats.values()]) as feed:
            self._acquisition, self._feed = acquisition, feed
            for place in self._seats:
                acquisition.screen.sensor(place, text=say("source.waiting_for_phone"))
            try:
                while True:
                    await asyncio.sleep(LOOK_S)
                    self._look(acquisition, feed)
            finally:
                self._feed = None

    def _look(self, acquisition: Acquisition, feed: DeviceFeed) -> None:
        """Shows which phones have fallen silent, and no more of what was refused where nothing was for a while."""
        now_s = acquisition.now_s()
        for place, seat in self._seats.items():
            if seat.up and now_s - seat.heard_s >= SILENT_S:
                self._lose(seat, acquisition, feed, say("source.page_silent"))
            if now_s - seat.refused_s >= SILENT_S:
                self._forget(acquisition, place, _REFUSED)

    @staticmethod
    def _lose(seat: _Seat, acquisition: Acquisition, feed: DeviceFeed, text: str) -> None:
        seat.up = False
        feed.link(acquisition.change_of(seat.device.sensor, "lost", text))

    def phone_message(self, place: str, data: bytes) -> PhoneAnswer:
        """Takes a message of the phone at a place; what is refused is not recorded."""
        acquisition, feed, seat = self._acquisition, self._feed, self._seats.get(place)
        if acquisition is None or seat is None:
            return PhoneAnswer(refusal=Refusal(status=503, text=say("source.not_begun")))
        if feed is None:
            return PhoneAnswer(refusal=Refusal(status=410, text=say("source.ended")))
        try:
            message = read_motion(data)
        except MessageError as error:
            return self._refused(acquisition, place, 400, say("source.refused"), fact_words(error.fact))
        now_s = acquisition.now_s()
        if seat.is_another(message.phone, now_s):
            line = say("source.close_other_page")
            return self._refused(acquisition, place, 409, say("source.two_phones"), line)
        due = seat.due(message)
        seat.phone, seat.heard_s = message.phone, now_s
        if message.number != due:
            seat.expect(message.phone, due)
            return PhoneAnswer(taken=due - 1, again=message.number > due)
        seat.expect(message.phone, due + 1)
        if not seat.up:
            self._greet(seat, acquisition, feed)
        feed.packet(acquisition.packet_of(place, MOTION_CHANNEL, data))
        return PhoneAnswer(taken=due)

    def _greet(self, seat: _Seat, acquisition: Acquisition, feed: DeviceFeed) -> None:
        seat.up = True
        feed.link(acquisition.change_of(seat.device.sensor, "up", say("source.phone_connected")))
        self._forget(acquisition, seat.device.sensor, _REFUSED, _OF_ITSELF)

    def phone_note(self, place: str, phone: str, note: str) -> None:
        """Shows what a phone says about itself: a word of `PHONE_NOTES`."""
        acquisition, feed, seat = self._acquisition, self._feed, self._seats.get(place)
        if acquisition is None or feed is None or seat is None or note not in PHONE_NOTES:
            return
        if seat.is_another(phone, acquisition.now_s()):
            return
        headline, line = phone_note_words(note)
        if seat.up:
            self._lose(seat, acquisition, feed, f"{headline}: {line}")
        if len(self._seats) > 1:
            headline = say("source.at_place", headline=headline, place=words.place(place))
        self._note(acquisition, (place, _OF_ITSELF), headline, line)

    def _refused(
        self, acquisition: Acquisition, place: str, status: int, headline: str, line: str
    ) -> PhoneAnswer:
        self._seats[place].refused_s = acquisition.now_s()
        self._note(acquisition, (place, _REFUSED), headline, line)
        return PhoneAnswer(refusal=Refusal(status=status, text=line))

    def _note(self, acquisition: Acquisition, key: tuple[str, str], headline: str, line: str) -> None:
        """Shows a note until its cause is gone."""
        if self._notes.get(key) != (headline, line):
            self._notes.pop(key, None)
            self._notes[key] = headline, line
            self._show_notes(acquisition)

    def _forget(self, acquisition: Acquisition, place: str, *causes: str) -> None:
        """Takes the notes of a place away whose cause is gone."""
        gone = [key for key in self._notes if key[0] == place and key[1] in causes]
        for key in gone:
            del self._notes[key]
        if gone:
            self._show_notes(acquisition)

    def _show_notes(self, acquisition: Acquisition) -> None:
        shown = list(self._notes.values())
        acquisition.screen.set(source_note=shown[-1] if shown else None)
