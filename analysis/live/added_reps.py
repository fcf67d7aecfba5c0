"""Reps that a person adds to a set while the stream has it open: they are of that set, whatever it is when it closes."""

from __future__ import annotations

from analysis.coaching.corrections import ADDED
from analysis.records.results import RepSet
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

    def take(self, sensor: str, closed: RepSet | None) -> list[float]:
        """Returns the times in it, s, of the reps of a sensor's set that has closed, and forgets them.

        Parameters
        ----------
        sensor : str
        closed : RepSet or None
            The set as it closed, which may begin later and end sooner than it did while it was open; None: it was none,
            and so were they.
        """
        times = self._of.pop(sensor, [])
        return [] if closed is None else [min(max(at_s, closed.start_s), closed.end_s) for at_s in times]
