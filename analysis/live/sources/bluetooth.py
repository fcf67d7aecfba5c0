"""Sensors as a source: what Bluetooth brings goes through the recorder, the streams and on to the session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.live.hub import Hub, NoControl
from analysis.live.runner import Sink
from analysis.live.sources.simulated import ADDRESS, NAME, demo_sensor
from analysis.live.status import Nearby
from imu.ble import Backend, Collector, Near, Wanted, find, scan
from imu.devices import DeviceStream, load_profile
from imu.devices.protocol import LinkChange, Packet, Write
from imu.errors import DeviceError, DeviceNotFound
from imu.recording.intake import Intake
from imu.recording.recorder import Recorder

HEALTH_S = 1.0
SEARCH_S, FIND_S = 60.0, 15.0
DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A device as a person named it: ``identifier`` is a name, an address, a profile, or ``demo``; ``profile``
    and ``rate_hz`` None: as it turns out."""

    sensor: str | None
    identifier: str
    profile: str | None = None
    rate_hz: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFaults:
    """What happens to the simulated sensor, for everybody to see how the program takes it."""

    swing: bool = False
    drop_link: bool = False
    loss: float = 0.0


class SensorSource(NoControl):
    """Delivers until it is cancelled; then the sensors rest and no link is left.

    Parameters
    ----------
    asked : sequence of Asked
        Empty: a person chooses on the page.
    record : callable
        Given the devices of the session, the recorder of it (None: nothing is kept).
    now_s : callable
        Seconds since the session began.
    faults : DemoFaults
    """

    def __init__(
        self,
        asked: Sequence[Asked],
        record: Callable[[Sequence[Wanted]], Recorder | None],
        now_s: Callable[[], float],
        faults: DemoFaults,
    ) -> None:
        self._asked, self._record, self._now_s, self._faults = list(asked), record, now_s, faults
        self._chosen = asyncio.Event()
        self._searching: asyncio.Task[None] | None = None
        self._near: dict[str, Near] = {}
        if asked:
            self._chosen.set()

    async def run(self, sink: Sink) -> None:
        """See `Source`.

        Raises
        ------
        BluetoothUnavailable, DeviceNotFound
        """
        try:
            await self._chosen.wait()
        finally:
            self._stop_searching()
        async with contextlib.AsyncExitStack() as worlds:
            backend: Backend | None = None
            if any(a.identifier == DEMO for a in self._asked):
                f = self._faults
                world = demo_sensor(swing=f.swing, drop_link=f.drop_link, loss=f.loss)
                backend = await worlds.enter_async_context(world)
            wanted = [await _wanted(asked, backend) for asked in self._asked]
            await self._collect(wanted, sink, backend)

    async def _collect(self, wanted: Sequence[Wanted], sink: Sink, backend: Backend | None) -> None:
        streams = {w.sensor: DeviceStream(w.profile, w.sensor, rate_hz=w.rate_hz) for w in wanted}
        recorder = self._record(wanted)
        intake = Intake(streams, sink.samples, recorder)
        for one in wanted:
            asked_hz = streams[one.sensor].rate_hz
            sink.hub.sensor(one.sensor, name=one.label, state="searching", asked_hz=asked_hz)
        sink.hub.set(
            recording=None if recorder is None else str(recorder.csv_path), nearby=(), searching=False
        )
        collector = Collector(wanted, _Handler(intake, sink.hub), clock=self._now_s, backend=backend)
        watching = asyncio.create_task(watch(intake, recorder, sink.hub))
        try:
            await collector.run()
        finally:
            watching.cancel()
            intake.flush()

    def search(self, hub: Hub) -> None:
        """Looks for sensors for a minute, and shows them as they are heard."""
        if self._searching is None or self._searching.done():
            hub.set(searching=True, trouble=None)
            self._searching = asyncio.create_task(self._search(hub))

    async def _search(self, hub: Hub) -> None:
        try:
            async with contextlib.aclosing(scan(SEARCH_S)) as sightings:
                async for near in sightings:
                    self._near[near.address] = near
                    hub.set(nearby=tuple(map(_nearby, self._near.values())))
        except DeviceError as error:
            hub.set(trouble=("No Bluetooth", str(error)))
        finally:
            hub.set(searching=False)

    def connect(self, hub: Hub, address: str) -> str | None:
        """Uses a device that the search has shown."""
        near = self._near.get(address)
        if near is None or self._chosen.is_set():
            return None
        if near.profile is None:
            return f"{near.name or address} is no kind of sensor that is known here."
        self._asked = [Asked(sensor=None, identifier=address, profile=near.profile.name)]
        self._chosen.set()
        hub.set(trouble=None)
        return None

    def demo(self, hub: Hub) -> None:
        """Uses the simulated sensor."""
        if not self._chosen.is_set():
            self._asked = [Asked(sensor=None, identifier=DEMO)]
            self._chosen.set()
            hub.set(mode="demo", strip="Demo, simulated arm", trouble=None)

    def _stop_searching(self) -> None:
        if self._searching is not None:
            self._searching.cancel()


async def _wanted(asked: Asked, backend: Backend | None) -> Wanted:
    """What to connect to; a device whose name says nothing of its kind is listened for first."""
    if asked.identifier == DEMO:
        dot = load_profile("movella-dot")
        return Wanted(sensor=asked.sensor or dot.placement, profile=dot, name=NAME, address=ADDRESS)
    if asked.profile is not None:
        profile = load_profile(asked.profile)
        by_address = asked.identifier.count(":") == 5 or asked.identifier.count("-") == 4
        return Wanted(
            sensor=asked.sensor or profile.placement,
            profile=profile,
            name=None if by_address else asked.identifier,
            address=asked.identifier if by_address else None,
            rate_hz=asked.rate_hz,
        )
    near = await find(asked.identifier, seconds=FIND_S, backend=backend)
    if near.profile is None:
        what = f"{near.name or near.address} is near, but what kind of sensor it is cannot be told; say so with --profile."
        raise DeviceNotFound(what, identifier=asked.identifier)
    sensor = asked.sensor or near.profile.placement
    return Wanted(
        sensor=sensor, profile=near.profile, name=near.name, address=near.address, rate_hz=asked.rate_hz
    )


def _nearby(near: Near) -> Nearby:
    kind = None if near.profile is None else near.profile.name
    return Nearby(
        name=near.name or near.address,
        address=near.address,
        rssi=near.rssi_dbm,
        profile=kind,
        battery=near.battery_percent,
    )


class _Handler:
    """The intake, with the screen told of every change of a link."""

    def __init__(self, intake: Intake, hub: Hub) -> None:
        self._intake, self._hub = intake, hub

    def packet(self, packet: Packet, /) -> list[Write]:
        return self._intake.packet(packet)

    def link(self, change: LinkChange, /) -> None:
        self._intake.link(change)
        self._hub.sensor(change.sensor, state=change.state, **({"text": change.text} if change.text else {}))

    def start_writes(self, sensor: str, /) -> list[Write]:
        return self._intake.start_writes(sensor)

    def stop_writes(self, sensor: str, /) -> list[Write]:
        return self._intake.stop_writes(sensor)


async def watch(intake: Intake, recorder: Recorder | None, hub: Hub) -> None:
    """Battery, true rate, losses and the recording to the screen, once a second."""
    while True:
        await asyncio.sleep(HEALTH_S)
        for sensor, stream in intake.streams.items():
            health = stream.health
            battery = None if health.battery is None else health.battery.percent
            hub.sensor(sensor, battery=battery, true_hz=health.true_hz, lost_readings=health.lost)
        if recorder is not None:
            hub.set(recording_fault=recorder.fault)
