"""What can go wrong in the analysis; see `imu.errors` for recordings and sensors."""

from __future__ import annotations


class AnalysisError(Exception):
    """Anything wrong with a threshold or a signal."""


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
    """

    def __init__(self, name: str, value: object, *, unit: str, allowed: str) -> None:
        self.name, self.value, self.unit, self.allowed = name, value, unit, allowed
        given = f"{value!r} {unit}".strip()
        super().__init__(f"threshold {name}: {given} is not allowed; {allowed}")


class SignalError(AnalysisError):
    """A signal that the analysis cannot use: what it is, what was expected, what came."""

    def __init__(self, what: str, *, expected: str, got: str) -> None:
        self.what, self.expected, self.got = what, expected, got
        super().__init__(f"{what}: expected {expected}, got {got}")
