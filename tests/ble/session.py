"""Virtual sensors, and a collector that is watched: the real bleak, HCI, L2CAP, ATT and GATT between them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from time import perf_counter
from typing import Any, Protocol, TypeVar

import numpy as np

from imu.ble import Backend, Collector, Patience, Wanted
from imu.devices import DeviceStream, load_profile
from imu.devices.types import LinkChange, LinkState, Packet, Write
from imu.intake import Intake
from imu.types import Floats, SampleBlock
from imu.units import G_MPS2
from imu.virtual.radio import Radio
from imu.virtual.sensor import VirtualSensor
from imu.virtual.speech import DotSpeech, Speech, WitMotionSpeech

WIT_HZ, DOT_HZ = 100.0, 60.0
QUICK = Patience(
    scan_s=1.0, choose_s=0.2, attempt_s=5.0, wait_s=0.01, wait_most_s=0.05, silent_s=1.0, goodbye_s=1.0
)
PATIENT_S = 20.0
"""A test that waits longer than this has failed."""
T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Runs a test to its end, or to the end of patience."""

    async def limited() -> T:
        async with asyncio.timeout(2 * PATIENT_S):
            return await main

    return asyncio.run(limited())


def numbered(hz: float, step_mps2: float, seconds: float = 60.0) -> SampleBlock:
    """A motion whose samples are numbered in their x acceleration."""
    index = np.arange(round(seconds * hz), dtype=np.float64)
    acc = np.column_stack([index * step_mps2, np.zeros_like(index), np.full_like(index, 9.75)])
    turn = np.tile([0.5, 0.0, -0.25], (len(index), 1))
    return SampleBlock(sensor="wrist", time_s=index / hz, acc_mps2=acc, gyr_radps=turn)


WIT_STEP, DOT_STEP = 16 / 32768 * G_MPS2, 0.125


def wit(radio: Radio, number: int = 1, **more: Any) -> VirtualSensor:
    """A WitMotion sensor that numbers its samples at 100 Hz; its counts hold the numbers exactly."""
    return _sensor(radio, WitMotionSpeech(), f"WT901BLE{number}", number, numbered(WIT_HZ, WIT_STEP), **more)


def dot(radio: Radio, number: int = 9, **more: Any) -> VirtualSensor:
    """A Movella DOT that numbers its samples at 60 Hz, exactly."""
    return _sensor(radio, DotSpeech(), f"Movella DOT {number}", number, numbered(DOT_HZ, DOT_STEP), **more)


def _sensor(
    radio: Radio, speech: Speech, name: str, number: int, motion: SampleBlock, **more: Any
) -> VirtualSensor:
    return VirtualSensor(
        radio, speech, name=name, address=f"C0:00:00:00:00:{number:02X}", motion=motion, **more
    )


def wanted_wit(sensor: VirtualSensor, placement: str = "wrist") -> Wanted:
    return Wanted(sensor=placement, profile=load_profile("witmotion"), name=sensor.name, rate_hz=WIT_HZ)


def wanted_dot(sensor: VirtualSensor, placement: str = "wrist") -> Wanted:
    return Wanted(sensor=placement, profile=load_profile("movella-dot"), address=sensor.address)


class HasBackend(Protocol):
    """A world, or the system."""

    backend: Backend | None


class Watched:
    """A handler that hands everything to the real intake, and lets a test wait for what it needs."""

    def __init__(self, wanted: list[Wanted]) -> None:
        self.blocks: list[SampleBlock] = []
        self.packets: list[Packet] = []
        self.changes: list[LinkChange] = []
        self.streams = {
            one.sensor: DeviceStream(one.profile, one.sensor, rate_hz=one.rate_hz) for one in wanted
        }
        self.on_packet: Callable[[Packet], None] = lambda _: None
        self.on_change: dict[LinkState, Callable[[], None]] = {}
        self._intake = Intake(self.streams, self.blocks.append)
        self._news = asyncio.Event()

    def packet(self, packet: Packet) -> list[Write]:
        self.packets.append(packet)
        self._news.set()
        self.on_packet(packet)
        return self._intake.packet(packet)

    def link(self, change: LinkChange) -> None:
        self.changes.append(change)
        self._news.set()
        self.on_change.get(change.state, lambda: None)()
        self._intake.link(change)

    def start_writes(self, sensor: str) -> list[Write]:
        return self._intake.start_writes(sensor)

    def stop_writes(self, sensor: str) -> list[Write]:
        return self._intake.stop_writes(sensor)

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENT_S) -> None:
        """Waits until it holds, looking whenever something came."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def readings(self, more: int, sensor: str = "wrist", seconds: float = PATIENT_S) -> None:
        """Waits for so many more packets of a sensor's data."""
        had = self.heard(sensor)
        await self.until(lambda: self.heard(sensor) >= had + more, seconds)

    async def told(
        self, state: LinkState, times: int = 1, sensor: str = "wrist", seconds: float = PATIENT_S
    ) -> None:
        """Waits until a link was in a state so many times."""
        await self.until(lambda: self.states(sensor).count(state) >= times, seconds)

    def states(self, sensor: str = "wrist") -> list[LinkState]:
        return [c.state for c in self.changes if c.sensor == sensor]

    def heard(self, sensor: str = "wrist") -> int:
        return sum(p.sensor == sensor and p.channel != "battery" for p in self.packets)

    def numbers(self, step: float, sensor: str = "wrist") -> list[int]:
        """The numbers in the samples that came out of the intake, once nothing is kept back."""
        self._intake.flush()
        found: list[Floats] = [b.acc_mps2[:, 0] for b in self.blocks if b.sensor == sensor]
        return np.rint(np.concatenate([np.empty(0), *found]) / step).astype(int).tolist()


@contextlib.asynccontextmanager
async def collecting(
    world: HasBackend, wanted: list[Wanted], *, patience: Patience = QUICK, handler: Watched | None = None
) -> AsyncIterator[Watched]:
    """A collector at work; afterwards it is cancelled, as Ctrl-C does it."""
    watched = handler or Watched(wanted)
    began_s = perf_counter()
    collector = Collector(
        wanted,
        watched,
        clock=lambda: perf_counter() - began_s,
        backend=world.backend,
        patience=patience,
    )
    task = asyncio.ensure_future(collector.run())
    task.add_done_callback(lambda _: watched._news.set())
    try:
        yield watched
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def consecutive(numbers: list[int]) -> bool:
    """One after the other, none missing, none twice."""
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def block_for(seconds: float) -> None:
    """Keeps this thread busy, as a slow listener would."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        pass
