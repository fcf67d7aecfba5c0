"""No Bluetooth: why, and what to do on this system."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDBusError,
    BleakError,
)
from bleak.exc import BleakBluetoothNotAvailableReason as Why

from analysis.output.fact_words import device_fault_words, fact_words
from imu.ble import Collector, Target, scan
from imu.ble.failures import TO_DO, WHAT, failure, reason_of, translated, unavailable
from imu.devices import load_profile
from imu.errors import BluetoothUnavailable
from tests.fixtures.languages import speaking
from tests.fixtures.virtual_sensors import Watched


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BleakBluetoothNotAvailableError("", Why.POWERED_OFF), "off"),
        (BleakBluetoothNotAvailableError("", Why.DENIED_BY_USER), "permission"),
        (BleakBluetoothNotAvailableError("", Why.NO_BLUETOOTH), "adapter"),
        (BleakBluetoothNotAvailableError("", Why.UNKNOWN), "service"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["org.bluez"]), "service"),
        (BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]), "off"),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", []), "permission"),
        (BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort-by-local"]), None),
        (FileNotFoundError(2, "No such file or directory"), "service"),
        (ConnectionRefusedError(111, "Connection refused"), "service"),
        (PermissionError(13, "Permission denied"), "permission"),
        (TimeoutError(), None),
        (BleakError("disconnected"), None),
    ],
    ids=lambda v: repr(v)[:60],
)
def test_why_there_is_none(error: Exception, reason: str | None) -> None:
    assert reason_of(error) == reason


def test_every_reason_has_a_sentence_on_every_system() -> None:
    """In English the same as the command's message, in German another one."""
    assert {reason for reason, _ in TO_DO} == set(WHAT)
    for reason, system in TO_DO:
        error = unavailable(reason, system=system)
        assert str(error).startswith(WHAT[reason] + ": ")
        assert str(error).endswith(".")
        assert device_fault_words(error) == str(error)
        with speaking("de"):
            assert device_fault_words(error) != str(error)


def test_a_system_that_is_not_known_has_the_words_of_linux() -> None:
    assert device_fault_words(unavailable("off", system="Plan9")) == str(unavailable("off", system="Linux"))


def test_bluetooth_that_is_off() -> None:
    assert str(unavailable("off", system="Linux")) == (
        "Bluetooth is off: switch it on in the settings, or with: bluetoothctl power on."
    )


def test_what_concerns_one_device_passes() -> None:
    with pytest.raises(BleakError, match="disconnected"), translated():
        raise BleakError("disconnected")


def test_busy_is_told_from_slow() -> None:
    busy = BleakDBusError("org.bluez.Error.InProgress", ["Operation already in progress"])
    assert fact_words(failure("failed", "DOT 1", busy)) == (
        "DOT 1: the adapter or the sensor is busy; close other programs that use it; trying again."
    )
    assert fact_words(failure("refused", "DOT 1", TimeoutError())) == (
        "DOT 1 did not take a command (no answer in time)."
    )
    with speaking("de"):
        assert (
            fact_words(failure("failed", "DOT 1", TimeoutError())) == "DOT 1: keine Antwort; neuer Versuch."
        )


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux does it")
def test_without_d_bus_the_service_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")

    async def look() -> None:
        async for _ in scan(1.0):
            pass

    async def collect() -> None:
        wanted = [Target(sensor="wrist", profile=load_profile("witmotion"))] * 2
        await Collector(wanted, Watched(wanted), clock=lambda: 0.0).run()

    for main in (look, collect):
        with pytest.raises(BluetoothUnavailable, match="sudo systemctl start") as failure:
            asyncio.run(main())
        assert failure.value.reason == "service"


def test_without_bleak_the_missing_package_is_named() -> None:
    program = (
        "import sys; sys.modules['bleak'] = None\n"
        "from imu.errors import BluetoothUnavailable\n"
        "try:\n"
        "    import imu.ble\n"
        "except BluetoothUnavailable as error:\n"
        "    print(error.reason, error)\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout == (
        "missing The package bleak is missing, which Bluetooth needs: pip install 'rep-momentum[live]'.\n"
    )
