"""Sentences of the facts that `imu` passes on: each code has one, and none is left over."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from analysis.language import words_below
from analysis.output.fact_words import device_fault_words, fact_words
from imu.ble.failures import TO_DO
from imu.errors import BluetoothUnavailable, DeviceError
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


def test_an_error_without_a_fact_keeps_its_message() -> None:
    assert device_fault_words(DeviceError("The strap is loose.")) == "The strap is loose."


def test_without_the_package_bluetooth_says_what_to_install() -> None:
    missing = BluetoothUnavailable("as the command says it", reason="missing")
    assert "pip install" in device_fault_words(missing)
    with speaking("de"):
        assert device_fault_words(missing).startswith("Das Paket bleak fehlt")
