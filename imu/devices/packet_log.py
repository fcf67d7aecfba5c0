"""Packet files: a header line, then one line of JSON for each packet and each change of a connection.

They are text, so that a file that was cut off is readable up to there, and any editor shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias, get_args

from imu.devices import DeviceStream, LinkChange, Packet, Profile, load_profile
from imu.devices.protocol import LinkState
from imu.errors import RecordingError
from imu.types import SampleBlock

SUFFIX = ".packets.jsonl"
"""End of the names of packet files."""
FORMAT = "rep-momentum packets/1"
"""Identifies packet files and their version in the header."""
LogItem: TypeAlias = Packet | LinkChange
_LATEST_S = 1e9
"""Times from here on are none: 30 years after the session began."""
_NOT_ONE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""Exceptions that reading a damaged line raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEntry:
    """A device of a recorded session.

    Attributes
    ----------
    name : str
        Name of the device.
    profile : str
        Name of its profile, or the TOML text of a user's own one.
    rate_hz : float
        Sampling rate that was asked for, Hz.
    """

    name: str
    profile: str
    rate_hz: float

    @property
    def known_profile(self) -> Profile:
        """The profile, loaded.

        Raises
        ------
        DeviceError
            There is no profile of that name, or the text is not one.
        """
        if "\n" in self.profile:
            return Profile.from_toml(self.profile, where=f"the profile of {self.name}")
        return load_profile(self.profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of a packet file that is no packet."""

    line: int
    """Its number in the file, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """A time in which nothing could be recorded, as a packet file says when it goes on."""

    from_s: float
    """When the first packet was lost, s since the session began."""
    until_s: float
    """When the first one was recorded again, s."""
    packets: int
    """How many were lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """First line of a packet file.

    Attributes
    ----------
    started_at : str
        ISO 8601 with time zone.
    devices : mapping of str to DeviceEntry
        By placement, such as ``wrist_left``.
    program : str or None
        Name and version of what recorded it.
    """

    started_at: str
    devices: Mapping[str, DeviceEntry]
    program: str | None = None


def log_header_line(header: Header) -> str:
    """The header as a line of JSON with its line end."""
    devices = {
        sensor: {"name": d.name, "profile": d.profile, "rate_hz": d.rate_hz}
        for sensor, d in header.devices.items()
    }
    program = {} if header.program is None else {"program": header.program}
    return _line({"format": FORMAT, **program, "started_at": header.started_at, "devices": devices})


def item_line(item: LogItem) -> str:
    """A packet or a change of a connection as a line of JSON; times are exact to the last bit."""
    if isinstance(item, Packet):
        return _line({"t": item.arrival_s, "s": item.sensor, "c": item.channel, "x": item.data.hex()})
    return _line({"t": item.at_s, "s": item.sensor, "link": item.state, "text": item.text})


def not_recorded_line(gap: NotRecorded) -> str:
    """A time in which nothing could be recorded as a line of JSON, to stand before the next packet."""
    return _line({"t": gap.until_s, "not_recorded_from": gap.from_s, "packets": gap.packets})


def _line(record: Mapping[str, Any]) -> str:
    """JSON in ASCII: a cut never splits a character, and no name can end a line."""
    return json.dumps(record, allow_nan=False, separators=(",", ":")) + "\n"


def read_packets(path: str | Path) -> tuple[Header, Iterator[LogItem | BadLine | NotRecorded]]:
    """Reads a packet file.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Header, iterator of (Packet, LinkChange, BadLine or NotRecorded)
        One for each line, in the order in which they were recorded.

    Raises
    ------
    RecordingError
        The file cannot be read, or its first line is no header.
    """
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error}); check the path."
        raise RecordingError(what, path=str(path)) from error
    return parse_packets(text, str(path))


def parse_packets(text: str, where: str) -> tuple[Header, Iterator[LogItem | BadLine | NotRecorded]]:
    """Reads the text of a packet file; a last line that was cut off is left out.

    Parameters
    ----------
    text : str
    where : str
        Name of the file, for messages.

    Returns
    -------
    Header, iterator of (Packet, LinkChange, BadLine or NotRecorded)
        One for each line, in the order in which they were recorded.

    Raises
    ------
    RecordingError
        The first line is no header.
    """
    complete = text.split("\n")[:-1]
    if not complete:
        raise RecordingError("holds no complete line; nothing was recorded in it.", path=where)
    return _header(where, complete[0]), _items(complete[1:])


def streams_for(header: Header) -> dict[str, DeviceStream]:
    """Makes a new stream for each device of a recorded session, by placement.

    Raises
    ------
    DeviceError
        A profile does not exist any more, or is not valid.
    """
    return {
        sensor: DeviceStream(entry.known_profile, sensor, rate_hz=entry.rate_hz)
        for sensor, entry in header.devices.items()
    }


def put(item: LogItem, streams: Mapping[str, DeviceStream]) -> list[SampleBlock]:
    """Decodes one item of a packet file.

    Parameters
    ----------
    item : Packet or LinkChange
    streams : mapping of str to DeviceStream
        From `streams_for`.

    Returns
    -------
    list of SampleBlock
        Samples that are complete now; none for a device that the header does not name.
    """
    stream = streams.get(item.sensor)
    if stream is None:
        return []
    return stream.packet(item) if isinstance(item, Packet) else stream.link(item)


def _items(lines: list[str]) -> Iterator[LogItem | BadLine | NotRecorded]:
    for number, line in enumerate(lines, start=2):
        try:
            yield _item(json.loads(line))
        except _NOT_ONE:
            yield BadLine(line=number)


def _item(record: Mapping[str, Any]) -> LogItem | NotRecorded:
    at_s = _finite(record["t"])
    if abs(at_s) >= _LATEST_S:
        raise ValueError(at_s)
    if "not_recorded_from" in record:
        lost = int(record.get("packets", 0))
        return NotRecorded(from_s=_finite(record["not_recorded_from"]), until_s=at_s, packets=lost)
    sensor = str(record["s"])
    if "link" not in record:
        return Packet(
            sensor=sensor, channel=str(record["c"]), data=bytes.fromhex(record["x"]), arrival_s=at_s
        )
    if record["link"] not in get_args(LinkState):
        raise ValueError(record["link"])
    return LinkChange(sensor=sensor, state=record["link"], at_s=at_s, text=str(record.get("text", "")))


def _header(path: str, line: str) -> Header:
    try:
        record = json.loads(line)
        if record["format"] != FORMAT:
            raise ValueError(record["format"])
        program = record.get("program")
        return Header(
            started_at=str(record["started_at"]),
            devices={str(sensor): _entry(d) for sensor, d in record["devices"].items()},
            program=None if program is None else str(program),
        )
    except _NOT_ONE as error:
        what = f"is not the header of a packet file ({FORMAT}); was it recorded by this program?"
        raise RecordingError(what, path=path, line=1) from error


def _entry(device: Mapping[str, Any]) -> DeviceEntry:
    rate_hz = _finite(device["rate_hz"])
    if rate_hz <= 0.0:
        raise ValueError(rate_hz)
    return DeviceEntry(name=str(device["name"]), profile=str(device["profile"]), rate_hz=rate_hz)


def _finite(number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
        raise ValueError(number)
    return float(number)
