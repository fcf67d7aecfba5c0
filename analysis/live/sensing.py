"""Sensors as a source: what Bluetooth brings goes through the recorder, the streams and on to the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.live.hub import Hub, NoControl
from analysis.live.program import Sink
from imu.ble import Backend, Collector, Wanted
from imu.devices import DeviceStream
from imu.devices.types import LinkChange, Packet, Write
from imu.intake import Intake
from imu.recorder import Recorder

HEALTH_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A device of the session, and how people call it."""

    wanted: Wanted
    name: str


class SensorSource(NoControl):
    """Delivers until it is cancelled; then the sensors rest and no link is left.

    Parameters
    ----------
    chosen : sequence of Chosen
    recorder : Recorder or None
        None: nothing is kept.
    now_s : callable
        Seconds since the session began.
    backend : Backend or None
        None: this computer's Bluetooth.
    """

    def __init__(
        self,
        chosen: Sequence[Chosen],
        recorder: Recorder | None,
        now_s: Callable[[], float],
        backend: Backend | None = None,
    ) -> None:
        self._chosen, self._recorder, self._now_s, self._backend = tuple(chosen), recorder, now_s, backend

    async def run(self, sink: Sink) -> None:
        """See `Source`; raises BluetoothUnavailable where there is none."""
        streams = {
            c.wanted.sensor: DeviceStream(c.wanted.profile, c.wanted.sensor, rate_hz=c.wanted.rate_hz)
            for c in self._chosen
        }
        intake = Intake(streams, sink.samples, self._recorder)
        for one in self._chosen:
            stream = streams[one.wanted.sensor]
            sink.hub.sensor(one.wanted.sensor, name=one.name, state="searching", asked_hz=stream.rate_hz)
        wanted = [c.wanted for c in self._chosen]
        handler = _Handler(intake, sink.hub)
        collector = Collector(wanted, handler, clock=self._now_s, backend=self._backend)
        watching = asyncio.create_task(_watch(intake, sink.hub))
        try:
            await collector.run()
        finally:
            watching.cancel()
            intake.flush()


class _Handler:
    """The intake, with the screen told of every change of a link."""

    def __init__(self, intake: Intake, hub: Hub) -> None:
        self._intake, self._hub = intake, hub

    def packet(self, packet: Packet, /) -> list[Write]:
        return self._intake.packet(packet)

    def link(self, change: LinkChange, /) -> None:
        self._intake.link(change)
        self._hub.sensor(change.sensor, state=change.state, text=change.text)

    def start_writes(self, sensor: str, /) -> list[Write]:
        return self._intake.start_writes(sensor)

    def stop_writes(self, sensor: str, /) -> list[Write]:
        return self._intake.stop_writes(sensor)


async def _watch(intake: Intake, hub: Hub) -> None:
    """Battery, true rate and losses to the screen, once a second."""
    while True:
        await asyncio.sleep(HEALTH_S)
        for sensor, stream in intake.streams.items():
            health = stream.health
            battery = None if health.battery is None else health.battery.percent
            hub.sensor(sensor, battery=battery, true_hz=health.true_hz, lost_readings=health.lost)
