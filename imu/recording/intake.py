"""Takes in the packets of all devices of a session: records them, decodes them, and passes samples on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from imu.devices.protocol import LinkChange, Packet, Write
from imu.devices.stream import DeviceStream
from imu.recording.recorder import Recorder
from imu.types import SampleBlock


class Intake:
    """Receives the packets of a session and passes their samples on.

    Parameters
    ----------
    streams : mapping of str to DeviceStream
        Decoder and clock of each device, by placement.
    listen : callable
        Receives each block of samples.
    recorder : Recorder or None
        Records packets before they are decoded, then samples; None: nothing is recorded.
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
        """Commands to send to the device at placement ``sensor`` after subscribing."""
        return self.streams[sensor].start()

    def stop_writes(self, sensor: str) -> list[Write]:
        """Commands to send to it before disconnecting."""
        return self.streams[sensor].stop()

    def packet(self, packet: Packet) -> list[Write]:
        """Records and decodes a packet; returns the commands that answer it."""
        if self._recorder is not None:
            self._recorder.item(packet)
        stream = self.streams[packet.sensor]
        self._pass_on(stream.packet(packet))
        return stream.take_writes()

    def link(self, change: LinkChange) -> None:
        """Records a change of the connection to a device; its samples held back are passed on."""
        if self._recorder is not None:
            self._recorder.item(change)
        self._pass_on(self.streams[change.sensor].link(change))

    def flush(self) -> None:
        """Passes on all samples still held back, at the end of the session."""
        for stream in self.streams.values():
            self._pass_on(stream.flush())

    def _pass_on(self, blocks: list[SampleBlock]) -> None:
        for block in blocks:
            if self._recorder is not None:
                self._recorder.samples(block)
            self._listen(block)
