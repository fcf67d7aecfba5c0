"""Readings that a sensor repeats without measuring: its accelerometer or its gyroscope stands still to the last bit.

Causal: repeats wait until the run ends, when they are used as they came, or until it is long enough to be a fault.
A coarse sensor that lies still repeats itself by right, and so does a simulated one without noise. So a run counts only
after readings whose axes had been changing, and either while the sensor says that it turns, or if that change was noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Literal, TypeAlias

import numpy as np

from analysis.core.signal.isolated import Sifted, no_readings
from analysis.settings.curl_model import MEASURABLE
from imu.types import Flags, Floats, Gap

Frozen: TypeAlias = Literal["accelerometer", "gyroscope", "sensor"]
"""Part of a sensor that repeats its reading: one of the two, or all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill(Gap):
    """A time in which readings were repeated, from the one that was repeated to the next different one."""

    by: Frozen
    """Part of the sensor that repeated them."""


def _sizes(x: Floats) -> list[float]:
    return [hypot(*row) for row in x.tolist()]


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


class Repeated:
    """Leaves out the repeats of long runs of equal readings.

    Parameters
    ----------
    channels : int
        6, or 3 without a gyroscope.
    """

    def __init__(self, channels: int) -> None:
        self._runs = [_Runs(slice(0, channels), "sensor")]
        if channels > 3:
            self._runs += [_Runs(slice(0, 3), "accelerometer"), _Runs(slice(3, 6), "gyroscope")]
        self._held = no_readings(channels)
        self.count = 0
        """Readings left out so far."""
        self.frozen: list[Standstill] = []
        """Times in which readings were repeated, in order."""

    @property
    def waits(self) -> bool:
        """Whether a run is under way, so that the next reading matters."""
        return any(run.under_way for run in self._runs)

    def passed(self, time_s: Floats, values: Floats) -> None:
        """Takes note of readings of which none repeats the one before, while no run is under way."""
        for run in self._runs:
            run.passed(time_s, values)

    def push(self, readings: Sifted, *, end: bool = False) -> Sifted:
        """Returns the readings that are known to be usable now, older ones that waited first.

        Parameters
        ----------
        readings : Sifted
            The next ones, of which none stands alone.
        end : bool
            No more will come: none waits any longer.
        """
        all_ = self._held.then(readings)
        for run in self._runs:
            run.push(readings, end=end)
            for gap in run.take_frozen():
                self._add(gap)
        done = min(run.judged for run in self._runs)
        decided = [run.take(done) for run in self._runs]
        keep = np.logical_and.reduce([k for k, _ in decided])
        known = np.maximum.reduce([all_.known_s[:done], *(k for _, k in decided)])
        self.count += int(len(keep) - keep.sum())
        self._held = all_.part(slice(done, None))
        out = Sifted(time_s=all_.time_s[:done], values=all_.values[:done], known_s=known)
        return out.part(keep)

    def _add(self, gap: Standstill) -> None:
        """Adds a long run, as one with those of the other sensor at that time."""
        same = [g for g in self.frozen if g.start_s < gap.end_s and gap.start_s < g.end_s]
        whole = Standstill(
            start_s=min(g.start_s for g in (gap, *same)),
            end_s=max(g.end_s for g in (gap, *same)),
            by=gap.by if all(g.by == gap.by for g in same) else "sensor",
        )
        others = [g for g in self.frozen if g not in same]
        self.frozen = sorted([*others, whole], key=lambda g: g.start_s)


class _Runs:
    """Runs of equal readings: of accelerometer or gyroscope, or of both at once.

    Parameters
    ----------
    axes : slice
        Their columns.
    by : str
        What gives them. All of a sensor can be told to stand still by its noise also where it does not turn.
    """

    def __init__(self, axes: slice, by: Frozen) -> None:
        self.axes, self._by, self._at_rest = axes, by, by == "sensor"
        self._fresh: Floats = np.empty((0, axes.stop - axes.start))
        self._last: Floats | None = None
        self._last_s = self._since_s = 0.0
        self._repeats = 0
        self._begun: Floats | None = None
        self._doubted = self._watched = self._frozen = False
        self._waiting = 0
        self._keep: list[Flags] = []
        self._known: list[Floats] = []
        self._found: list[Standstill] = []

    @property
    def under_way(self) -> bool:
        """Whether the last reading repeated the one before it."""
        return self._repeats > 0

    @property
    def judged(self) -> int:
        """Number of readings judged and not taken yet."""
        return sum(map(len, self._keep))

    def take(self, count: int) -> tuple[Flags, Floats]:
        """Returns of the first judged readings whether each can be used, and from when on, s."""
        keep, known = np.concatenate([*self._keep, []]).astype(bool), np.concatenate([*self._known, []])
        self._keep, self._known = [keep[count:]], [known[count:]]
        return keep[:count], known[:count]

    def take_frozen(self) -> list[Standstill]:
        """Returns the long runs that have ended since the last call."""
        found, self._found = self._found, []
        return found

    def passed(self, time_s: Floats, values: Floats) -> None:
        """Takes note of readings, ``(n, channels)``, that do not repeat each other."""
        self._remember(values[:, self.axes])
        self._last_s, self._last = float(time_s[-1]), values[-1].copy()

    def push(self, readings: Sifted, *, end: bool) -> None:
        """Judges the next readings, as far as that can be done."""
        x, time, known = readings.values[:, self.axes], readings.time_s, readings.known_s
        for start, stop, equal in self._stretches(x):
            if equal:
                self._repeat(readings.part(slice(start, stop)))
            else:
                self._end_run(float(time[start]), float(known[start]))
                self._judge(np.ones(stop - start, dtype=bool), known[start:stop])
                self._remember(x[start:stop])
            self._last_s, self._last = float(time[stop - 1]), readings.values[stop - 1].copy()
        if end:
            self._end_run(self._last_s, self._last_s)

    def _stretches(self, x: Floats) -> list[tuple[int, int, bool]]:
        """Stretches of readings that all repeat the one before, or that all do not."""
        if len(x) == 0:
            return []
        equal = np.zeros(len(x), dtype=bool)
        equal[1:] = (x[1:] == x[:-1]).all(axis=1)
        equal[0] = self._last is not None and bool((x[0] == self._last[self.axes]).all())
        cuts = [0, *(np.flatnonzero(equal[1:] != equal[:-1]) + 1).tolist(), len(x)]
        return [(a, b, bool(equal[a])) for a, b in pairwise(cuts)]

    def _repeat(self, readings: Sifted) -> None:
        """Takes readings that repeat the one before."""
        time, count = readings.time_s, len(readings.time_s)
        if not self._repeats:
            self._begin_run()
        nth = self._repeats + 1 + np.arange(count)
        self._repeats += count
        long = (time - self._since_s >= MEASURABLE.frozen_s) & (nth >= MEASURABLE.frozen_repeats)
        if not self._doubted and not self._frozen:
            used = self._used(readings, long) if self._watched else count
            self._judge(np.ones(used, dtype=bool), readings.known_s[:used])
            self._remember(readings.values[:used, self.axes])
            if used == count:
                return
            self._frozen, count = True, count - used
            self._since_s = float(time[used - 1]) if used else self._last_s
        if self._frozen or long.any():
            self._frozen, count, self._waiting = True, self._waiting + count, 0
            self._judge(np.zeros(count, dtype=bool), np.full(count, time[-1]))
        else:
            self._waiting += count

    def _begin_run(self) -> None:
        """Begins a run: tells whether it is doubted at once, or only once the other sensor contradicts it."""
        self._since_s, self._begun = self._last_s, self._last
        turning = self._last is not None and hypot(*self._last[3:].tolist()) > MEASURABLE.turning_radps
        steps = self._fresh[1:] - self._fresh[:-1]
        if (
            len(steps) < MEASURABLE.noise_steps
        ):  # nothing is known of the sensor, but gravity turns in one that turns
            self._doubted = turning and self._at_rest
            return
        size = _sizes(steps)
        changing = np.count_nonzero(steps) >= MEASURABLE.noise_axes * steps.size
        if size.count(0.0) > MEASURABLE.noise_equal or not changing:
            return
        if turning:
            self._doubted = size[-1] >= MEASURABLE.noise_last * _median(size)
        elif self._at_rest:
            bends = _sizes(steps[1:] - steps[:-1])
            self._doubted = _median(bends) >= MEASURABLE.noise_bend * _median(size)
        self._watched = not self._doubted and not self._at_rest

    def _used(self, readings: Sifted, long: Flags) -> int:
        """Number of repeats of one sensor before the other shows that they are none."""
        if self._begun is None:
            return len(long)
        if self.axes.start == 0:
            size, limit = readings.values[:, 3:], MEASURABLE.turning_radps
        else:
            size, limit = readings.values[:, :3] - self._begun[:3], MEASURABLE.turned_mps2
        moved = long & (np.einsum("ij,ij->i", size, size) > limit**2)
        return int(np.argmax(moved)) if moved.any() else len(long)

    def _end_run(self, end_s: float, known_s: float) -> None:
        """Ends a run of repeats: the next reading differs, or none will come."""
        if self._frozen:
            self._found.append(Standstill(start_s=self._since_s, end_s=end_s, by=self._by))
        elif self._waiting and self._last is not None:
            self._judge(np.ones(self._waiting, dtype=bool), np.full(self._waiting, known_s))
            self._remember(np.repeat(self._last[None, self.axes], self._waiting, axis=0))
        self._repeats = self._waiting = 0
        self._doubted = self._watched = self._frozen = False

    def _judge(self, keep: Flags, known: Floats) -> None:
        self._keep.append(keep)
        self._known.append(known)

    def _remember(self, x: Floats) -> None:
        n = MEASURABLE.noise_steps + 1
        self._fresh = x[-n:].copy() if len(x) >= n else np.concatenate([self._fresh, x])[-n:]
