"""Readings that stand alone: far from those before and after, which agree. No arm moves so; they are left out.

Causal: only a doubtful reading waits, for one or two more. A plateau, as where a sensor clips, is none; a burst of one
reading again and again is, and so is one of turning that begins and ends in a single step: these wait for its end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.settings.curl_model import MEASURABLE
from imu.types import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Readings that can be used, n of them."""

    time_s: Floats
    """Times, ``(n,)``, s."""
    values: Floats
    """Acceleration, m/s², and angular velocity, rad/s, if there is a gyroscope, ``(n, 6 or 3)``."""
    known_s: Floats
    """Time of the reading by which each was known to be usable, ``(n,)``, s: mostly its own."""

    @staticmethod
    def all_of(time_s: Floats, values: Floats) -> Sifted:
        """Returns readings that are usable at once."""
        return Sifted(time_s=time_s, values=values, known_s=time_s)

    def part(self, rows: slice | Flags) -> Sifted:
        """Returns some of the readings."""
        return Sifted(time_s=self.time_s[rows], values=self.values[rows], known_s=self.known_s[rows])

    def then(self, more: Sifted) -> Sifted:
        """Returns these readings and the following ones."""
        return Sifted(
            time_s=np.concatenate([self.time_s, more.time_s]),
            values=np.concatenate([self.values, more.values]),
            known_s=np.concatenate([self.known_s, more.known_s]),
        )


def no_readings(channels: int) -> Sifted:
    """Returns a stream's beginning: nothing yet."""
    return Sifted.all_of(np.empty(0), np.empty((0, channels)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """Steps that make a reading doubtful, of one sensor in its unit."""

    axes: slice
    rate: float
    least: float
    most: float
    calm: float
    filler: float


_ACC = _Limits(
    axes=slice(0, 3),
    rate=0.0,
    least=MEASURABLE.least_mps2,
    most=MEASURABLE.most_mps2,
    calm=inf,
    filler=MEASURABLE.filler_mps2,
)
_GYR = _Limits(
    axes=slice(3, 6),
    rate=MEASURABLE.turn_radps2,
    least=MEASURABLE.least_radps,
    most=MEASURABLE.most_radps,
    calm=MEASURABLE.calm_radps,
    filler=MEASURABLE.filler_radps,
)
_KEEP, _DROP, _WAIT = "keep", "drop", "wait"


class _Why(Enum):
    """Why a step is none of an arm; a sudden one may still be a knock."""

    FILLER = auto()
    FAR = auto()
    SUDDEN = auto()


def _distance(a: Floats, b: Floats) -> float:
    x, y, z = (a - b).tolist()
    return sqrt(x * x + y * y + z * z)


class Isolated:
    """Leaves out readings that stand alone, one or two in a row, and those that are no numbers.

    At a slow sensor one reading less would be a hole; there the line between its neighbours takes its place, which
    is what the grid draws anyway.

    Parameters
    ----------
    channels : int
        6, or 3 without a gyroscope.
    gap_s : float
        Time without readings from which there is a hole, s.
    """

    def __init__(self, channels: int, gap_s: float) -> None:
        self._sensors, self._gap_s = (_ACC, _GYR)[: channels // 3], gap_s
        self._before = no_readings(channels)
        self._held = no_readings(channels)
        self._broken = False
        self.count = self.by_acc = self.by_gyr = 0
        """Readings so far that stood alone; those of them that did so by their acceleration, and by their turning."""
        self.first_s: float | None = None
        """Time of the first of them, s."""

    @property
    def waits(self) -> bool:
        """Whether a reading waits, the first has not come yet, or the last one was left out: the next one matters."""
        return len(self._held.time_s) > 0 or len(self._before.time_s) == 0 or self._broken

    def passed(self, time_s: Floats, values: Floats) -> None:
        """Takes note of readings without a doubtful one among them, while none waits."""
        n = MEASURABLE.pace
        if len(time_s) >= n:
            self._before = Sifted.all_of(time_s[-n:].copy(), values[-n:].copy())
        else:
            self._before = self._before.then(Sifted.all_of(time_s, values)).part(slice(-n, None))

    def push(self, readings: Sifted, *, end: bool = False) -> Sifted:
        """Returns the readings that are known to be usable now, older ones that waited first.

        Parameters
        ----------
        readings : Sifted
            The next ones, finite and within every full scale.
        end : bool
            No more will come: none waits any longer.
        """
        start = len(self._before.time_s)
        all_ = self._before.then(self._held).then(readings)
        look = _Look(all_, start, self._sensors, end=end)
        stop = look.run()
        alone = ~look.keep[:stop] & ~np.isnan(all_.values[:stop, 0])
        if alone.any():
            self.count += int(np.count_nonzero(alone))
            by = look.stood_out[:stop][alone]
            self.by_acc += int(np.count_nonzero(by[:, 0]))
            self.by_gyr += int(np.count_nonzero(by[:, 1]))
            self.first_s = float(all_.time_s[np.argmax(alone)]) if self.first_s is None else self.first_s
        values = look.bridged(stop, self._gap_s, broken=self._broken)
        known_s = np.maximum.accumulate(look.known_s)
        used = replace(all_, values=values, known_s=known_s).part(slice(0, stop))
        out = used.part(look.keep[:stop])
        self._broken = not look.keep[stop - 1] if stop > start else self._broken
        self._before = out.part(slice(-MEASURABLE.pace, None))
        self._held = all_.part(slice(stop, None))
        return out.part(slice(start, None))


class _Look:
    """One look over consecutive readings, of which the first ``start`` are known to be good."""

    def __init__(self, rows: Sifted, start: int, sensors: tuple[_Limits, ...], *, end: bool) -> None:
        self._time, self._x = rows.time_s, rows.values
        self._start, self._sensors, self._end = start, sensors, end
        self.keep = np.ones(len(self._time), dtype=bool)
        self.stood_out = np.zeros((len(self._time), 2), dtype=bool)
        """Whether a reading left out stood out by its acceleration, and by its turning."""
        self.known_s = rows.known_s.copy()
        self._burst_end = 0

    def run(self) -> int:
        """Judges the readings in order; returns the number of those that need no further one."""
        n, at, begun = len(self._time), self._start, self._start
        doubtful = self._doubtful()
        while True:
            rest = doubtful[np.searchsorted(doubtful, at) :]
            if len(rest) == 0:
                return n
            at = begun = int(rest[0])
            while at < n:
                verdict, seen = self._judge(at) if at >= self._burst_end else self._judge_as_before(at)
                if verdict == _WAIT:  # a single one left out waits, too: it may be bridged
                    return begun if at == begun + 1 else at
                self.known_s[at] = max(self.known_s[at], self.known_s[min(seen, n - 1)])
                self.keep[at] = verdict == _KEEP
                at += 1
                if verdict == _KEEP:
                    break
            else:
                return n if self._end or at != begun + 1 else begun

    def bridged(self, stop: int, gap_s: float, *, broken: bool) -> Floats:
        """Returns all values, single ones left out on the line between their neighbours if they would leave a hole.

        Those are kept then. ``broken``: the reading before these had been left out.
        """
        out = self._x
        for at in (np.flatnonzero(~self.keep[1 : max(stop - 1, 1)]) + 1).tolist():
            a, b = at - 1, at + 1
            whole = float(self._time[b] - self._time[a])
            single = self.keep[a] and self.keep[b] and not (broken and at == self._start)
            if not single or whole <= gap_s:
                continue
            if whole <= MEASURABLE.bridge * 2.0 * self._spacing_s(at):
                out = out.copy() if out is self._x else out
                share = float(self._time[at] - self._time[a]) / whole
                out[at] = self._x[a] + share * (self._x[b] - self._x[a])
                self.keep[at], self.known_s[at] = True, self.known_s[b]
        return out

    def _doubtful(self) -> NDArray[np.intp]:
        """Indices of readings that differ much from the one before; the very first is doubtful by itself."""
        far = np.zeros(len(self._time), dtype=bool)
        far[self._start : self._start + 1] = self._start == 0
        first = max(self._start, 1)
        steps = self._x[first:] - self._x[first - 1 : -1] if len(self._x) else self._x
        for sensor in self._sensors:
            step = steps[:, sensor.axes]
            x = self._x[first:, sensor.axes]
            size = np.einsum("ij,ij->i", step, step)
            alike = (x[:, 0] == x[:, 1]) & (x[:, 1] == x[:, 2])
            far[first:] |= (size > sensor.least**2) | (alike & (size > sensor.filler**2)) | np.isnan(size)
        return np.flatnonzero(far)

    def _judge(self, at: int) -> tuple[str, int]:
        """The verdict on a reading, and the index of the last one that was needed for it."""
        if np.isnan(self._x[at, 0]):
            return _DROP, at
        before = self._kept_before(at, 2)
        if not before:
            return self._judge_first(at)
        suspects = [s for s in self._sensors if self._is_doubtful(s, at, before)]
        if not suspects:
            return _KEEP, at
        for ahead in range(1, MEASURABLE.ahead + 1):
            if at + ahead >= len(self._time) and not self._end:
                return _WAIT, at
            if self._any_stands_out(suspects, at, at + ahead, before):
                return _DROP, at + ahead
        return self._judge_burst(suspects, at, before)

    def _judge_as_before(self, at: int) -> tuple[str, int]:
        """The same of a reading of a burst whose first one was left out."""
        self.stood_out[at] = self.stood_out[at - 1]
        return _DROP, self._burst_end

    def _judge_burst(self, suspects: list[_Limits], at: int, before: list[int]) -> tuple[str, int]:
        """The same of a reading that may belong to a burst, whose end is looked for."""
        after = at + MEASURABLE.ahead
        while True:
            after += 1
            suspects = [s for s in suspects if self._lasts(s, at, after - 1, before)]
            if not suspects or after >= len(self._time):
                waits = bool(suspects) and not self._end
                return (_WAIT, at) if waits else (_KEEP, after - 1)
            ended = [s for s in suspects if self._step(s, after - 1, after) > s.least]
            if ended and self._any_stands_out(ended, at, after, before, burst=True):
                self._burst_end = after
                return _DROP, after

    def _lasts(self, s: _Limits, at: int, last: int, before: list[int]) -> bool:
        """Whether the readings from ``at`` to ``last`` may be a burst: short, and stuck or beyond any turning."""
        if last >= len(self._time):
            last = len(self._time) - 1
        if self._time[last] - self._time[at] > MEASURABLE.plateau_s:
            return False
        x = self._x[at : last + 1, s.axes]
        stuck = len(x) >= MEASURABLE.stuck and bool((x == x[0]).all())
        turning = s is _GYR and all(_distance(one, self._x[before[0], s.axes]) > s.most for one in x)
        return stuck or turning

    def _step(self, s: _Limits, a: int, b: int) -> float:
        return _distance(self._x[a, s.axes], self._x[b, s.axes])

    def _judge_first(self, at: int) -> tuple[str, int]:
        """The same of a reading with none before it: the two after it must agree against it."""
        n = len(self._time)
        if at + 1 >= n:
            return (_KEEP, at) if self._end else (_WAIT, at)
        suspects = [s for s in self._sensors if self._is_far(s, at, at + 1)]
        if not suspects:
            return _KEEP, at + 1
        if at + 2 >= n:
            return (_KEEP, at + 1) if self._end else (_WAIT, at)
        return (_DROP if self._any_stands_out(suspects, at, at + 2, [at + 1]) else _KEEP), at + 2

    def _any_stands_out(
        self, suspects: list[_Limits], at: int, after: int, before: list[int], *, burst: bool = False
    ) -> bool:
        """Whether a reading stands out by one of its sensors; remembers by which."""
        found = [self._stands_out(s, at, after, before, burst=burst) for s in suspects]
        self.stood_out[at] = [
            any(f and s is one for f, s in zip(found, suspects, strict=True)) for one in (_ACC, _GYR)
        ]
        return any(found)

    def _kept_before(self, at: int, count: int) -> list[int]:
        """Indices of the last usable readings before one, the latest first."""
        found: list[int] = []
        while at > 0 and len(found) < count:
            at -= 1
            if self.keep[at]:
                found.append(at)
        return found

    def _is_far(self, s: _Limits, at: int, other: int) -> bool:
        x = self._x[at, s.axes]
        far = _distance(x, self._x[other, s.axes])
        return far > s.least or (far > s.filler and x[0] == x[1] == x[2])

    def _is_doubtful(self, s: _Limits, at: int, before: list[int]) -> bool:
        """Whether a reading could stand alone, by those before it; most quick movement of an arm could not."""
        since_s = float(self._time[at] - self._time[before[0]])
        away = self._step(s, at, before[0])
        return self._suspicion(s, at, away, self._rough(s, before), since_s) is not None

    def _stands_out(self, s: _Limits, at: int, after: int, before: list[int], *, burst: bool) -> bool:
        """Whether a reading is far from ``before`` and ``after``, which agree; the latter may be beyond the end.

        A burst is no knock.
        """
        away, rough = self._step(s, at, before[0]), self._rough(s, before)
        if after < len(self._time):
            if np.isnan(self._x[after, s.axes.start]):
                return False
            away = min(away, self._step(s, at, after))
            rough = max(rough, self._step(s, before[0], after))
        why = self._suspicion(s, at, away, rough, self._span_s(at, after, before[0]))
        if why is not _Why.SUDDEN or burst:
            return why is not None
        return self._not_turned(before[0], after, away) if s is _ACC else not self._knocked(before[0], after)

    def _suspicion(self, s: _Limits, at: int, away: float, rough: float, span_s: float) -> _Why | None:
        """Why a step is none of an arm: the one table of limits.

        Parameters
        ----------
        s : _Limits
        at : int
            The reading.
        away : float
            Its distance from the readings around it, in the sensor's unit.
        rough : float
            How far those are from each other.
        span_s : float
            Time that the step took, there or there and back, s.
        """
        if away < MEASURABLE.aside * rough:
            return None
        x = self._x[at, s.axes]
        if away > s.filler and x[0] == x[1] == x[2]:
            return _Why.FILLER
        if away > s.most:
            return _Why.FAR
        # there and back in the time between its neighbours takes twice the mean acceleration
        sudden = away > max(s.rate * span_s / 2.0, s.least)
        calm = away > s.calm and away >= MEASURABLE.calm_aside * rough
        return _Why.SUDDEN if sudden or calm else None

    def _rough(self, s: _Limits, before: list[int]) -> float:
        """How far the last two readings are from each other."""
        return self._step(s, before[0], before[1]) if len(before) > 1 else 0.0

    def _knocked(self, before: int, after: int) -> bool:
        """Whether the accelerometer was shaken, too, as by a knock: that turns a sensor for a moment."""
        acc = self._x[before : after + 1, _ACC.axes]
        return any(_distance(a, acc[0]) > MEASURABLE.knock_mps2 for a in acc[1:])

    def _not_turned(self, before: int, after: int, away: float) -> bool:
        """Whether there is a gyroscope, and it felt nothing of a blow of this size, m/s²."""
        gyr = self._x[before : after + 1, _GYR.axes]
        if gyr.shape[1] == 0:
            return False
        return all(_distance(w, gyr[0]) < MEASURABLE.knock_radps_per_mps2 * away for w in gyr[1:])

    def _span_s(self, at: int, after: int, before: int) -> float:
        """Time from the reading before to the one after, by time stamps and by the usual spacing, the longer."""
        stamps = float(self._time[min(after, len(self._time) - 1)] - self._time[min(before, at)])
        return max(stamps, self._spacing_s(at) * (after - at + 1))

    def _spacing_s(self, at: int) -> float:
        """Usual time between readings before one, s."""
        earlier = self._kept_before(at, MEASURABLE.pace)
        if len(earlier) < 2:
            return 0.0
        return float(self._time[earlier[0]] - self._time[earlier[-1]]) / (len(earlier) - 1)
