"""Requests of a person to the program itself, such as to search for sensors or to end the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from analysis.language import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why what a phone posted is not taken."""

    status: int
    """HTTP status code, of 400 and more."""
    text: str
    """A sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAnswer:
    """Answer to a message of a phone's browser."""

    taken: int = -1
    """Number of the latest message that was taken; all before it were, too."""
    again: bool = False
    """Messages in between are missing: the phone should send all again that come after ``taken``."""
    refusal: Refusal | None = None
    """Why the message is not taken."""


class SessionScreen(Protocol):
    """The part of a session's screen that a source of samples needs; `analysis.live.hub.Hub` has it."""

    def set(self, **changes: Any) -> None:
        """Changes fields of `analysis.live.status.Status`, and shows them."""

    def sensor(self, sensor: str, **changes: Any) -> None:
        """Changes fields of one sensor's `analysis.live.status.SensorStatus`, and shows them."""

    def say(self, text: str) -> None:
        """Shows a sentence for a moment."""

    def rest(self) -> None:
        """Ends the set for the screens, which show its result until the next rep; the stream goes on as it does."""

    def end(self, *, again: bool = False) -> None:
        """Asks for the end of the session; ``again``: another one is to follow."""


class SourceControls:
    """Base of all sources: refuses what a source cannot do; a source overrides what it can.

    Each method gets the screen, does its work at once or in the background, and returns a sentence for the
    person, or None where there is nothing to say.
    """

    def search(self, screen: SessionScreen) -> str | None:  # noqa: ARG002
        """Searches for sensors."""
        return say("command.not_here")

    def connect(self, screen: SessionScreen, address: str) -> str | None:  # noqa: ARG002
        """Uses the sensor with this address."""
        return say("command.not_here")

    def demo(self, screen: SessionScreen) -> str | None:  # noqa: ARG002
        """Uses the simulated sensor."""
        return say("command.not_here")

    def keep_trying(self, screen: SessionScreen) -> str | None:  # noqa: ARG002
        """Goes on reconnecting; every source does so by itself, and the page asks again after a while."""
        return None

    def pause(self, screen: SessionScreen) -> str | None:  # noqa: ARG002
        """Holds a replay, or goes on."""
        return say("command.not_here")

    def speed(self, screen: SessionScreen, factor: float) -> str | None:  # noqa: ARG002
        """Plays a replay so many times faster."""
        return say("command.not_here")

    def new_session(self, screen: SessionScreen) -> str | None:
        """Ends this session and begins another of the same kind."""
        screen.end(again=True)
        return None

    def finish(self, screen: SessionScreen) -> str | None:
        """Ends this session."""
        screen.end()
        return None

    def pushed(self, body: bytes, sender: str) -> Refusal | None:  # noqa: ARG002
        """Takes a message that a phone posted from the address ``sender``; returns why it is not taken, or None."""
        return Refusal(status=404, text=say("command.not_here"))

    def phone_message(self, place: str, data: bytes) -> PhoneAnswer:  # noqa: ARG002
        """Takes a message of the phone's browser at ``place``."""
        return PhoneAnswer(refusal=Refusal(status=404, text=say("command.not_here")))

    def phone_note(self, place: str, phone: str, note: str) -> None:
        """Shows what the phone at ``place``, named ``phone``, says about itself: a word."""
