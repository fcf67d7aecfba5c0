"""Files that end anywhere, or that other hands changed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from analysis.output.json_document import to_document
from analysis.output.reading_words import reading_words
from analysis.stream.offline import analyze
from imu.devices.packet_log import (
    BadLine,
    DeviceEntry,
    Header,
    NotRecorded,
    item_line,
    log_header_line,
    not_recorded_line,
    parse_packets,
    read_packets,
)
from imu.devices.protocol import LinkChange, Packet
from imu.errors import RecordingError
from imu.formats import read_recording
from tests.fixtures.recording_program import HEADER, packet
from tests.live import test_three_ways as three_ways

ODD = "a\u2028b\x85c\x0b\x1c\ud83d \udcff ü\n💪"
"""Ends of lines in some eyes, half a character, and others that do not fit into ASCII."""


def written(many: int) -> bytes:
    return (log_header_line(HEADER) + "".join(item_line(packet(k)) for k in range(many))).encode()


def test_a_packet_file_may_end_anywhere(tmp_path: Path) -> None:
    path, data = tmp_path / "x.packets.jsonl", written(4)
    head = data.index(b"\n") + 1
    for cut in range(head, len(data) + 1):
        path.write_bytes(data[:cut])
        header, items = read_packets(path)
        whole = data[head:cut].count(b"\n")
        assert (header, list(items)) == (HEADER, [packet(k) for k in range(whole)])
    for cut in range(head):
        path.write_bytes(data[:cut])
        with pytest.raises(RecordingError, match="holds no complete line"):
            read_packets(path)


@pytest.mark.parametrize(
    "item",
    [
        Packet(sensor=ODD, channel=ODD, data=bytes(range(256)), arrival_s=0.1 + 0.2),
        Packet(sensor="wrist", channel="data", data=b"", arrival_s=5e-324),
        LinkChange(sensor="wrist", state="lost", at_s=1e9 / 3.0, text=ODD),
        LinkChange(sensor="wrist", state="up", at_s=0.0),
    ],
)
def test_every_item_comes_back_as_it_was(item: Packet | LinkChange) -> None:
    line = item_line(item)
    assert line.isascii()
    assert line.count("\n") == 1
    header, items = parse_packets(log_header_line(HEADER) + line, "x")
    assert (header, list(items)) == (HEADER, [item])


def test_the_header_comes_back_as_it_was() -> None:
    own = DeviceEntry(name=ODD, profile='name = "mine"\ntitle = "My own"\n', rate_hz=100.0 / 3.0)
    header = Header(started_at="2026-05-14T18:42:00+02:00", devices={ODD: own}, program="rep-momentum 1.2.3")
    assert parse_packets(log_header_line(header), "x")[0] == header


NOT_PACKETS = [
    "", "{}", "[]", "null", "1", '"t"', '{"t":1', "{" * 50_000, "[" * 50_000,
    '{"t":1,"s":"wrist","c":"data"}',
    '{"t":1,"s":"wrist","c":"data","x":"0"}',
    '{"t":1,"s":"wrist","c":"data","x":5}',
    '{"t":NaN,"s":"wrist","c":"data","x":""}',
    '{"t":1e999,"s":"wrist","c":"data","x":""}',
    '{"t":1' + "0" * 400 + ',"s":"wrist","c":"data","x":""}',
    '{"t":1' + "0" * 5000 + ',"s":"wrist","c":"data","x":""}',
    '{"t":"1","s":"wrist","c":"data","x":""}',
    '{"t":true,"s":"wrist","c":"data","x":""}',
    '{"t":1,"s":"wrist","link":"asleep"}',
    '{"t":1,"s":"wrist","link":["up"]}',
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_PACKETS)
def test_a_changed_line_costs_that_line(line: str) -> None:
    text = written(2).decode() + line + "\n" + item_line(packet(2))
    assert list(parse_packets(text, "x")[1]) == [packet(0), packet(1), BadLine(line=4), packet(2)]


def pushed(number: int, time: str) -> Packet:
    """A phone's message of ten readings at rest, whose first one has this time."""
    readings = [
        f'{{"name":"totalacceleration","time":{time if k == 0 else 10**18 + (10 * number + k) * 20_000_000},'
        '"values":{"x":0,"y":0,"z":9.81}}'
        for k in range(10)
    ]
    body = f'{{"messageId":{number},"payload":[{",".join(readings)}]}}'
    return Packet(sensor="wrist", channel="push", data=body.encode(), arrival_s=0.2 * number)


PHONE = Header(
    started_at="2026-05-14T18:42:00+02:00",
    devices={"wrist": DeviceEntry(name="Phone", profile="sensor-logger-push", rate_hz=100.0)},
)
BAD_BYTES = [
    b"", b"\0" * 700, b"\xff\xfe\x80 garbage", b"{" * 50_000, b"a,b,c", "höhe".encode("latin-1"), b'\x1b[31m{"t":1}',
    b'{"t":1e300,"s":"wrist","c":"push","x":""}', b'{"t":-1e300,"s":"wrist","c":"push","x":""}',
    *(line.encode() for line in NOT_PACKETS),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_BYTES)
def test_a_file_with_a_bad_line_is_read_without_it_and_the_line_is_said(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "x.packets.jsonl"
    good = [log_header_line(PHONE), *(item_line(pushed(k, str(10**18 + 200_000_000 * k))) for k in range(9))]
    lines = [line.encode() for line in good]
    path.write_bytes(b"".join([*lines[:4], bad, b"\n", *lines[4:]]))
    recording = read_recording(str(path))
    assert len(recording.sensors[0]) == 90
    (note,) = recording.reading_notes
    assert (note.code, note.severity) == ("bad_lines", "warning")
    assert reading_words(note) == "1 line was left out, being no packet; the first is line 5."


def test_packets_say_that_the_notes_are_in_the_csv_beside_them(tmp_path: Path) -> None:
    """A weight of a live session stands in the CSV alone; without one there is nothing to say."""
    path = tmp_path / "curls.packets.jsonl"
    messages = [pushed(k, str(10**18 + 200_000_000 * k)) for k in range(9)]
    path.write_text(log_header_line(PHONE) + "".join(map(item_line, messages)))
    (tmp_path / "other.csv").touch()
    assert read_recording(str(path)).reading_notes == ()
    (tmp_path / "curls.csv").touch()
    (note,) = read_recording(str(path)).reading_notes
    assert (note.code, note.severity) == ("notes_beside", "info")
    assert reading_words(note) == (
        "Packets hold no weight, no target and no other notes. "
        "If any were entered in the session, they are in curls.csv beside them: analyse that file."
    )


@pytest.mark.parametrize("time", ["1e999", "NaN", "9" * 400, '"soon"', "-5", "null"])
def test_a_message_that_was_recorded_and_cannot_be_read_costs_that_message(tmp_path: Path, time: str) -> None:
    """As versions recorded it that did not look first."""
    path = tmp_path / "x.packets.jsonl"
    messages = [pushed(k, time if k in (3, 5) else str(10**18 + 200_000_000 * k)) for k in range(9)]
    path.write_text(log_header_line(PHONE) + "".join(map(item_line, messages)))
    recording = read_recording(str(path))
    assert len(recording.sensors[0]) == 70
    (note,) = recording.reading_notes
    assert note.code == "bad_packets"
    assert reading_words(note).startswith(
        "2 lines were left out, as the packet cannot be read; the first is line 5: Reading 1"
    )


def test_line_ends_of_another_system_and_blanks_change_nothing(tmp_path: Path) -> None:
    """As an editor or a mail program may leave the file."""
    good = log_header_line(PHONE) + "".join(
        item_line(pushed(k, str(10**18 + 200_000_000 * k))) for k in range(5)
    )
    path = tmp_path / "x.packets.jsonl"
    for data in (
        good.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + good.encode(),
        good.encode("utf-16"),
        good.replace('","', '", "').replace('":', '" : ').encode(),
    ):
        path.write_bytes(data)
        recording = read_recording(str(path))
        assert (len(recording.sensors[0]), recording.reading_notes) == (50, ())


def test_a_time_without_recording_comes_back_as_it_was() -> None:
    gap = NotRecorded(from_s=0.1 + 0.2, until_s=1.0 / 3.0, packets=7)
    assert list(parse_packets(log_header_line(HEADER) + not_recorded_line(gap), "x")[1]) == [gap]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("packets/1", "packets/2"),
        ('"devices":{', '"devices":[{'),
        ('"wrist":{', '"wrist":[],"x":{'),
        ("50.0", "NaN"),
        ("50.0", "0"),
        ("50.0", "1e999"),
        ('"started_at"', '"stopped_at"'),
    ],
)
def test_a_changed_header_is_named(before: str, after: str) -> None:
    line = log_header_line(HEADER)
    assert before in line
    with pytest.raises(RecordingError, match=r"^x, line 1: is not the header of a packet file"):
        parse_packets(line.replace(before, after), "x")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot be read .* check the path"):
        read_packets(tmp_path / "none.packets.jsonl")


def demo() -> bytes:
    return (files("firmware_data.recordings") / "demo_curls.csv").read_bytes()


def up_to_the_last_line(data: bytes) -> bytes:
    return data[: data.rindex(b"\n") + 1]


def test_a_recording_may_end_at_any_byte_of_its_last_second(tmp_path: Path) -> None:
    """Every byte of the last lines and forty of the last second: what is read is what the whole lines hold."""
    lines = demo().splitlines(keepends=True)
    head = sum(line.startswith(b"#") for line in lines) + 1
    data, path = b"".join([*lines[:head], *lines[-600:]]), tmp_path / "cut.csv"
    path.write_bytes(data)
    (whole,) = read_recording(str(path)).sensors
    second = sum(map(len, lines[-100:]))
    some = np.random.default_rng(5).integers(len(data) - second, len(data), 40).tolist()
    for cut in [*range(len(data) - 250, len(data)), *some]:
        path.write_bytes(data[:cut])
        (torn,) = read_recording(str(path)).sensors
        rows = data[:cut].count(b"\n") - head
        assert torn.time_s.tobytes() == whole.time_s[:rows].tobytes()
        assert torn.acc_mps2.tobytes() == whole.acc_mps2[:rows].tobytes()


@pytest.mark.parametrize("missing", [1, 17, 4001])
def test_the_analysis_of_a_torn_recording_is_that_of_its_whole_lines(tmp_path: Path, missing: int) -> None:
    data, path = demo(), tmp_path / "cut.csv"
    path.write_bytes(up_to_the_last_line(data[:-missing]))
    expected = to_document(analyze(read_recording(str(path))))
    path.write_bytes(data[:-missing])
    torn = to_document(analyze(read_recording(str(path))))
    assert {**torn, "quality": []} == {**expected, "quality": []}
    assert torn["sets"]


def test_packets_of_a_session_may_end_anywhere_in_their_last_second(tmp_path: Path) -> None:
    """Two sensors' first 8 s; all that `analyze` makes of the file is of its whole lines."""
    packets = [item for item in three_ways.items(seed=3) if isinstance(item, Packet) and item.arrival_s < 8.0]
    data = (log_header_line(three_ways.HEADER) + "".join(map(item_line, packets))).encode()
    path = tmp_path / "x.packets.jsonl"
    second = sum(len(item_line(packet)) for packet in packets if packet.arrival_s > 7.0)
    for cut in np.random.default_rng(7).integers(len(data) - second, len(data), 10).tolist():
        path.write_bytes(up_to_the_last_line(data[:cut]))
        expected = read_recording(str(path)).sensors
        path.write_bytes(data[:cut])
        torn = read_recording(str(path)).sensors
        assert sorted(s.sensor for s in torn) == ["wrist_left", "wrist_right"]
        for whole, cut_off in zip(expected, torn, strict=True):
            assert whole.time_s.tobytes() == cut_off.time_s.tobytes()
            assert whole.acc_mps2.tobytes() == cut_off.acc_mps2.tobytes()
