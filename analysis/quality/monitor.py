"""Monitoring of a sensor's samples: rate, gaps, clipping, samples that cannot be used.

Causal, and a few numbers of memory a sensor, however long the recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from analysis.core.signal.isolated import Sifted, no_readings
from analysis.core.signal.repeated import Standstill
from analysis.core.signal.resample import GridBlock
from analysis.core.signal.sieve import Sieve, all_small, within_full_scale
from analysis.errors import SignalError
from analysis.quality.clipping import Clipping
from analysis.records.events import Event, QualityEvent
from analysis.records.results import SensorSummary
from analysis.settings.curl_model import MEASURABLE
from analysis.settings.thresholds import GridThresholds
from analysis.vocabulary import Because, Reason
from imu.facts import Value
from imu.types import Flags, Floats, Gap, SampleBlock

SPACING_BINS = 1001
"""Bins of the histogram of the time between readings, 1 ms each."""
_FEW = 64
"""Up to this many readings Python's own numbers are faster than arrays."""
SLOW_AFTER = 20
"""Samples before a rate is believed, or an axis called dead."""
FIRST_READINGS = 256
"""Readings kept while an axis has not changed, by which noise is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Samples that can be used, and what became known about the data by them."""

    readings: Sifted
    """The samples."""
    events: list[Event]
    """Gaps long enough to close a set, and what was left out."""


class Vitals:
    """Admits the samples of one sensor, and counts what is wrong with them.

    Parameters
    ----------
    sensor : str
        Placement of the sensor.
    thresholds : GridThresholds
        What counts as a gap, and as too slow.
    """

    def __init__(self, sensor: str, thresholds: GridThresholds) -> None:
        self.sensor, self._t = sensor, thresholds
        self.gross_bias = self.mirrored_gyroscope = False
        self.zero_radps: float | None = None
        self._spacings = [0] * SPACING_BINS
        self._samples = self._steps = self._dropped = self._beyond = self._came = 0
        self._without_s = 0.0
        self._last: tuple[float, Floats] | None = None
        self._seen_s = float("-inf")
        self._first: Floats | None = None
        self._beyond_s: float | None = None
        self._sieves: list[Sieve] = []
        self.gyroscope_changes: list[tuple[float, bool]] = []
        """When the gyroscope stopped or began, s, and whether it has been there since."""
        self._clipping = Clipping()
        self.gaps: list[Gap] = []
        self.start_s: float | None = None
        self.has_gyro = False
        self._live_axes = np.zeros(6, bool)
        self._some: list[Floats] = []

    def admit(self, block: SampleBlock, has_gyro: bool) -> Admitted:
        """Leaves out and counts samples that cannot be used; a doubtful one waits for the next ones.

        Raises
        ------
        SignalError
            The arrays do not fit together, or there is a gyroscope where there should be none.
        """
        self.has_gyro |= has_gyro
        time, values = np.asarray(block.time_s, dtype=np.float64), self._channels(block, has_gyro)
        if not self._in_order(time) or not all_small(values):
            time, values = self._marked(time, values)
        if len(time) == 0:
            return Admitted(readings=Sifted.all_of(time, values), events=[])
        self._seen_s = float(time[-1])
        self._came += len(time)
        if not self._sieves or self._sieves[-1].channels != values.shape[1]:
            self._sieves.append(Sieve(values.shape[1], self._t.gap_s))
        if not self._live_axes[: values.shape[1]].all():
            self._note_first(values[~np.isnan(values[:, 0])])
        return self._watched(self._sieves[-1].push(time, values))

    def _note_first(self, known: Floats) -> None:
        """Notes which axes have changed since the first reading; keeps the first readings, to tell noise by."""
        if len(known) == 0:
            return
        self._first = known[0].copy() if self._first is None else self._first
        self._live_axes[: known.shape[1]] |= (known != self._first).any(axis=0)
        wanted = FIRST_READINGS - sum(map(len, self._some))
        if wanted > 0:
            self._some.append(known[:wanted].copy())

    def finish(self) -> Admitted:
        """Returns the samples that still waited: no more will come, or the next ones have other channels.

        A second call returns none.
        """
        if not self._sieves:
            return Admitted(readings=no_readings(6 if self.has_gyro else 3), events=[])
        return self._watched(self._sieves[-1].flush())

    def gyroscope(self, start_s: float, decided_s: float, has_gyro: bool) -> list[Event]:
        """Notes that the gyroscope has stopped, or has begun, from one sample on; returns the event of it, none
        before the first sample.

        Parameters
        ----------
        start_s, decided_s : float
            Time of that sample, and of the one by which it became clear, s.
        has_gyro : bool
            It has begun.
        """
        if self._last is None:
            return []
        self.gyroscope_changes.append((start_s, has_gyro))
        acc = self._last[1][:3]
        self._last = self._last[0], np.concatenate([acc, np.zeros(3)]) if has_gyro else acc
        self._first, self._some = None, []  # a reading has other channels from here on
        code = Reason.GYROSCOPE_BACK if has_gyro else Reason.GYROSCOPE_STOPPED
        because = Because(code=code, values={"start_s": start_s})
        return [QualityEvent(at_s=decided_s, sensor=self.sensor, because=because)]

    @property
    def without_gyroscope(self) -> tuple[Gap, ...]:
        """Intervals in which a gyroscope that was there at other times was not."""
        if not self.gyroscope_changes or self._last is None or self.start_s is None:
            return ()
        begins_without = self.gyroscope_changes[0][1]
        changes = [*([(self.start_s, False)] if begins_without else []), *self.gyroscope_changes]
        ends = [at_s for at_s, _ in changes[1:]] + [self._last[0]]
        return tuple(
            Gap(start_s=at_s, end_s=end_s)
            for (at_s, there), end_s in zip(changes, ends, strict=True)
            if not there
        )

    def _in_order(self, time: Floats) -> bool:
        """Whether no time has to be left out."""
        if len(time) == 0:
            return True
        return bool((time[1:] >= time[:-1]).all() and time[0] >= self._seen_s and isfinite(time[-1]))

    def _marked(self, time: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Counts what cannot be used: without what has no place in time, and NaN where the values are none."""
        last = np.maximum.accumulate(
            np.concatenate([[self._seen_s], np.where(np.isfinite(time), time, -np.inf)[:-1]])
        )
        in_time = np.isfinite(time) & (time >= last)
        time, values = time[in_time], values[in_time]
        numbers, within = np.isfinite(values).all(axis=1), within_full_scale(values)
        beyond = numbers & ~within
        self._dropped += int(np.count_nonzero(~in_time)) + int(np.count_nonzero(~numbers))
        if beyond.any():
            self._beyond += int(np.count_nonzero(beyond))
            self._beyond_s = float(time[np.argmax(beyond)]) if self._beyond_s is None else self._beyond_s
        values[~within] = np.nan
        return time, values

    def _channels(self, block: SampleBlock, has_gyro: bool) -> Floats:
        n = len(block.time_s)
        if has_gyro != (block.gyr_radps is not None):
            raise SignalError(
                f"sensor {block.sensor!r}", expected="a gyroscope in every block or in none", got="both kinds"
            )
        parts = [block.acc_mps2] if block.gyr_radps is None else [block.acc_mps2, block.gyr_radps]
        if any(p.shape != (n, 3) for p in parts):
            raise SignalError(
                f"sensor {block.sensor!r}",
                expected=f"arrays of shape ({n}, 3)",
                got=str([p.shape for p in parts]),
            )
        values = np.empty((3 * len(parts), n))  # channel by channel, as the grid takes them
        for k, part in enumerate(parts):
            values[3 * k : 3 * k + 3] = part.T
        return values.T

    def _watched(self, readings: Sifted) -> Admitted:
        events = self._watch(readings.time_s, readings.values) if len(readings.time_s) else []
        return Admitted(readings=readings, events=events)

    def _watch(self, time: Floats, values: Floats) -> list[Event]:
        last = self._last
        t = time if last is None else np.concatenate([[last[0]], time])
        self._last = (float(time[-1]), values[-1].copy())
        self.start_s = float(time[0]) if self.start_s is None else self.start_s
        self._samples += len(time)
        self._clipping.note(time, values)
        return self._spaced(t)

    def _spaced(self, t: Floats) -> list[Event]:
        """Counts the times between readings, and notes gaps; returns an event for each that closes a set."""
        dt = t[1:] - t[:-1]
        if len(dt) == 0:
            return []
        if len(dt) <= _FEW:  # live, a thousand bins would cost more than these
            few = dt.tolist()
            longest_s = max(few)
            for spacing_s in few:
                self._spacings[int(min(spacing_s * 1000.0, SPACING_BINS - 1))] += 1
        else:
            longest_s = float(dt.max())
            counts = np.bincount(np.minimum(dt * 1000.0, SPACING_BINS - 1).astype(int))
            for place in np.flatnonzero(counts).tolist():
                self._spacings[place] += int(counts[place])
        if longest_s <= self._t.gap_s:
            self._steps += len(dt)
            return []
        near = dt <= self._t.reset_gap_s
        self._steps += int(near.sum())
        for gap_s in dt[~near].tolist():
            self._without_s += gap_s
        long = np.flatnonzero(dt > self._t.gap_s)
        self.gaps += [Gap(start_s=float(t[k]), end_s=float(t[k + 1])) for k in long]
        return [
            QualityEvent(
                at_s=float(t[k + 1]), sensor=self.sensor, because=self._hole(float(t[k]), float(dt[k]))
            )
            for k in long
            if dt[k] > self._t.reset_gap_s
        ]

    def _hole(self, start_s: float, gap_s: float) -> Because:
        """Why a gap began, and its facts: no readings came, or the sensor repeated the last one."""
        facts: dict[str, Value] = {"gap_s": gap_s, "start_s": start_s}
        for frozen in self.frozen:
            if frozen.start_s == start_s:
                return Because(code=Reason.FROZEN, values=facts | {"by": frozen.by})
        return Because(code=Reason.GAP, values=facts)

    def clipped_cells(self, cells: GridBlock) -> Flags:
        """Returns which cells of the grid contain clipped samples, ``(n,)``."""
        return self._clipping.cells(cells)

    @property
    def _span_s(self) -> float:
        """Time from the first sample to the last, without the long gaps, s."""
        return (
            0.0
            if self._last is None or self.start_s is None
            else self._last[0] - self.start_s - self._without_s
        )

    @property
    def end_s(self) -> float | None:
        """Time of the last sample, s; None before the first."""
        return None if self._last is None else self._last[0]

    @property
    def rate_hz(self) -> float | None:
        """Mean sampling rate without the long gaps, Hz; None for too few samples."""
        return self._steps / self._span_s if self._span_s > 0 and self._steps >= 2 else None

    @property
    def too_slow(self) -> bool:
        """Whether the sampling rate is too low to judge momentum."""
        rate = self.rate_hz
        return rate is not None and self._steps >= SLOW_AFTER and rate < self._t.slow_rate_hz

    @property
    def spacing_ms(self) -> tuple[float, float]:
        """5th and 95th percentile of the time between readings, in whole ms."""
        share = np.cumsum(self._spacings) / max(sum(self._spacings), 1)
        return float(np.searchsorted(share, 0.05)), float(np.searchsorted(share, 0.95))

    @property
    def uneven(self) -> bool:
        """Whether readings come in bursts or with jitter: the long times between them are over twice the
        short, plus 2 ms (the short ones may be 0)."""
        low, high = self.spacing_ms
        return high > 2.0 * low + 2.0

    def summary(self) -> SensorSummary:
        """Returns rate, gaps and number of readings so far."""
        return SensorSummary(
            start_s=self.start_s,
            end_s=None if self._last is None else self._last[0],
            name=self.sensor,
            rate_hz=self.rate_hz,
            has_gyro=self.has_gyro,
            gaps=tuple(self.gaps),
            samples=self._samples,
        )

    @property
    def dropped(self) -> int:
        """Number of samples left out because they were not finite or ran backwards in time."""
        return self._dropped

    @property
    def beyond(self) -> int:
        """Number of samples left out because no sensor can give them."""
        return self._beyond

    @property
    def isolated(self) -> int:
        """Number of samples left out because they were far from those on both sides."""
        return sum(sieve.isolated for sieve in self._sieves)

    @property
    def isolated_by(self) -> Literal["accelerometer", "gyroscope", "both"]:
        """Which sensor it was that gave them."""
        acc, gyr = (any(sieve.isolated_by[k] for sieve in self._sieves) for k in (0, 1))
        return "both" if acc and gyr else "gyroscope" if gyr else "accelerometer"

    @property
    def impossible_share(self) -> float:
        """Share of samples that were left out as one of these two, from 0 to 1."""
        left_out = self.beyond + self.isolated
        return left_out / max(self._samples + left_out, 1)

    @property
    def impossible_s(self) -> float | None:
        """Time of the first of them, s."""
        firsts = [self._beyond_s, *(sieve.first_s for sieve in self._sieves)]
        return min((at for at in firsts if at is not None), default=None)

    @property
    def frozen(self) -> list[Standstill]:
        """Times in which the sensor repeated one reading, s; the gaps that they leave are among ``gaps``."""
        return [gap for sieve in self._sieves for gap in sieve.frozen]

    @property
    def constant(self) -> bool:
        """Whether all readings were the same."""
        return self._came > 1 and self._first is not None and not self._live_axes.any()

    @property
    def turning_cut(self) -> tuple[int, float]:
        """How many readings the gyroscope cut at the end of its range, and where that is, rad/s."""
        return self._clipping.turning_readings, self._clipping.turning_limit_radps

    @property
    def dead_axis(self) -> tuple[Literal["accelerometer", "gyroscope"], str, float] | None:
        """An axis that never changed while both others did, with noise: its sensor, its name, its value."""
        if self._first is None or self._samples < SLOW_AFTER:
            return None
        parts: tuple[tuple[Literal["accelerometer", "gyroscope"], int], ...]
        parts = (("accelerometer", 0), ("gyroscope", 3))
        for name, first in parts:
            live = self._live_axes[first : first + 3]
            axis = int(np.argmin(live))
            if len(self._first) > first and np.count_nonzero(live) == 2 and self._is_noisy(first, axis):
                return name, "xyz"[axis], float(self._first[first + axis])
        return None

    def _is_noisy(self, first: int, dead: int) -> bool:
        """Whether the other axes change as noise does: a simulated sensor may well turn about one axis alone."""
        width = first + 3
        some = np.concatenate(
            [x[:, first:width] for x in self._some if x.shape[1] >= width] or [np.empty((0, 3))]
        )
        steps = np.diff(np.delete(some, dead, axis=1), axis=0)
        if len(steps) < SLOW_AFTER:
            return False
        bends = np.median(np.abs(np.diff(steps, axis=0)), axis=0)
        return bool((bends >= MEASURABLE.noise_bend * np.median(np.abs(steps), axis=0)).all() and bends.all())
