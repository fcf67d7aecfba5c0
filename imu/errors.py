"""Errors of sensors and recordings, all of them `ImuError`.

A message says what is wrong, the value with its unit, the limit, and what to do. Only the commands print messages
and choose exit codes.
"""

from __future__ import annotations

from imu.facts import CodedFact, Value


class PlainError(Exception):
    """An error whose message is all that a person needs: a notebook shows that alone."""

    def _render_traceback_(self) -> list[str]:
        """Lines that IPython prints instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class ImuError(PlainError):
    """Anything wrong with a sensor, a packet or a recording."""


class PluginError(ImuError):
    """A plug-in from another installed package does not work; the message names the package."""


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
    """A problem with a sensor, with its profile or with the Bluetooth of this computer.

    Parameters
    ----------
    what : str
        The message: what is wrong and what to do about it.
    fact : CodedFact, optional
        The same without words, for a page in another language.
    """

    def __init__(self, what: str, *, fact: CodedFact | None = None) -> None:
        self.fact = fact
        super().__init__(what)


class MessageError(ValueError):
    """A message of a phone that cannot be read.

    Parameters
    ----------
    what : str
        A sentence: what is wrong, where, and what to do about it.
    code : str
        What is wrong, for a page in another language.
    **values : Value
        What the sentence needs, by name.
    """

    def __init__(self, what: str, code: str, **values: Value) -> None:
        self.fact = CodedFact(code=f"message.{code}", values=values)
        super().__init__(what)


class BluetoothUnavailable(DeviceError):  # noqa: N818  names of the blueprint
    """This computer has no usable Bluetooth.

    Parameters
    ----------
    what : str
        The message: what is wrong and what to do about it.
    reason : {"off", "permission", "service", "adapter", "missing"}
        Why: switched off, not allowed, no Bluetooth service, no adapter, or bleak is not installed.
    system : str, optional
        Operating system that the remedy is of, as `platform.system` names it.
    """

    def __init__(self, what: str, *, reason: str, system: str | None = None) -> None:
        self.reason = reason
        code = f"bluetooth.{reason}" if system is None else f"bluetooth.{reason}.{system}"
        super().__init__(what, fact=CodedFact(code=code))


class DeviceNotFound(DeviceError):  # noqa: N818
    """A sensor did not answer.

    Parameters
    ----------
    what : str
        The message: what is wrong and what to do about it.
    identifier : str
        Name or address that was looked for.
    seen : tuple of str
        Names of the sensors that did answer.
    """

    def __init__(self, what: str, *, identifier: str, seen: tuple[str, ...] = ()) -> None:
        self.identifier, self.seen = identifier, seen
        super().__init__(what)
