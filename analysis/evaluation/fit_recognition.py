"""Fits the weights of the objections to a curl, and tests them by cross-validation.

``python -m analysis.evaluation.fit_recognition FOLDER`` measures every movement of the labelled recordings
in FOLDER, with the gyroscope and once more without it. It prints the share of curls kept (sensitivity) and
the reps a minute let through of each other movement, with everything used, each person held out, and each
data set held out; and at the end the weights to publish. The rate, the number of recordings and the length
of a clip are not used: they would tell data sets, not movements.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.core.curl.bouts import Bout, examine
from analysis.evaluation.logistic import fit_logistic, leave_one_group_out
from analysis.settings.curl_model import KIND
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.tracker import Tracker
from analysis.vocabulary import OBJECTION_REASONS
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.placement import CURL_SENSORS
from imu.types import Floats, Recording

NAMES = OBJECTION_REASONS
"""The objections, each with a weight of its own."""
LIMITS = ("few_reps_objection", "many_reps_objection", "no_gyro_objection")
"""Sum of objections that a bout of few and of many reps may have, and what it has less without a
gyroscope."""
BELIEVED = dict.fromkeys(NAMES, 1.5) | {
    "long_lever": 4.0,
    "arm_swing": 3.0,
    "never_hangs": 2.0,
    "high_middle": 3.0,
    "untold_up": 2.5,
    "stays_up": 3.0,
}
"""Weights that the fit is drawn towards, of an objection of full size, in log-odds.

Every objection is physics, so none is 0 for want of examples. A lever longer than a forearm, an arm that
swings about hanging at the pace of steps, or one that moves about pointing up is by itself hardly a curl;
neither is a lone movement that stays up, or one in which nobody can tell which way is up.
"""
RIDGE = 0.01
"""Strength of the pull towards `BELIEVED`, against the mean log loss."""
OTHER_SAY = 0.9
"""Weight of all other movement together, against 1 for all curls."""
GESTURE = 0.3
"""Weight of single gestures that were cut out of a longer recording: nobody lifts for three seconds."""
GESTURES = ("utd_mhad",)
"""The data sets of such gestures."""
LEAST_SAY = 8.0
"""Total weight (sum of roots of reps) from which on a kind of movement has its full share; less has less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One bout of movement, as far as its curls are doubted."""

    file: str
    """As the labels name it."""
    dataset: str
    """Collection of recordings it belongs to."""
    person: str
    """Lifter, with the data set in front."""
    movement: str
    """``curl``, or the word of the label."""
    is_curl: bool
    """Labelled as curls."""
    has_gyro: bool
    """Measured with a gyroscope."""
    reps: int
    """How many lifts were counted in it."""
    degrees: Floats
    """``(len(NAMES),)``: mean of each objection over its reps, 0 (none) to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All bouts of a folder of recordings."""

    bouts: Sequence[Seen]
    """The bouts, with and without a gyroscope."""
    minutes: dict[tuple[str, str], float]
    """Minutes recorded of each (data set, movement) that is no curl."""


def find_bouts(folder: Path, only: Container[str] | None = None) -> Material:
    """Finds every bout of the recordings that ``labels.csv`` names, with and without their gyroscope.

    Parameters
    ----------
    folder : Path
    only : container of str, optional
        Data sets to use; all where not given.
    """
    bouts: list[Seen] = []
    minutes: dict[tuple[str, str], float] = {}
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if only is not None and row["dataset"] not in only:
                continue
            try:
                recording = read_recording(str(folder / row["file"]))
            except RecordingError:
                continue
            if row["kind"] != "curl":
                key = (row["dataset"], row["style"])
                minutes[key] = minutes.get(key, 0.0) + _minutes(recording)
            for has_gyro in (True, False):
                bouts += _bouts(recording, row, has_gyro=has_gyro)
    return Material(bouts=bouts, minutes=minutes)


def _minutes(recording: Recording) -> float:
    steps_s = np.diff(recording.sensors[0].time_s)
    return float(steps_s[(steps_s > 0) & (steps_s < 1)].sum()) / 60.0


def _bouts(recording: Recording, row: dict[str, str], *, has_gyro: bool) -> list[Seen]:
    out = []
    for block in recording.sensors:
        if block.sensor not in CURL_SENSORS or (has_gyro and block.gyr_radps is None):
            continue
        tracker = Tracker(keep=True)
        tracker.push(block if has_gyro else replace(block, gyr_radps=None))
        tracker.flush()
        for closed in tracker.sensors[block.sensor].closed_stretches:
            out += [_seen(bout, row) for bout in examine(closed, DEFAULTS)]
    return out


def _seen(bout: Bout, row: dict[str, str]) -> Seen:
    found = bout.objections
    return Seen(
        file=row["file"],
        dataset=row["dataset"],
        person=f"{row['dataset']} {row['subject']}",
        movement="curl" if row["kind"] == "curl" else row["style"],
        is_curl=row["kind"] == "curl",
        has_gyro=bout.movement.closed.has_gyro,
        reps=len(bout.movement.reps),
        degrees=np.array([float(np.mean(found[name])) if name in found else 0.0 for name in NAMES]),
    )


def bout_weights(bouts: Sequence[Seen]) -> Floats:
    """Weight of each bout, ``(n,)``: all data sets equal in curls, all movements of a data set in the rest.

    Within them a bout counts by the root of its reps, which are not independent.
    """
    out = np.sqrt(np.array([float(one.reps) for one in bouts]))
    kinds = [(one.is_curl, one.has_gyro, one.dataset, one.movement) for one in bouts]
    for kind in set(kinds):
        rows = np.array([k == kind for k in kinds])
        total = out[rows].sum()
        share = GESTURE if kind[2] in GESTURES else 1.0
        out[rows] *= share * min(1.0, total / LEAST_SAY) / total
    curls = np.array([one.is_curl for one in bouts])
    out[curls] /= out[curls].sum()
    out[~curls] *= OTHER_SAY / out[~curls].sum()
    return np.asarray(out)


def design_matrix(bouts: Sequence[Seen]) -> Floats:
    """Design matrix of the regression, ``(n, len(NAMES) + 3)``: the log-odds of curls are linear in it.

    Minus the objections, then the share of the limit for few and for many reps, then −1 without a
    gyroscope.
    """
    few = np.array([min(1.0, KIND.few / one.reps) for one in bouts])
    no_gyro = np.array([0.0 if one.has_gyro else 1.0 for one in bouts])
    return np.column_stack([-np.array([one.degrees for one in bouts]), few, 1.0 - few, -no_gyro])


def fit_thresholds(bouts: Sequence[Seen]) -> Thresholds:
    """Fits weights and limits to bouts; all other thresholds at their defaults."""
    believed = np.array([*(BELIEVED[name] for name in NAMES), np.nan, np.nan, np.nan])
    found = fit_logistic(
        design_matrix(bouts),
        np.array([one.is_curl for one in bouts]),
        weights=bout_weights(bouts),
        signs=[1] * len(NAMES) + [0, 0, 0],
        ridge=RIDGE,
        believed=believed,
        offset=False,
    )
    values = dict(zip((*NAMES, *LIMITS), found.weights, strict=True))
    return DEFAULTS.with_(**{f"curl__{name}": round(float(value), 2) for name, value in values.items()})


def margins(bouts: Sequence[Seen], thresholds: Thresholds) -> Floats:
    """Log-odds of each bout to be curls, ``(n,)``; above 0 it is taken for them."""
    values = np.array([getattr(thresholds.curl, name) for name in (*NAMES, *LIMITS)])
    return np.asarray(design_matrix(bouts) @ values)


def margins_held_out(bouts: Sequence[Seen], group: Callable[[Seen], str]) -> Floats:
    """Log-odds of each bout to be curls by weights fitted without its group (leave-one-group-out), ``(n,)``.

    Parameters
    ----------
    bouts : sequence of Seen
    group : callable
        Names the group of a bout, e.g. its person.
    """
    out = np.full(len(bouts), np.nan)
    for _, own in leave_one_group_out([group(one) for one in bouts]):
        others = [one for one, mine in zip(bouts, own, strict=True) if not mine]
        out[own] = margins(
            [one for one, mine in zip(bouts, own, strict=True) if mine], fit_thresholds(others)
        )
    return out


def recognition_tables(material: Material, ways: dict[str, Floats]) -> Iterator[tuple[str, list[str]]]:
    """Tables in Markdown under their titles: curls kept, and other movement let through.

    Once with a gyroscope and once without.

    Parameters
    ----------
    material : Material
    ways : dict of str to (n,) float64
        Margins of the bouts by each way of fitting; a column each.
    """
    for has_gyro in (True, False):
        sensor = "" if has_gyro else ", without a gyroscope"
        curls = _curl_lines(material.bouts, ways, has_gyro=has_gyro)
        other = _other_lines(material, ways, has_gyro=has_gyro)
        yield f"Share of the curls kept{sensor}", [*_head("curls of", ways), *curls]
        yield f"Reps a minute let through{sensor}", [*_head("other movement of", ways), *other]


def _head(first: str, ways: dict[str, Floats]) -> list[str]:
    return [f"| {first} | {' | '.join(ways)} |", "|---|" + "---:|" * len(ways)]


def _curl_lines(bouts: Sequence[Seen], ways: dict[str, Floats], *, has_gyro: bool) -> list[str]:
    lines = []
    for dataset in sorted({one.dataset for one in bouts if one.is_curl}):
        rows = np.array(
            [(one.is_curl, one.dataset, one.has_gyro) == (True, dataset, has_gyro) for one in bouts]
        )
        reps = np.array([one.reps for one in bouts]) * rows
        cells = (f"{reps[margin > 0].sum() / max(reps.sum(), 1):.3f}" for margin in ways.values())
        lines.append(f"| {dataset} | {' | '.join(cells)} |")
    return lines


def _other_lines(material: Material, ways: dict[str, Floats], *, has_gyro: bool) -> list[str]:
    lines = []
    groups: dict[str, list[tuple[str, str]]] = {}
    for key in material.minutes:
        groups.setdefault(key[0] if key[0] != "wisdm6" else f"{key[0]} {key[1]}", []).append(key)
    groups["all but uci_other"] = [key for key in material.minutes if key[0] != "uci_other"]
    for name, keys in sorted(groups.items()):
        rows = np.array(
            [(one.dataset, one.movement) in keys and one.has_gyro == has_gyro for one in material.bouts]
        )
        if not rows.any():
            continue
        reps = np.array([one.reps for one in material.bouts]) * rows
        minutes = sum(material.minutes[key] for key in keys)
        cells = (f"{reps[margin > 0].sum() / minutes:.2f}" for margin in ways.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def ways_of_fitting(bouts: Sequence[Seen]) -> dict[str, Floats]:
    """Margins of the bouts by the published weights, and by ones that were fitted without their person or
    data set."""
    return {
        "published": margins(bouts, DEFAULTS),
        "people held out": margins_held_out(bouts, lambda one: one.person),
        "data set held out": margins_held_out(bouts, lambda one: one.dataset),
    }


def print_recognition_fit() -> int:
    """Prints the tables and the weights; returns the exit code."""
    if len(sys.argv) != 2:
        print(
            "usage: python -m analysis.evaluation.fit_recognition FOLDER (with labels.csv)", file=sys.stderr
        )
        return 2
    material = find_bouts(Path(sys.argv[1]))
    bouts = material.bouts
    best = fit_thresholds(bouts)
    ways = ways_of_fitting(bouts) | {"fitted": margins(bouts, best)}
    for title, lines in recognition_tables(material, ways):
        print("\n".join((f"\n{title}", *lines)))
    print("\n[curl]")
    for name in (*LIMITS, *NAMES):
        print(f"{name} = {getattr(best.curl, name):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(print_recognition_fit())
