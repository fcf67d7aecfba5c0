"""What can go wrong with sensors and recordings.

A message says what, the value with its unit, the limit, and what to do. Only the commands print and choose
exit codes.
"""

from __future__ import annotations


class PlainError(Exception):
    """An error whose message is all that a person needs: a notebook shows that alone."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of where in the code it was raised."""
        return [f"{type(self).__name__}: {self}"]


class ImuError(PlainError):
    """Anything wrong with a sensor, a packet or a recording."""


class PluginError(ImuError):
    """Something that another installed package adds to this program does not work; the message names the package."""


class RecordingError(ImuError):
    """A file or folder that cannot be read as a recording.

    Parameters
    ----------
    what : str
        One sentence: what is wrong and what to do about it.
    path : str
        The file or folder as the person gave it.
    line : int, optional
        Line of the file, counted from 1.
    field : str, optional
        Name of the column at fault.
    """

    def __init__(self, what: str, *, path: str, line: int | None = None, field: str | None = None) -> None:
        self.what, self.path, self.line, self.field = what, path, line, field
        super().__init__(str(self))

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        column = "" if self.field is None else f", column {self.field!r}"
        return f"{where}{column}: {self.what}"


class DeviceError(ImuError):
    """A sensor, its profile or the Bluetooth of this machine."""


class BluetoothUnavailable(DeviceError):  # noqa: N818  names of the blueprint
    """No Bluetooth here. ``reason`` is ``off``, ``permission``, ``service``, ``adapter`` or ``missing``."""

    def __init__(self, what: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(what)


class DeviceNotFound(DeviceError):  # noqa: N818
    """A sensor that did not answer. ``seen`` are the names of those that did."""

    def __init__(self, what: str, *, identifier: str, seen: tuple[str, ...] = ()) -> None:
        self.identifier, self.seen = identifier, seen
        super().__init__(what)
