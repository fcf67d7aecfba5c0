"""Source of samples from a phone that posts what it measures (Sensor Logger's HTTP push)."""

from __future__ import annotations

import asyncio

from analysis.language import say
from analysis.live.controls import Refusal, SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from analysis.output.fact_words import fact_words
from imu.devices import load_profile
from imu.devices.decoders.sensor_logger_push import PushMessage, read_message
from imu.errors import MessageError

_PROFILE = "sensor-logger-push"
SILENT_S = 3.0
"""Silence after which a phone is lost, s; it posts twice a second or more."""
ENDED_S = 10.0
"""Silence after which the set is shown as ended, s: whoever stops the app is done, and a link that drops is mostly back."""
LOOK_S = 0.5
"""Seconds between two looks at whether it posts."""


class PhoneSource(SourceControls):
    """Delivers what one phone posts, until it is cancelled. Another one is refused while the first is heard.

    Parameters
    ----------
    sensor : str or None
        Where the phone is; None: on the wrist.
    """

    def __init__(self, sensor: str | None) -> None:
        profile = load_profile(_PROFILE)
        self._device = SessionDevice(
            sensor=sensor or profile.placement, name=say("source.phone"), profile=profile
        )
        self._acquisition: Acquisition | None = None
        self._feed: DeviceFeed | None = None
        self._phone: str | None = None
        self._heard_s = self._measured_s = float("-inf")
        self._noted_s = float("-inf")
        self._up = self._noted = self._ended = False

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes."""
        async with acquisition.receiving([self._device]) as feed:
            acquisition.screen.sensor(self._device.sensor, text=say("source.waiting_for_phone"))
            self._acquisition, self._feed = acquisition, feed
            try:
                while True:
                    await asyncio.sleep(LOOK_S)
                    self._look(acquisition, feed)
            finally:
                self._feed = None

    def _look(self, acquisition: Acquisition, feed: DeviceFeed) -> None:
        """Shows when the phone comes, is lost, is back, or measures nothing that can be used."""
        now_s, sensor = acquisition.now_s(), self._device.sensor
        heard = now_s - self._heard_s < SILENT_S
        if heard and now_s - self._measured_s >= SILENT_S:
            self._note(acquisition, say("source.no_acceleration"), say("source.switch_on_sensors"))
        elif self._noted and now_s - self._noted_s >= SILENT_S:
            self._noted = False
            acquisition.screen.set(source_note=None)
        self._look_for_end(acquisition, now_s - self._heard_s)
        if heard == self._up:
            return
        self._up = heard
        if heard:
            feed.link(acquisition.change_of(sensor, "up", say("source.phone_connected")))
        else:
            text = say("source.app_silent")
            feed.link(acquisition.change_of(sensor, "lost", text))

    def _look_for_end(self, acquisition: Acquisition, silent_s: float) -> None:
        """Ends the set where the phone has been silent for long: its recording was ended, which is how one finishes."""
        ended = ENDED_S <= silent_s < float("inf")
        if ended == self._ended:
            return
        self._ended = ended
        if ended:
            acquisition.screen.rest()
        stopped = (say("source.phone_stopped"), say("source.record_or_finish"))
        acquisition.screen.set(source_note=stopped if ended else None)

    def _note(self, acquisition: Acquisition, headline: str, line: str) -> None:
        """Shows a note until there has been no cause for one for a while; of several the first."""
        self._noted_s = acquisition.now_s()
        if not self._noted:
            self._noted = True
            acquisition.screen.set(source_note=(headline, line))

    def pushed(self, body: bytes, sender: str) -> Refusal | None:
        """Takes a message that was posted; returns why it is not taken, or None. What is refused is not recorded."""
        acquisition, feed = self._acquisition, self._feed
        if acquisition is None:
            return Refusal(status=503, text=say("source.not_begun_post_again"))
        if feed is None:
            return Refusal(status=410, text=say("source.ended_begin_another"))
        try:
            message = read_message(body)
        except MessageError as error:
            return self._refused(acquisition, 400, say("source.refused"), fact_words(error.fact))
        if self._is_another(message, sender, acquisition.now_s()):
            return self._refused(acquisition, 409, say("source.two_phones"), say("source.stop_other_phone"))
        if message.wrong is not None:
            return self._refused(
                acquisition, 400, say("source.no_acceleration"), say("heard.message.app.without_gravity")
            )
        packet = acquisition.packet_of(self._device.sensor, "push", body)
        if self._heard_s == float("-inf") or message.measures:
            self._measured_s = packet.arrival_s
        self._heard_s = packet.arrival_s
        feed.packet(packet)
        return None

    def _refused(self, acquisition: Acquisition, status: int, headline: str, line: str) -> Refusal:
        self._note(acquisition, headline, line)
        return Refusal(status=status, text=line)

    def _is_another(self, message: PushMessage, sender: str, now_s: float) -> bool:
        """Whether it is from another phone than the one that is heard; who comes after a silence is taken."""
        phone = message.phone or f"{sender} {message.session}"
        if self._phone is not None and phone != self._phone and now_s - self._heard_s < SILENT_S:
            return True
        self._phone = phone
        return False
