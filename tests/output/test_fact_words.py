"""Sentences of the facts that `imu` passes on: each code has one, and none is left over."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.language import words_below
from analysis.output.fact_words import device_fault_words, fact_words
from imu.ble.failures import TO_DO
from imu.devices.decoders.phone_browser import MOST_MESSAGE_BYTES, read_motion
from imu.devices.decoders.phyphox_remote import buffers
from imu.devices.decoders.sensor_logger_push import read_message
from imu.errors import BluetoothUnavailable, DeviceError, MessageError
from imu.facts import CodedFact
from imu.recording.append_file import disk_fault
from tests.fixtures.languages import speaking
from tests.fixtures.source_tree import ROOT

FOLDER = Path("/rec")


def last_parts() -> set[str]:
    """Ends of the codes that the sources of `imu` write out."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "imu").rglob("*.py")]
    return {name for text in texts for name in re.findall(r'["._]([a-z_]+)"', text)}


def test_no_words_are_left_over() -> None:
    codes = {name.removeprefix("heard.") for name in words_below("heard")}
    systems = {f"bluetooth.{reason}.{system}" for reason, system in TO_DO}
    assert systems < codes
    assert {code for code in codes - systems if code.split(".")[-1] not in last_parts()} == set()


@pytest.mark.parametrize(
    ("error", "english", "german"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "Disk full: make room in /rec.",
            "Datenträger voll: Schaff Platz in /rec.",
        ),
        (
            OSError(errno.EDQUOT, "Disk quota exceeded"),
            "Disk quota exceeded: make room in /rec.",
            "Kein Platz (Disk quota exceeded): Schaff welchen in /rec.",
        ),
        (
            OSError(errno.EIO, "Input/output error"),
            "Input/output error: is the disk of /rec still there?",
            "Input/output error: Ist der Datenträger von /rec noch da?",
        ),
        (
            FileExistsError(errno.EEXIST, "File exists"),
            "A file in /rec was deleted while it was written, and something else has its name now.",
            "Eine Datei in /rec wurde beim Schreiben gelöscht, und etwas anderes trägt jetzt ihren Namen.",
        ),
    ],
)
def test_why_a_file_cannot_be_written(error: OSError, english: str, german: str) -> None:
    fault = disk_fault(error, FOLDER)
    assert fact_words(fault) == english
    with speaking("de"):
        assert fact_words(fault) == german


def browser(**more: object) -> bytes:
    """A message of the phone's page, with something else in place of a part."""
    return json.dumps({"phone": "p", "n": 3, "first": 0, "rows": []} | more).encode()


def app(**reading: object) -> bytes:
    """A message of Sensor Logger with one reading."""
    whole = {"name": "totalacceleration", "time": 1, "values": {"x": 0, "y": 0, "z": 9.8}}
    return json.dumps({"payload": [whole | reading]}).encode()


def buffers_of(*sources: str) -> bytes:
    return json.dumps({"inputs": [{"source": one, "outputs": []} for one in sources]}).encode()


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_motion, b" " * (MOST_MESSAGE_BYTES + 1)),
        (read_motion, b"{"),
        (read_motion, b"[]"),
        (read_motion, browser(phone=None)),
        (read_motion, browser(n=None)),
        (read_motion, browser(sent=-1)),
        (read_motion, browser(rows=None)),
        (read_motion, browser(rows=[[1, 2]])),
        (read_motion, browser(rows=[["x", 0, 0, 9.8, 0, 0, 0]])),
        (read_motion, browser(rows=[[1, 1e9, 0, 9.8, 0, 0, 0]])),
        (read_motion, browser(rows=[[1, 0, 0, 9.8, 1e9, 0, 0]])),
        (read_message, b"{"),
        (read_message, b"{}"),
        (read_message, b'{"payload": [1]}'),
        (read_message, app(time=None)),
        (read_message, app(values={"x": 1})),
    ],
)
def test_what_is_wrong_with_a_phones_message(read: Callable[[bytes], object], data: bytes) -> None:
    """In English as the decoder says it, so that a recording's notes and the page agree; in German on the page."""
    with pytest.raises(MessageError) as refused:
        read(data)
    english = str(refused.value)
    assert fact_words(refused.value.fact) == english
    with speaking("de"):
        assert fact_words(refused.value.fact) not in ("", english)


@pytest.mark.parametrize("data", [b"{", buffers_of("gyroscope")])
def test_what_is_wrong_with_phyphox(data: bytes) -> None:
    with pytest.raises(MessageError) as refused:
        buffers(data)
    fact = CodedFact(code=refused.value.fact.code, values={"name": "phyphox"})
    assert fact_words(fact) == f"phyphox: {refused.value}."


def test_an_acceleration_without_gravity_is_told_alike() -> None:
    message = read_message(app(name="accelerometer"))
    assert message.wrong == fact_words(CodedFact(code="message.app.without_gravity"))


def test_an_error_without_a_fact_keeps_its_message() -> None:
    assert device_fault_words(DeviceError("The strap is loose.")) == "The strap is loose."


def test_without_the_package_bluetooth_says_what_to_install() -> None:
    missing = BluetoothUnavailable("as the command says it", reason="missing")
    assert "pip install" in device_fault_words(missing)
    with speaking("de"):
        assert device_fault_words(missing).startswith("Das Paket bleak fehlt")
