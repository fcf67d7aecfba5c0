"""Reads packet files, which `record` and `live` write: the packets of a session, decoded again."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from imu.devices import DeviceStream
from imu.devices.packet_log import FORMAT, SUFFIX, BadLine, NotRecorded, parse_packets, put, streams_for
from imu.errors import DeviceError, RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.limits import check_sensors
from imu.formats.tables.clean import Notes
from imu.types import ReadingNote, Recording, SampleBlock, concat_blocks

_FORMAT = re.compile(rf'"format"\s*:\s*"{re.escape(FORMAT)}"')
_HEAD = 1000
"""Bytes within which the first line names the format."""


class _Remarks:
    """What was left out of a packet file, line by line."""

    def __init__(self) -> None:
        self._bad: list[int] = []
        self._unread: list[tuple[int, str]] = []
        self._missing: list[NotRecorded] = []
        self._known: dict[str, int] = {}

    def take(self, item: BadLine | NotRecorded) -> None:
        """Notes a line that is no packet."""
        if isinstance(item, BadLine):
            self._bad.append(item.line)
        else:
            self._missing.append(item)

    def look(self, line: int, sensor: str, bad: int, why: str | None) -> None:
        """Notes a line whose packet could not be decoded: the sensor's count of those has risen."""
        if bad > self._known.get(sensor, 0):
            self._known[sensor] = bad
            self._unread.append((line, why or ""))

    def notes(self) -> list[ReadingNote]:
        """The remarks, for the recording."""
        notes = Notes()
        if self._bad:
            notes.add("bad_lines", "warning", n=len(self._bad), line=self._bad[0])
        if self._unread:
            line, why = self._unread[0]
            notes.add("bad_packets", "warning", n=len(self._unread), line=line, why=why.rstrip("."))
        for gap in self._missing:
            notes.not_recorded(gap.from_s, gap.until_s)
        return notes.items


def _jumps(stream: DeviceStream) -> list[ReadingNote]:
    notes = Notes()
    for jump in stream.health.jumps:
        how, by_s = "ahead" if jump.ahead_s > 0.0 else "back", abs(jump.ahead_s)
        notes.add("clock_jumped", "info", start_s=jump.at_s, how=how, by_s=by_s, at_s=jump.at_s)
    return notes.items


def _notes_elsewhere(document: Document) -> list[ReadingNote]:
    """Says of a file with the session's CSV beside it that weight and target stand there: packets hold none."""
    notes, path = Notes(), Path(document.path)
    if path.name.endswith(SUFFIX) and path.is_file():
        beside = path.with_name(f"{path.name.removesuffix(SUFFIX)}.csv")
        if beside.is_file():
            notes.add("notes_beside", "info", name=beside.name)
    return notes.items


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and _FORMAT.search(_text(document.parts[0], most=_HEAD)) is not None


def _text(part: Part, *, most: int | None = None) -> str:
    """The file as text, also where a line holds bytes that are none: that costs the line."""
    data = part.data[:most]
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return text.replace("\r\n", "\n") if "\r" in text else text


def _read(document: Document) -> Recording:
    part = document.parts[0]
    header, items = parse_packets(_text(part), part.where)
    check_sensors(len(header.devices), part.where)
    try:
        streams = streams_for(header)
    except DeviceError as error:
        raise RecordingError(str(error), path=part.where, line=1) from error
    blocks: dict[str, list[SampleBlock]] = {sensor: [] for sensor in streams}
    remarks = _Remarks()
    for line, item in enumerate(items, start=2):
        if isinstance(item, BadLine | NotRecorded):
            remarks.take(item)
            continue
        for block in put(item, streams):
            blocks[block.sensor].append(block)
        if item.sensor in streams:
            remarks.look(line, item.sensor, *streams[item.sensor].bad)
    for stream in streams.values():
        blocks[stream.sensor] += stream.flush()
    sensors = tuple(concat_blocks(found) for found in blocks.values() if found)
    if not sensors:
        raise RecordingError("holds no readings; no sensor had sent any.", path=part.where)
    return Recording(
        path=document.path,
        files=document.files,
        format="packets",
        sensors=sensors,
        started_at=header.started_at,
        device=", ".join(entry.name for entry in header.devices.values()),
        reading_notes=(
            *_notes_elsewhere(document),
            *remarks.notes(),
            *(note for one in streams.values() for note in _jumps(one)),
        ),
    )


PACKETS = Dialect(
    info=FormatInfo(
        name="packets",
        title="rep-momentum packets",
        description="What a sensor sent, before it was decoded; live and record write it beside the CSV.",
        example='{"format":"rep-momentum packets/1","started_at":"2026-05-14T18:42:00+02:00",...}',
    ),
    sniff=_sniff,
    read=_read,
)
