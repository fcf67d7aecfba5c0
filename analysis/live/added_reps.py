"""Reps that a person adds to a set while the stream has it open: they are of that set, whatever it is when it closes."""

from __future__ import annotations

from analysis.coaching.corrections import ADDED
from imu.types import Note


class AddedReps:
    """Reps added to open sets, until these close."""

    def __init__(self) -> None:
        self._of: dict[str, list[float]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def add(self, sensor: str, at_s: float) -> None:
        """Adds a rep to the open set of a sensor, at a time in it, s."""
        self._of.setdefault(sensor, []).append(at_s)

    @property
    def notes(self) -> list[Note]:
        """The reps as notes, for a set as if it closed now."""
        return [
            Note(time_s=at_s, key=ADDED, value=sensor) for sensor, times in self._of.items() for at_s in times
        ]

    def take(self, sensor: str, closed_s: float | None) -> list[float]:
        """Returns the times, s, of the reps of a sensor's set that has closed, and forgets them.

        Parameters
        ----------
        sensor : str
        closed_s : float or None
            End of the set; None: it was none, and so were they.
        """
        times = self._of.pop(sensor, [])
        return [] if closed_s is None else [min(at_s, closed_s) for at_s in times]
