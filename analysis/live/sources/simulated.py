"""The simulated sensor of ``live --device demo``: makes the bytes of a Movella DOT in this process as they
are due.

They go the way of all packets, through the recording, the decoder and the clock. No Bluetooth is involved:
it is for a computer without any (what a radio does to packets is tried in ``tests/ble``).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.language import say
from analysis.live.controls import SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from imu.devices import load_profile
from imu.devices.protocol import Write
from imu.errors import DeviceError
from imu.simulate import sensor_demo_session
from imu.types import SampleBlock
from imu.virtual_ble.faults import Fate, Faults
from imu.virtual_ble.firmware import DotSpeech, Said

NAME, PROFILE = "Movella DOT demo", "movella-dot"
CONNECT_S = 0.5
"""Seconds that connecting takes."""
BURST_S = 0.03
"""Readings of so many seconds arrive together, as they do between two connection events of a radio."""
MOST_LAG_S = 1.0
"""Older readings, s, are not sent any more, when this computer was busy or asleep."""
DROP_AFTER_S, AWAY_S = 12.0, 4.0
"""When and for how long the link is lost with ``--drop-link``, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFaults:
    """Faults of the simulated sensor, to show how the program takes them.

    Attributes
    ----------
    swing : bool
        The first set ends swinging.
    drop_link : bool
        Once, in the first set, it goes out of range.
    loss : float
        Share of its packets that are lost, from 0 to below 1.
    """

    swing: bool = False
    drop_link: bool = False
    loss: float = 0.0


class SimulatedSensor:
    """Measures a given motion at the rate that it was set to, and sends it as a Movella DOT does.

    Parameters
    ----------
    motion : SampleBlock
        With angular velocity. It begins when measuring begins for the first time, and goes on while nobody
        listens; after its end the last sample stays.
    faults : Faults

    Raises
    ------
    DeviceError
        The motion has no angular velocity.
    """

    def __init__(self, motion: SampleBlock, faults: Faults) -> None:
        if motion.gyr_radps is None:
            raise DeviceError(f"{NAME}: the motion lacks angular velocity; give one with a gyroscope.")
        self.firmware, self._fate = DotSpeech(), Fate(faults)
        self._time_s = motion.time_s - motion.time_s[0]
        self._columns = np.column_stack([motion.acc_mps2, motion.gyr_radps]).T
        self._began_s: float | None = None
        self._next = 0

    @property
    def battery(self) -> bytes:
        """Value of its battery characteristic."""
        return next(o.holds for s in self.firmware.services for o in s.offers if o.channel == "battery")

    def obey(self, writes: Sequence[Write], now_s: float) -> None:
        """Takes commands; where they start the measuring, the next reading is that of ``now_s``."""
        before = self.firmware.measuring
        for write in writes:
            self.firmware.written(write.channel, write.data)
        if self.firmware.measuring and not before:
            self._began_s = now_s if self._began_s is None else self._began_s
            self._next = math.ceil((now_s - self._began_s) * self.firmware.rate_hz)

    def due(self, now_s: float) -> list[Said]:
        """Returns the notifications that go out by ``now_s``, and have not gone out before."""
        if self._began_s is None or not self.firmware.measuring:
            return []
        rate_hz, passed_s = self.firmware.rate_hz, now_s - self._began_s
        numbers = range(
            max(self._next, math.ceil((passed_s - MOST_LAG_S) * rate_hz)), math.floor(passed_s * rate_hz) + 1
        )
        self._next = max(self._next, numbers.stop)
        return [said for k in numbers for said in self._fate.befall(self._reading(k / rate_hz))]

    def _reading(self, taken_s: float) -> Said:
        values = np.array([np.interp(taken_s, self._time_s, column) for column in self._columns])
        return self.firmware.reading(taken_s, values)


class SimulatedSource(SourceControls):
    """Delivers the packets of a `SimulatedSensor` as time goes on, until it is cancelled.

    Parameters
    ----------
    sensor : str or None
        Where it is worn; None: on the wrist.
    faults : DemoFaults
    wait : callable
        Waits so many seconds; a test gives one that needs no real time.
    """

    def __init__(
        self,
        sensor: str | None = None,
        faults: DemoFaults | None = None,
        *,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        profile = load_profile(PROFILE)
        self._faults, self._wait = faults or DemoFaults(), wait
        self._device = SessionDevice(
            sensor=sensor or profile.placement, name=NAME, profile=profile, rate_hz=profile.rate_hz
        )

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes."""
        motion = sensor_demo_session(swing=self._faults.swing).recording.sensors[0]
        sensor = SimulatedSensor(motion, Faults(lost=self._faults.loss, seed=1))
        place = self._device.sensor
        async with acquisition.receiving([self._device]) as feed:
            feed.link(acquisition.change_of(place, "searching", say("heard.link.looking", name=NAME)))
            try:
                await self._connect(sensor, acquisition, feed, say("heard.link.connected", name=NAME))
                if self._faults.drop_link:
                    await self._listen(sensor, acquisition, feed, DROP_AFTER_S)
                    lost = say("heard.link.ended", name=NAME)
                    feed.link(acquisition.change_of(place, "lost", lost))
                    sensor.firmware.left()
                    await self._wait(AWAY_S)
                    back = say("heard.link.back", name=NAME, away_s=AWAY_S + CONNECT_S)
                    await self._connect(sensor, acquisition, feed, back)
                await self._listen(sensor, acquisition, feed, math.inf)
            finally:
                sensor.obey(feed.stop_writes(place), acquisition.now_s())
                feed.link(acquisition.change_of(place, "ended", say("heard.link.let_go", name=NAME)))

    async def _connect(
        self, sensor: SimulatedSensor, acquisition: Acquisition, feed: DeviceFeed, text: str
    ) -> None:
        place = self._device.sensor
        feed.link(acquisition.change_of(place, "connecting", say("heard.link.connecting", name=NAME)))
        await self._wait(CONNECT_S)
        feed.packet(acquisition.packet_of(place, "battery", sensor.battery))
        sensor.obey(feed.start_writes(place), acquisition.now_s())
        feed.link(acquisition.change_of(place, "up", text))

    async def _listen(
        self, sensor: SimulatedSensor, acquisition: Acquisition, feed: DeviceFeed, seconds: float
    ) -> None:
        """Hands on what the sensor sends, for so many seconds."""
        end_s = acquisition.now_s() + seconds
        while acquisition.now_s() < end_s:
            await self._wait(BURST_S)
            for said in sensor.due(acquisition.now_s()):
                packet = acquisition.packet_of(self._device.sensor, said.channel, said.data)
                sensor.obey(feed.packet(packet), acquisition.now_s())
