"""Translates errors of bleak and of the operating system into messages that say what to do."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterator

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDBusError,
    BleakError,
)
from bleak.exc import (
    BleakBluetoothNotAvailableReason as Why,
)

from imu.errors import BluetoothUnavailable, DeviceError
from imu.facts import CodedFact

FAILURES = (BleakError, TimeoutError, OSError, EOFError)
"""Exceptions that a failed attempt may raise; any other one is a bug in this program."""

WHAT = {
    "off": "Bluetooth is off",
    "permission": "This program may not use Bluetooth",
    "service": "The Bluetooth service of this system does not answer",
    "adapter": "This computer has no Bluetooth Low Energy adapter that can be used",
}
"""The problem as a sentence, by reason."""
TO_DO = {
    ("off", "Linux"): "switch it on in the settings, or with: bluetoothctl power on",
    ("off", "Darwin"): "switch it on in the Control Centre",
    ("off", "Windows"): "switch it on in Settings, Bluetooth & devices",
    ("permission", "Linux"): "add yourself to the group bluetooth and log in again; a container needs the system's D-Bus",
    ("permission", "Darwin"): "allow your terminal in System Settings, Privacy & Security, Bluetooth, and start the terminal again",
    ("permission", "Windows"): "allow it in Settings, Privacy & security, Radios",
    ("service", "Linux"): "start it with: sudo systemctl start dbus bluetooth (install BlueZ if there is no such service)",
    ("service", "Darwin"): "switch Bluetooth off and on again",
    ("service", "Windows"): "start the Bluetooth Support Service, or restart the computer",
    ("adapter", "Linux"): "plug one in, or see whether it is blocked with: rfkill list bluetooth",
    ("adapter", "Darwin"): "Macs from 2012 on have one; in a virtual machine there is none",
    ("adapter", "Windows"): "plug one in, or look for its driver in the Device Manager",
}  # fmt: skip
"""The remedy, by reason and operating system (as `platform.system` names it)."""
_BUSY = ("InProgress", "in progress", "Already Exists", "le-connection-abort")
"""Words of the system's errors that say that the adapter or the sensor is busy."""
_REASONS = {
    Why.POWERED_OFF: "off",
    Why.DENIED_BY_USER: "permission",
    Why.DENIED_BY_SYSTEM: "permission",
    Why.DENIED_BY_UNKNOWN: "permission",
    Why.NO_BLUETOOTH: "adapter",
    Why.NO_BLE_CENTRAL_ROLE: "adapter",
    Why.UNKNOWN: "service",
}
_DBUS_REASONS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": "service",
    "org.freedesktop.DBus.Error.NameHasNoOwner": "service",
    "org.freedesktop.DBus.Error.NoReply": "service",
    "org.freedesktop.DBus.Error.AccessDenied": "permission",
    "org.bluez.Error.NotAuthorized": "permission",
    "org.bluez.Error.NotReady": "off",
}


def reason_of(error: BaseException) -> str | None:
    """Reason of a `BluetoothUnavailable`; None where only this device or attempt failed."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _REASONS[error.reason]
    if isinstance(error, BleakDBusError):
        return _DBUS_REASONS.get(error.dbus_error)
    if isinstance(error, PermissionError):
        return "permission"
    if isinstance(error, FileNotFoundError | ConnectionError | EOFError):
        return "service"
    return None


def unavailable(reason: str, *, system: str | None = None) -> BluetoothUnavailable:
    """Makes the error to show, with the remedy.

    Parameters
    ----------
    reason : str
        From `reason_of`.
    system : str or None
        Operating system as `platform.system` names it; None: this one.
    """
    here = platform.system() if system is None else system
    known = here if (reason, here) in TO_DO else "Linux"
    return BluetoothUnavailable(f"{WHAT[reason]}: {TO_DO[reason, known]}.", reason=reason, system=known)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turns exceptions inside which mean that there is no Bluetooth into `BluetoothUnavailable`; others pass."""
    try:
        yield
    except FAILURES as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise unavailable(reason) from error


def failure(what: str, name: str, error: BaseException) -> CodedFact:
    """Describes a failed attempt of a device.

    Parameters
    ----------
    what : {"failed", "refused"}
        It was not reached, or did not take a command.
    name : str
        Of the device.
    error : BaseException
    """
    if isinstance(error, DeviceError) and error.fact is not None:
        return CodedFact(code=f"link.{what}.{error.fact.code}", values={"name": name, **error.fact.values})
    if isinstance(error, TimeoutError):
        return CodedFact(code=f"link.{what}.no_answer", values={"name": name})
    text = str(error).strip().rstrip(".")
    if any(word in text for word in _BUSY):
        return CodedFact(code=f"link.{what}.busy", values={"name": name})
    return CodedFact(code=f"link.{what}.other", values={"name": name, "why": text or type(error).__name__})
