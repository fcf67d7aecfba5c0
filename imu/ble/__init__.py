"""Bluetooth: what is near, and the packets of the sensors of a session. The only room that imports bleak.

Importing it where bleak is missing raises `imu.errors.BluetoothUnavailable`, with what to do about it.
"""

from imu.errors import BluetoothUnavailable

try:
    import bleak as _bleak  # noqa: F401  to say it in a sentence where it is missing
except ImportError as error:
    raise BluetoothUnavailable(
        "The package bleak is missing, which Bluetooth needs: pip install 'rep-momentum[live]'.",
        reason="missing",
    ) from error

from imu.ble.collector import Collector
from imu.ble.scanner import Backend, Near, find, scan
from imu.ble.target import Handler, Patience, Wanted

__all__ = ["Backend", "Collector", "Handler", "Near", "Patience", "Wanted", "find", "scan"]
