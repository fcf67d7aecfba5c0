"""All devices of a session: every packet to the disk, to its device's stream, and on as samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from imu.devices.protocol import LinkChange, Packet, Write
from imu.devices.stream import DeviceStream
from imu.recording.recorder import Recorder
from imu.types import SampleBlock


class Intake:
    """What a collector hands its packets to.

    Parameters
    ----------
    streams : mapping of str to DeviceStream
        By sensor.
    listen : callable
        Gets the samples as they become known.
    recorder : Recorder or None
        Gets packets before they are decoded, then samples.
    """

    def __init__(
        self,
        streams: Mapping[str, DeviceStream],
        listen: Callable[[SampleBlock], None],
        recorder: Recorder | None = None,
    ) -> None:
        self.streams = dict(streams)
        self._listen, self._recorder = listen, recorder

    def start_writes(self, sensor: str) -> list[Write]:
        """What to write to a device after subscribing."""
        return self.streams[sensor].start()

    def stop_writes(self, sensor: str) -> list[Write]:
        """What to write before leaving it."""
        return self.streams[sensor].stop()

    def packet(self, packet: Packet) -> list[Write]:
        """A packet arrived; returns what must be written because of it."""
        if self._recorder is not None:
            self._recorder.item(packet)
        stream = self.streams[packet.sensor]
        self._pass_on(stream.packet(packet))
        return stream.take_writes()

    def link(self, change: LinkChange) -> None:
        """The link of a device changed."""
        if self._recorder is not None:
            self._recorder.item(change)
        self._pass_on(self.streams[change.sensor].link(change))

    def flush(self) -> None:
        """Nothing more comes."""
        for stream in self.streams.values():
            self._pass_on(stream.flush())

    def _pass_on(self, blocks: list[SampleBlock]) -> None:
        for block in blocks:
            if self._recorder is not None:
                self._recorder.samples(block)
            self._listen(block)
