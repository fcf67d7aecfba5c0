"""Reads packet files, which `record` and `live` write: the packets of a session, decoded again."""

from __future__ import annotations

from imu.devices.packet_log import FORMAT, parse_packets, put, streams_for
from imu.errors import DeviceError, RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document
from imu.formats.limits import check_sensors
from imu.formats.tables.text import decode, head
from imu.types import Recording, SampleBlock, concat_blocks


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and f'"format":"{FORMAT}"' in head(document.parts[0])[:200]


def _read(document: Document) -> Recording:
    part = document.parts[0]
    header, items = parse_packets(decode(part), part.where)
    check_sensors(len(header.devices), part.where)
    try:
        streams = streams_for(header)
    except DeviceError as error:
        raise RecordingError(str(error), path=part.where, line=1) from error
    blocks: dict[str, list[SampleBlock]] = {sensor: [] for sensor in streams}
    for item in items:
        for block in put(item, streams):
            blocks[block.sensor].append(block)
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
