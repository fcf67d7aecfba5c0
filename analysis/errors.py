"""Errors of the analysis; those of recordings and sensors are in `imu.errors`."""

from __future__ import annotations

from functools import partial

from imu.errors import PlainError
from imu.small_text import short_repr


class AnalysisError(PlainError):
    """Base of all errors about thresholds, signals, labels and presets."""


class ThresholdError(AnalysisError, ValueError):
    """A threshold that is unknown, of the wrong type or out of range.

    Parameters
    ----------
    name : str
        Dotted name, e.g. ``momentum.carry``.
    value : object
        What was given.
    unit : str
        Unit of the threshold, empty for a ratio.
    allowed : str
        What would be right, in words.
    path : str, optional
        The file it stands in.
    """

    def __init__(self, name: str, value: object, *, unit: str, allowed: str, path: str | None = None) -> None:
        self.name, self.value, self.unit, self.allowed, self.path = name, value, unit, allowed, path
        given = (
            name
            if value is None
            else f"{name} = {short_repr(value)} {'' if unit == 'ratio' else unit}".rstrip()
        )
        super().__init__(f"{'threshold' if path is None else f'{path}:'} {given}: {allowed}")

    def found_in(self, path: str) -> ThresholdError:
        """Returns the same error, its message led by the file that holds the value."""
        return ThresholdError(self.name, self.value, unit=self.unit, allowed=self.allowed, path=path)


class SignalError(AnalysisError):
    """A signal that the analysis cannot use.

    Parameters
    ----------
    what : str
        The signal or argument at fault, e.g. ``sensor 'wrist'``.
    expected, got : str
        What would be right, and what came instead, in words.
    """

    def __init__(self, what: str, *, expected: str, got: str) -> None:
        self.what, self.expected, self.got = what, expected, got
        super().__init__(f"{what}: expected {expected}, got {got}")


class LabelError(AnalysisError):
    """Labels that cannot be used.

    Parameters
    ----------
    what : str
        One sentence: what is wrong and what to do about it.
    path : str
        The file of labels, or the recording whose labels are meant.
    line : int, optional
        Line of the file, counted from 1.
    """

    def __init__(self, what: str, *, path: str, line: int | None = None) -> None:
        self.what, self.path, self.line = what, path, line
        super().__init__(f"{path if line is None else f'{path}, line {line}'}: {what}")


class TuningError(AnalysisError):
    """Thresholds that cannot be tuned or applied so; the message is one sentence: why, and what to do."""


class PresetError(AnalysisError):
    """A preset of another version, or one that cannot be written; the message says why, and what to do."""


class PlacedError(AnalysisError):
    """An error about a place: a database, lake, file, address or option.

    Parameters
    ----------
    what : str
        One sentence: what is wrong and what to do about it.
    place : str
        The place that is meant, as the person gave it.
    """

    def __init__(self, what: str, *, place: str) -> None:
        self.what, self.place = what, place
        super().__init__(f"{place}: {what}")

    def __reduce__(self) -> tuple[object, ...]:
        """Lets it come back from another process."""
        return partial(type(self), place=self.place), (self.what,)


class HistoryError(PlacedError):
    """A database that cannot be used, or an export that cannot be read into it."""


class BatchError(PlacedError):
    """Recordings that cannot be listed, a lake that cannot be used, or a cluster that is out of reach."""


class RosterError(PlacedError):
    """A pattern or a list of sessions that cannot be meant; it says whose recordings are."""
