"""Our count beside counters that others would put together in an hour: ``python -m tests.benchmarks peers [FOLDER]``.

Each counts one number a sample, the speed about the main axis of the gyroscope, in the labelled recordings. Each gets
the settings, of a small grid, with which it counts most of these very recordings exactly: that flatters it, as ours is
the one set of defaults. Ours also says when each rep was and what was momentum; they only count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import find_peaks

from analysis.evaluation.labels import read_labels
from analysis.evaluation.scored_recording import curl_sensors
from analysis.stream.tracker import Tracker
from imu.formats import read_recording
from imu.types import Floats, SampleBlock
from tests.benchmarks.timing import tell
from tests.fixtures.shared import SHARED

RATE_HZ = 20
FINE_HZ = 100
EVERY_OTHER = 5
"""Of recordings of other movement every fifth is taken; of curls all."""
EXTRA = "Peers need packages of their own: pip install -e '.[benchmarks]' (missing: {})."


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One sensor of a recording, and how many curls there are in it."""

    block: SampleBlock
    reps: int
    main_rate: Floats
    """Speed about the main axis, rad/s, ``(n,)`` at `RATE_HZ`."""

    @property
    def minutes(self) -> float:
        """Length."""
        return float(self.block.time_s[-1] - self.block.time_s[0]) / 60.0


def main_axis_rate(block: SampleBlock) -> Floats:
    """Angular velocity about the axis with most of it (the first principal one), on an even grid, means of 0.05 s."""
    assert block.gyr_radps is not None
    usable = np.isfinite(block.gyr_radps).all(axis=1) & np.isfinite(block.time_s)
    gyr, time_s = block.gyr_radps[usable], block.time_s[usable]
    axis = np.linalg.eigh(gyr.T @ gyr)[1][:, -1]
    even_s = np.arange(time_s[0], time_s[-1], 1.0 / FINE_HZ)
    fine = np.interp(even_s, time_s, gyr @ axis)
    step = FINE_HZ // RATE_HZ
    return fine[: len(fine) // step * step].reshape(-1, step).mean(axis=1)


def labelled_recordings(folder: Path) -> Iterator[Labelled]:
    """All curls, and every fifth recording of other movement, where a gyroscope was."""
    others = 0
    for label in read_labels(folder / "labels.csv"):
        if label.kind != "curl":
            others += 1
            if others % EVERY_OTHER:
                continue
        sensors = {one.sensor: one for one in read_recording(label.path).sensors}
        for name in curl_sensors(label, list(sensors))[:1]:
            if label.count is not None and sensors[name].gyr_radps is not None:
                rate = main_axis_rate(sensors[name])
                yield Labelled(block=sensors[name], reps=label.count, main_rate=rate)


def by_peaks(one: Labelled, share: float, apart_s: float) -> int:
    """`scipy.signal.find_peaks`: lifts are peaks one way, lowerings the other way; half of both."""
    high = share * float(np.percentile(np.abs(one.main_rate), 95))
    ways = (one.main_rate, -one.main_rate)
    found = [
        len(find_peaks(way, prominence=high, height=high / 2, distance=apart_s * RATE_HZ)[0]) for way in ways
    ]
    return round(sum(found) / 2)


def by_change_points(one: Labelled, penalty: float, shortest_s: float) -> int:
    """`ruptures.KernelCPD`: a rep is two stretches of like speed, one up and one down."""
    import ruptures  # noqa: PLC0415

    speed = one.main_rate / (float(np.std(one.main_rate)) or 1.0)
    search = ruptures.KernelCPD(kernel="rbf", min_size=max(int(shortest_s * RATE_HZ), 2))
    if len(speed) < 4 * search.min_size:
        return 0
    return (len(search.fit(speed[:, None]).predict(pen=penalty)) - 1) // 2


def by_motifs(one: Labelled, window_s: float, deviations: float) -> int:
    """`stumpy`: the stretch that is most like another one, and how often the like of it is found."""
    import stumpy  # noqa: PLC0415

    window = int(window_s * RATE_HZ)
    if len(one.main_rate) < 2 * window:
        return 0
    # noise too small to matter: stretches of equal numbers have no shape
    speed = one.main_rate + np.random.default_rng(1).normal(0.0, 1e-6, len(one.main_rate))
    profile = stumpy.stump(speed, window)
    best = int(np.argmin(profile[:, 0].astype(float)))

    def near(distances: Floats) -> float:
        limit = np.nanmean(distances) - deviations * np.nanstd(distances)
        return float(max(limit, np.nanmin(distances)))

    return len(stumpy.match(speed[best : best + window], speed, max_distance=near))


def by_us(one: Labelled) -> int:
    """The whole pipeline."""
    tracker = Tracker()
    tracker.push(one.block)
    tracker.flush()
    return sum(len(done.reps) for done in tracker.sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One way to count, and the settings to choose from."""

    name: str
    count: Callable[..., int]
    grid: tuple[Sequence[float], ...] = ()


COUNTERS = (
    Counter(name="rep-momentum, its defaults", count=by_us),
    Counter(name="scipy find_peaks", count=by_peaks, grid=((0.3, 0.5, 0.7, 0.9), (0.6, 1.0, 1.5))),
    Counter(name="ruptures KernelCPD", count=by_change_points, grid=((0.5, 1.0, 2.0, 4.0, 8.0), (0.3, 0.6))),
    Counter(name="stumpy motif", count=by_motifs, grid=((1.5, 2.5), (0.5, 1.0, 1.5))),
)


def measured(counter: Counter, curls: Sequence[Labelled], others: Sequence[Labelled]) -> str:
    """Counts with the settings that fit the curls best, and says how it went."""
    counter.count(curls[0], *(values[0] for values in counter.grid))  # compiles and imports
    truth = np.array([one.reps for one in curls])
    best: tuple[int, tuple[float, ...], Any, float] | None = None
    for chosen in product(*counter.grid):
        began = time.process_time()
        off = np.abs(np.array([counter.count(one, *chosen) for one in curls]) - truth)
        used_s = time.process_time() - began
        if best is None or (off == 0).sum() > best[0]:
            best = int((off == 0).sum()), chosen, off, used_s
    assert best is not None
    exact, chosen, off, used_s = best
    a_minute = sum(counter.count(one, *chosen) for one in others) / sum(one.minutes for one in others)
    cost_ms = used_s / sum(one.minutes for one in curls) * 1000.0
    settings = f"; settings {', '.join(map(str, chosen))}" if chosen else ""
    return (
        f"{exact} of {len(curls)} exactly, {int((off <= 1).sum())} within 1, {off.sum() / truth.sum():.1%} of reps off; "
        f"{a_minute:.2f} a minute of other movement; {cost_ms:.1f} ms a minute{settings}"
    )


def missing() -> list[str]:
    """Packages that the peers need and that are not here."""
    found = []
    for name in ("ruptures", "stumpy"):
        try:
            __import__(name)
        except ImportError:
            found.append(name)
    return found


def main(folder: str = str(SHARED / "data" / "curls")) -> None:
    """Prints a row for each way to count."""
    if gone := missing():
        sys.exit(EXTRA.format(", ".join(gone)))
    if not (Path(folder) / "labels.csv").is_file():
        sys.exit(f"{folder} holds no labels.csv; name a folder of labelled recordings (docs/tuning.md).")
    recordings = list(labelled_recordings(Path(folder)))
    curls = [one for one in recordings if one.reps > 0]
    others = [one for one in recordings if one.reps == 0]
    reps, minutes = sum(one.reps for one in curls), sum(one.minutes for one in others)
    tell(
        "the same recordings for all",
        f"{len(curls)} of {reps} curls; {minutes:.0f} minutes of other movement",
    )
    for counter in COUNTERS:
        tell(counter.name, measured(counter, curls, others))
