"""Measures every rep of a folder of labelled recordings once, for fits of weights.

The folder holds ``labels.csv`` (columns ``file``, ``dataset``, ``subject``, ``style``, ``kind``) and the
files it names. The style holds for the whole recording. The test for other movement is opened wide: a rep
that it would drop has figures too, and what is a curl is decided elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from analysis.core.curl.measure import RepFigures
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.tracker import Tracker
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.placement import CURL_SENSORS
from imu.types import Recording, SampleBlock

Manner: TypeAlias = Literal["swung", "calm", "tremor", "other"]
MANNERS: dict[str, Manner] = {
    "swing": "swung",
    "abrupt": "swung",
    "strict": "calm",
    "clean": "calm",
    "partial": "calm",
    "off_axis": "calm",
    "unstable": "tremor",
    "uncontrolled": "tremor",
}
"""How a style of the data sets was done; any other style says nothing about momentum."""
WIDE_OPEN = DEFAULTS.with_(
    curl__few_reps_objection=100.0,
    curl__many_reps_objection=100.0,
    curl__edge_objection=100.0,
    curl__edge_margin=100.0,
)
"""Thresholds that take every movement up and down for a rep, so that it is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRep:
    """One measured rep with its label."""

    file: str
    """As the labels name it."""
    dataset: str
    """Collection of recordings it belongs to."""
    person: str
    """Lifter, with the data set in front: one name is one person."""
    manner: Manner
    """Swung, calm, trembling, or other where the style says nothing."""
    style: str
    """The word of the label, e.g. ``strict``."""
    figures: RepFigures
    """Measured figures, in SI units and degrees."""
    inertial: bool
    """False where the accelerometer cannot be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """Imitates a lesser sensor: thins the readings, leaves out the gyroscope."""

    rate_hz: float | None = None
    """Highest sampling rate, Hz; None leaves it as it is."""
    without_gyro: bool = False
    """Leaves out the gyroscope."""

    def __call__(self, block: SampleBlock) -> SampleBlock:
        """The block as such a sensor would have given it."""
        if self.rate_hz is not None:
            block = _thinned(block, self.rate_hz)
        return replace(block, gyr_radps=None) if self.without_gyro else block


def _thinned(block: SampleBlock, rate_hz: float) -> SampleBlock:
    """Each reading that comes at least one period after the one kept before it."""
    kept, next_s = [], float("-inf")
    for k, at_s in enumerate(block.time_s.tolist()):
        if at_s >= next_s:
            kept.append(k)
            next_s = at_s + (1.0 - 1e-6) / rate_hz
    rows = np.array(kept)
    return replace(
        block,
        time_s=block.time_s[rows],
        acc_mps2=block.acc_mps2[rows],
        gyr_radps=None if block.gyr_radps is None else block.gyr_radps[rows],
    )


def labelled_reps(
    folder: Path, altered: Altered | None = None, thresholds: Thresholds = WIDE_OPEN
) -> list[LabelledRep]:
    """Measures all reps of the recordings of curls in a folder; files that cannot be read are left out.

    Parameters
    ----------
    folder : Path
        With ``labels.csv`` in it.
    altered : Altered, optional
        The lesser sensor to imitate.
    thresholds : Thresholds
        With which reps are found and measured.
    """
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "curl"]
    return [rep for row in rows for rep in _reps(folder, row, altered or Altered(), thresholds)]


def _reps(
    folder: Path, row: dict[str, str], altered: Altered, thresholds: Thresholds
) -> Iterator[LabelledRep]:
    try:
        recording = read_recording(str(folder / row["file"]))
    except RecordingError:
        return
    for figures, inertial in measured_reps(recording, altered, thresholds):
        yield LabelledRep(
            file=row["file"],
            dataset=row["dataset"],
            person=f"{row['dataset']} {row['subject']}",
            manner=MANNERS.get(row["style"], "other"),
            style=row["style"],
            figures=figures,
            inertial=inertial,
        )


def measured_reps(
    recording: Recording, altered: Altered, thresholds: Thresholds
) -> Iterator[tuple[RepFigures, bool]]:
    """Measures the reps of one recording that can be judged.

    Parameters
    ----------
    recording : Recording
    altered : Altered
    thresholds : Thresholds

    Yields
    ------
    figures : RepFigures
    inertial : bool
        Whether its inertial figures can be trusted.
    """
    tracker = Tracker(thresholds, keep=True)
    for block in recording.sensors:
        if block.sensor in CURL_SENSORS:
            tracker.push(altered(block))
    tracker.flush()
    for sensor in tracker.sensors.values():
        for one in sensor.measured:
            for figures in one.reps:
                yield figures, one.known.inertial
