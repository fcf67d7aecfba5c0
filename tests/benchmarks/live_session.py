"""A live session's speed: ``python -m tests.benchmarks live [MINUTES]``.

Nothing here passes or fails. Shares of a core are ratios to real time; delays are distributions.
"""

from __future__ import annotations

import asyncio
import json
import time
import tracemalloc
from urllib.parse import urlsplit

import numpy as np
from websockets.asyncio.client import connect

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.runner import Program
from analysis.live.serve import serve
from analysis.live.sources.simulated import DemoFaults, SimulatedSource
from analysis.live.status import Status
from analysis.records.events import Event
from analysis.stream.offline import RecordingFacts
from imu.ble import Collector, Target
from imu.devices import DeviceStream, Packet, load_profile
from imu.devices.protocol import LinkChange, Write
from imu.recording.intake import Intake
from imu.simulate import sensor_demo_session
from imu.types import SampleBlock
from imu.virtual_ble.firmware import DotSpeech, WitMotionSpeech
from imu.virtual_ble.peripheral import VirtualSensor
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import QUICK

RATE_HZ = 200.0
SENSORS = ("wrist_left", "wrist_right", "trunk", "upper_arm")
DROPS = 1000
NAME, ADDRESS = "Movella DOT", "C0:00:00:00:00:01"


def session() -> LiveSession:
    """An empty one."""
    return LiveSession(RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))


def wit_frames(block: SampleBlock, hz: float) -> list[bytes]:
    """Notifications of a WitMotion sensor that measures this motion."""
    speech = WitMotionSpeech()
    assert block.gyr_radps is not None
    time_s = np.arange(block.time_s[0], block.time_s[-1], 1.0 / hz)
    values = np.column_stack([block.acc_mps2, block.gyr_radps])
    rows = np.column_stack([np.interp(time_s, block.time_s, column) for column in values.T])
    return [speech.reading(float(t), row).data for t, row in zip(time_s, rows, strict=True)]


def share_of_a_core() -> tuple[float, int]:
    """Four sensors at 200 Hz: packets to events, without radio, disk and page; processor time to real time."""
    motion = sensor_demo_session(swing=True).recording.sensors[0]
    frames = wit_frames(motion, RATE_HZ)
    profile = load_profile("witmotion")
    live = session()
    intake = Intake(
        {s: DeviceStream(profile, s, rate_hz=RATE_HZ) for s in SENSORS}, lambda b: live.samples(b) and None
    )
    start = time.process_time()
    for k, frame in enumerate(frames):
        for sensor in SENSORS:
            intake.packet(Packet(sensor=sensor, channel="data", data=frame, arrival_s=k / RATE_HZ))
    used_s = time.process_time() - start
    live.finish()
    return used_s / (len(frames) / RATE_HZ), sum(len(s.reps) for s in live.sets)


def an_hour(minutes: float) -> tuple[float, list[float], float]:
    """Processor time to real time, memory in MB after each quarter, and the largest state in kB, of one sensor
    with a page that looks."""
    motion = sensor_demo_session(swing=True).recording.sensors[0]
    frames = wit_frames(motion, 100.0)
    live = session()
    hub = Hub(live, Status())
    largest = 0

    def page(message: dict[str, object]) -> None:
        nonlocal largest
        largest = max(largest, len(json.dumps(message)))

    hub.join(page)
    intake = Intake(
        {"wrist": DeviceStream(load_profile("witmotion"), "wrist", rate_hz=100.0)},
        lambda b: hub.samples(b) and None,
    )
    many = round(minutes * 60.0 * 100.0)
    memory = []
    tracemalloc.start()
    start = time.process_time()
    for k in range(many):
        data = frames[k % len(frames)]
        intake.packet(Packet(sensor="wrist", channel="data", data=data, arrival_s=k / 100.0))
        if k % 5 == 0:
            hub.tick(k / 100.0)
        if (k + 1) % (many // 4) == 0:
            memory.append(tracemalloc.get_traced_memory()[0] / 1e6)
    used_s = time.process_time() - start
    tracemalloc.stop()
    return used_s / (many / 100.0), memory, largest / 1e3


async def delays_s() -> list[float]:
    """From an event's own time to its arrival on a page: simulated sensor, recorder-less session, real
    WebSocket."""
    began = time.monotonic()
    live = session()
    source = SimulatedSource(faults=DemoFaults(swing=True))
    hub = Hub(live, Status(), source)
    due: list[Event] = []
    delays: list[float] = []
    program = Program(hub, [due.append], lambda: time.monotonic() - began)
    async with serve(hub, None, 0, lambda: None) as link:
        running = asyncio.create_task(program.run(source))
        async with connect(f"ws://{urlsplit(link).netloc}/ws", proxy=None) as page:
            while not any(e.kind == "set" for e in due):
                message = json.loads(await page.recv())
                if message["type"] != "state":
                    continue
                now_s = time.monotonic() - began
                delays += [now_s - e.at_s for e in due if e.kind in ("rep", "flag")]
                due = [e for e in due if e.kind == "set"]
                program._watchers = [due.append]
        hub.ending.set()
        await running
    return delays


class _Counting:
    """Counts readings by the number that each carries."""

    def __init__(self, stream: DeviceStream) -> None:
        self.stream, self.times = stream, list[float]()
        self.up, self.heard = asyncio.Event(), asyncio.Event()

    def packet(self, packet: Packet, /) -> list[Write]:
        for block in self.stream.packet(packet):
            self.times += block.time_s.tolist()
        self.heard.set()
        return self.stream.take_writes()

    def link(self, change: LinkChange, /) -> None:
        self.stream.link(change)
        if change.state == "up":
            self.up.set()

    def start_writes(self, _: str, /) -> list[Write]:
        return self.stream.start()

    def stop_writes(self, _: str, /) -> list[Write]:
        return self.stream.stop()


async def dropped_links(many: int) -> tuple[int, int, int, float]:
    """Links dropped, readings, steps backwards or doubled, and seconds."""
    radio, dice = Radio(), np.random.default_rng(1)
    motion = sensor_demo_session(swing=False).recording.sensors[0]
    sensor = VirtualSensor(radio, DotSpeech(), name=NAME, address=ADDRESS, motion=motion)
    profile = load_profile("movella-dot")
    handler = _Counting(DeviceStream(profile, "wrist"))
    start = time.monotonic()
    async with World(radio, [sensor]) as world:
        wanted = [Target(sensor="wrist", profile=profile, address=ADDRESS)]
        collector = Collector(
            wanted, handler, clock=lambda: time.monotonic() - start, backend=world.backend, patience=QUICK
        )
        running = asyncio.create_task(collector.run())
        for _ in range(many):
            await handler.up.wait()
            handler.up.clear()
            for _ in range(dice.integers(0, 4)):
                handler.heard.clear()
                await handler.heard.wait()
            await sensor.drop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    steps = np.diff(handler.times)
    return many, len(handler.times), int((steps <= 0.0).sum()), time.monotonic() - start


def main(length_min: str = "60") -> None:
    """Prints the table."""
    minutes = float(length_min)
    share, reps = share_of_a_core()
    print(f"{'four sensors at 200 Hz':32} {share:.2f} of a core ({reps} reps)")
    share, memory, state_kb = an_hour(minutes)
    held = ", ".join(f"{m:.1f}" for m in memory)
    print(f"{f'{minutes:g} minutes with a page':32} {share:.2f} of a core; {held} MB after each quarter")
    print(f"{'largest message':32} {state_kb:.1f} kB")
    delays = np.array(asyncio.run(delays_s())) * 1000.0
    p50, p95 = np.percentile(delays, [50, 95])
    print(
        f"{'rep or flag to the page':32} p50 {p50:.0f} ms, p95 {p95:.0f} ms after its own time ({len(delays)} events)"
    )
    many, readings, doubled, spent_s = asyncio.run(dropped_links(DROPS))
    print(
        f"{'links dropped':32} {many} in {spent_s:.0f} s; {readings} readings, {doubled} twice or backwards"
    )
