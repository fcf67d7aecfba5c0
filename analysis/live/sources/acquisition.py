"""The one way of samples into a live session.

A source gives its devices and their packets, and each packet goes to the disk, through the decoder and
clock of its device, and on to the session as samples. A recording that is played again has samples already
and gives them to `Acquisition.samples`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analysis.language import say
from analysis.live.controls import SessionScreen
from analysis.output import words
from analysis.output.fact_words import fact_words
from imu.devices import DeviceStream
from imu.devices.profile import Profile
from imu.devices.protocol import LinkChange, LinkState, Packet, Write
from imu.devices.timing.tick_clock import ClockJump
from imu.recording.intake import Intake
from imu.recording.recorder import Recorder
from imu.types import SampleBlock

HEALTH_S = 1.0
"""Seconds between two looks at batteries, rates, losses and the recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDevice:
    """A device of a live session.

    Attributes
    ----------
    sensor : str
        Where it is worn, e.g. ``wrist_left``.
    name : str
        For people, before the device has said how it is called.
    profile : Profile
        Its kind.
    rate_hz : float or None
        Readings a second that it is set to; None: it cannot be set from here.
    """

    sensor: str
    name: str
    profile: Profile
    rate_hz: float | None = None


class DeviceFeed:
    """Takes the packets and link changes of the devices of a session; an `imu.ble.Handler`.

    Parameters
    ----------
    intake : Intake
    recorder : Recorder or None
        That of the intake; its faults are shown.
    screen : SessionScreen
    """

    def __init__(self, intake: Intake, recorder: Recorder | None, screen: SessionScreen) -> None:
        self._intake, self._recorder, self._screen = intake, recorder, screen
        self._restored = 0
        self._jumped: Counter[str] = Counter()

    def packet(self, packet: Packet, /) -> list[Write]:
        """Takes a packet; returns what must be written to its device because of it."""
        return self._intake.packet(packet)

    def link(self, change: LinkChange, /) -> None:
        """Takes a change of the link to a device, and shows it."""
        worded = change if change.fact is None else replace(change, text=fact_words(change.fact))
        self._intake.link(worded)
        said = {"text": worded.text} if worded.text else {}
        self._screen.sensor(change.sensor, state=change.state, **said)

    def start_writes(self, sensor: str, /) -> list[Write]:
        """Returns what to write to a device so that it measures."""
        return self._intake.start_writes(sensor)

    def stop_writes(self, sensor: str, /) -> list[Write]:
        """Returns what to write to a device so that it rests."""
        return self._intake.stop_writes(sensor)

    def flush(self) -> None:
        """Lets out the samples that were held back; nothing more comes."""
        self._intake.flush()

    async def watch(self) -> None:
        """Shows batteries, true rates, losses and the recording once a second, until it is cancelled."""
        while True:
            await asyncio.sleep(HEALTH_S)
            for sensor, stream in self._intake.streams.items():
                health = stream.health
                battery = None if health.battery is None else health.battery.percent
                self._screen.sensor(
                    sensor, battery=battery, true_hz=health.true_hz, lost_readings=health.lost
                )
                self._say_jumps(sensor, health.jumps)
            self._look_at_recording()

    def _say_jumps(self, sensor: str, jumps: Sequence[ClockJump]) -> None:
        """Says that the clock of a device was set, which is no loss."""
        for jump in jumps[self._jumped[sensor] :]:
            place = words.capital(words.place(sensor))
            where = "ahead" if jump.ahead_s > 0.0 else "back"
            self._screen.say(say(f"source.clock_jumped_{where}", place=place, by_s=abs(jump.ahead_s)))
        self._jumped[sensor] = len(jumps)

    def _look_at_recording(self) -> None:
        if self._recorder is None:
            return
        fault = self._recorder.fault
        self._screen.set(recording_fault=None if fault is None else fact_words(fault))
        if self._recorder.restored > self._restored:
            self._screen.say(say("recording.written_anew"))
        self._restored = self._recorder.restored


OpenRecording = Callable[[Sequence[SessionDevice]], Recorder | None]
"""Begins the recording of these devices; None: nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """Means that a source is given to deliver its samples.

    Attributes
    ----------
    screen : SessionScreen
        Shows the state of devices and of the program.
    samples : callable
        Gets samples on the session's time axis, in the order of their times for each sensor.
    now_s : callable
        Returns seconds since the session began; monotonic, the same clock for all devices.
    open_recording : callable
        Called once, when the devices are known.
    """

    screen: SessionScreen
    samples: Callable[[SampleBlock], None]
    now_s: Callable[[], float]
    open_recording: OpenRecording

    @contextlib.asynccontextmanager
    async def receiving(self, devices: Sequence[SessionDevice]) -> AsyncIterator[DeviceFeed]:
        """Begins the recording, shows the devices, and takes their packets until the block is left.

        Parameters
        ----------
        devices : sequence of SessionDevice

        Yields
        ------
        DeviceFeed

        Raises
        ------
        AnalysisError
            The recording cannot be made.
        """
        recorder = self.open_recording(devices)
        streams = {d.sensor: DeviceStream(d.profile, d.sensor, rate_hz=d.rate_hz) for d in devices}
        feed = DeviceFeed(Intake(streams, self.samples, recorder), recorder, self.screen)
        for one in devices:
            self.screen.sensor(one.sensor, name=one.name, state="searching", asked_hz=one.rate_hz)
        self.screen.set(recording=None if recorder is None else str(recorder.csv_path))
        watching = asyncio.create_task(feed.watch())
        try:
            yield feed
        finally:
            watching.cancel()
            feed.flush()

    def packet_of(self, sensor: str, channel: str, data: bytes) -> Packet:
        """Makes a packet that arrives now.

        Parameters
        ----------
        sensor : str
        channel : str
            Name of the channel in the sensor's profile.
        data : bytes
        """
        return Packet(sensor=sensor, channel=channel, data=data, arrival_s=self.now_s())

    def change_of(self, sensor: str, state: LinkState, text: str) -> LinkChange:
        """Makes a link change of now.

        Parameters
        ----------
        sensor : str
        state : LinkState
        text : str
            Sentence for people.
        """
        return LinkChange(sensor=sensor, state=state, at_s=self.now_s(), text=text)


class Source(Protocol):
    """A source of samples: sensors, a phone, a recording."""

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until there is nothing more, or until it is cancelled; then leaves nothing running."""
