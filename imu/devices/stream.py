"""One device of a session: packets in, samples with times out. No I/O; equal packets give equal samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoder, LinkChange, Packet, Readings, Write
from imu.devices.timing.arrival_clock import make_clock
from imu.devices.timing.pairing import Joiner
from imu.devices.timing.tick_clock import Clock, ClockJump, Stamped
from imu.types import Gap, SampleBlock

TWICE_S = 0.005
"""A packet equal to the one before that arrives within this time, s, was delivered twice (0 to 4 ms in a capture)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Counts and rates of one device up to now; None where unknown.

    Attributes
    ----------
    asked_hz, true_hz : float, float or None
        Sampling rate that was asked for and the one observed, Hz.
    packets, readings : int
        Packets received, and readings passed on as samples.
    duplicates : int
        Packets delivered twice and readings that came again or too late; they were dropped.
    lost : int
        Readings that never came, and those of the accelerometer that lie in a short hole of the gyroscope.
    bad : int
        Packets, or parts of them, that could not be decoded.
    bad_why : str or None
        Why the latest of them could not.
    battery : Battery or None
    gaps : tuple of Gap
        Intervals without readings.
    jumps : tuple of ClockJump
        Jumps of the device's clock that were put right.
    last_arrival_s : float or None
        Arrival of the latest packet, s since the session began.
    """

    asked_hz: float
    true_hz: float | None
    packets: int
    readings: int
    duplicates: int
    lost: int
    bad: int
    bad_why: str | None
    battery: Battery | None
    gaps: tuple[Gap, ...]
    jumps: tuple[ClockJump, ...]
    last_arrival_s: float | None


class DeviceStream:
    """Turns the packets of one device into samples: decodes them, gives them times, pairs its two sensors.

    Parameters
    ----------
    profile : Profile
    sensor : str
        Placement in this session.
    rate_hz : float or None
        Sampling rate to ask for, Hz; None: as the profile says.
    decoder : Decoder or None
        None: the one that the profile names.
    """

    def __init__(
        self, profile: Profile, sensor: str, *, rate_hz: float | None = None, decoder: Decoder | None = None
    ) -> None:
        from imu.devices import make_decoder  # noqa: PLC0415  the table of decoders lies above them all

        self.profile, self.sensor = profile, sensor
        self.rate_hz = profile.rate_hz if rate_hz is None else rate_hz
        self._decoder = decoder if decoder is not None else make_decoder(profile)
        self._decoder.start(self.rate_hz)  # it reads by this rate also when packets are played again
        self._clocks: dict[str, Clock] = {}
        self._joiner = Joiner()
        self._source: str | None = None
        self._before: Packet | None = None
        self._arrived_s: float | None = None
        self._packets = self._readings = self._duplicates = self._bad = 0
        self._bad_why: str | None = None
        self._battery: Battery | None = None

    def start(self) -> list[Write]:
        """Commands to send after subscribing; they set the available rate that is nearest to the one asked for."""
        known = self.profile.set_rate
        rate = known[min(known, key=lambda hz: abs(hz - self.rate_hz))] if known else ()
        return [*self.profile.start, *rate, *self._decoder.start(self.rate_hz)]

    def stop(self) -> list[Write]:
        """Commands to send before disconnecting."""
        return [*self._decoder.stop(), *self.profile.stop]

    def take_writes(self) -> list[Write]:
        """Commands in answer to the packets so far; each is returned once."""
        return self._decoder.replies()

    def packet(self, packet: Packet) -> list[SampleBlock]:
        """Decodes a packet and returns the samples that are complete now; none where it was delivered twice."""
        before, self._before = self._before, packet
        self._arrived_s = packet.arrival_s
        self._packets += 1
        if before is not None and self._is_twice(before, packet):
            self._duplicates += 1
            return []
        stamped: list[Stamped] = []
        for found in self._decoder.feed(packet.channel, packet.data):
            match found:
                case Readings():
                    stamped += self._stamped(found, packet.arrival_s)
                case Battery():
                    self._battery = found
                case BadPacket():
                    self._bad += 1
                    self._bad_why = found.why
        return self._blocks(stamped)

    def link(self, change: LinkChange) -> list[SampleBlock]:
        """Notes a change of the connection; when it ends, returns the samples that were still held back."""
        if change.state not in ("lost", "ended"):
            return []
        self._decoder.reset()
        self._before = None
        return self.flush()

    def flush(self) -> list[SampleBlock]:
        """Returns the samples that were still held back; whatever comes later follows after a gap."""
        stamped = [s for kind, clock in self._clocks.items() for s in self._joined(kind, clock.restart())]
        return self._blocks([*stamped, *self._joiner.restart()])

    @property
    def bad(self) -> tuple[int, str | None]:
        """Packets, or parts of them, that could not be decoded, and why the latest of them could not."""
        return self._bad, self._bad_why

    @property
    def health(self) -> Health:
        """Counts and rates up to now."""
        main = self._clocks.get("motion") or self._clocks.get("acc")
        clocks = self._clocks.values()
        return Health(
            asked_hz=self.rate_hz,
            true_hz=None if main is None else main.rate_hz,
            packets=self._packets,
            readings=self._readings,
            duplicates=self._duplicates + sum(c.late for c in clocks),
            lost=self._joiner.unpaired + (0 if main is None else main.lost),
            bad=self._bad,
            bad_why=self._bad_why,
            battery=self._battery,
            gaps=() if main is None else tuple(main.gaps),
            jumps=() if main is None else tuple(main.jumps),
            last_arrival_s=self._arrived_s,
        )

    @staticmethod
    def _is_twice(before: Packet, packet: Packet) -> bool:
        same = before.channel == packet.channel and before.data == packet.data
        return same and abs(packet.arrival_s - before.arrival_s) <= TWICE_S

    def _stamped(self, readings: Readings, arrival_s: float) -> list[Stamped]:
        held_back: list[Stamped] = []
        if readings.source != self._source:
            self._source = readings.source
            held_back = self._begin_anew()
        if readings.kind not in self._clocks:
            self._clocks[readings.kind] = make_clock(self._decoder.ticks, self.rate_hz)
        clock = self._clocks[readings.kind]
        pushed = clock.push(readings.values, readings.ticks, arrival_s, readings.age_s)
        return [*held_back, *self._joined(readings.kind, pushed)]

    def _begin_anew(self) -> list[Stamped]:
        """Returns what was held back of one device, as another one has taken its place."""
        held_back = [
            s for kind, clock in self._clocks.items() for s in self._joined(kind, clock.begin_anew())
        ]
        return [*held_back, *self._joiner.restart()]

    def _joined(self, kind: str, stamped: Sequence[Stamped]) -> list[Stamped]:
        """Readings of six columns; of three for a device without a gyroscope, or while it says nothing."""
        if kind == "motion" or (kind == "acc" and not self.profile.has_gyro):
            return list(stamped)
        put = self._joiner.acc if kind == "acc" else self._joiner.gyr
        return [whole for one in stamped for whole in put(one)]

    def _blocks(self, stamped: Sequence[Stamped]) -> list[SampleBlock]:
        blocks = [
            SampleBlock(
                sensor=self.sensor,
                time_s=s.time_s,
                acc_mps2=s.values[:, :3],
                gyr_radps=s.values[:, 3:6] if s.values.shape[1] == 6 else None,
            )
            for s in stamped
            if len(s.time_s)
        ]
        self._readings += sum(map(len, blocks))
        return blocks
