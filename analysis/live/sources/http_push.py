"""A phone as a sensor: what it posts goes the way of every packet."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

from analysis.live.hub import NoControl
from analysis.live.runner import Sink
from analysis.live.sources.bluetooth import watch
from imu.ble import Wanted
from imu.devices import DeviceStream, load_profile
from imu.devices.protocol import LinkChange, Packet
from imu.recording.intake import Intake
from imu.recording.recorder import Recorder

PROFILE = "sensor-logger-push"
SILENT_S = 3.0
"""A phone that has posted nothing for so long is lost; it posts twice a second or more."""
LOOK_S = 0.5


class PhoneSource(NoControl):
    """Delivers what is posted, until it is cancelled.

    Parameters
    ----------
    sensor : str or None
        Where the phone is; None: on the wrist.
    record : callable
        Given the devices of the session, the recorder of it.
    now_s : callable
        Seconds since the session began.
    """

    def __init__(
        self,
        sensor: str | None,
        record: Callable[[Sequence[Wanted]], Recorder | None],
        now_s: Callable[[], float],
    ) -> None:
        profile = load_profile(PROFILE)
        self._wanted = Wanted(sensor=sensor or profile.placement, profile=profile, name="Phone")
        self._record, self._now_s = record, now_s
        self._intake: Intake | None = None
        self._heard_s: float | None = None

    async def run(self, sink: Sink) -> None:
        """See `Source`."""
        sensor = self._wanted.sensor
        recorder = self._record([self._wanted])
        self._intake = Intake({sensor: DeviceStream(self._wanted.profile, sensor)}, sink.samples, recorder)
        sink.hub.sensor(sensor, name="Phone", state="searching", text="Waiting for the phone.")
        sink.hub.set(recording=None if recorder is None else str(recorder.csv_path))
        watching = asyncio.create_task(watch(self._intake, recorder, sink.hub))
        try:
            while True:
                await asyncio.sleep(LOOK_S)
                self._look(sink)
        finally:
            watching.cancel()
            self._intake.flush()

    def _look(self, sink: Sink) -> None:
        """Is it there, was it lost, is it back?"""
        status = sink.hub.status.sensors[self._wanted.sensor]
        heard = self._heard_s is not None and self._now_s() - self._heard_s < SILENT_S
        if heard and status.state != "up":
            self._link(sink, "up", "The phone is connected.")
            sink.hub.set(phone_address=None)
        elif not heard and status.state == "up":
            self._link(sink, "lost", "The phone sends nothing; is the app still recording?")

    def _link(self, sink: Sink, state: str, text: str) -> None:
        change = LinkChange(
            sensor=self._wanted.sensor, state="up" if state == "up" else "lost", at_s=self._now_s(), text=text
        )
        if self._intake is not None:
            self._intake.link(change)
        sink.hub.sensor(change.sensor, state=change.state, text=text)

    def pushed(self, body: bytes) -> str | None:
        """A message was posted; what is wrong with it, or None."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return "The message is not JSON."
        if not isinstance(message, dict) or not isinstance(message.get("payload"), list):
            return "The message has no payload: in Sensor Logger, choose HTTP Push."
        if self._intake is not None:
            self._heard_s = self._now_s()
            packet = Packet(sensor=self._wanted.sensor, channel="push", data=body, arrival_s=self._heard_s)
            self._intake.packet(packet)
        return None
