"""Fits the weights of the evidence of momentum, and tests them by cross-validation.

``python -m analysis.evaluation.fit_momentum FOLDER`` measures every rep of the labelled recordings in
FOLDER and prints tables: each data set and each person by weights that were fitted without them
(leave-one-group-out), how far a score of 70 means seven in ten (calibration), what is lost with a missing
sensor or a slow one, and at the end the thresholds to publish.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path

import numpy as np

from analysis.evaluation.labelled_reps import Altered, LabelledRep, labelled_reps
from analysis.evaluation.logistic import Logistic, fit_logistic, leave_one_group_out, sigmoid
from analysis.settings.thresholds import DEFAULTS
from imu.types import Flags, Floats
from imu.units import G_MPS2

_FIGURES = ("coast", "push", "detour")
SIGNS = (1, 1, -1)
"""Signs that the weights of coast, push and detour must keep: a detour speaks against momentum."""
_RIDGE = 1e-3
"""Small: of 0.001 to 0.02 the smallest had the least log loss with data sets and people held out."""
TREMOR_SAY = 0.5
"""Weight of all trembling reps against that of the calm ones: half, as some of them are thrown too."""
MARGIN = 0.7
"""Log-odds beyond even odds from which a rep is called, half of it from each limit.

With it a smooth full lift of one second, with the sensor on the wrist, is still controlled: its physics is
no throw.
"""
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Edges of the ranges of the score (0 to 1) in the calibration table."""
LABELLED = ("swung", "calm", "tremor")
"""The manners that say something about momentum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Labelled reps as arrays."""

    reps: Sequence[LabelledRep]
    """The reps, n of them."""
    figures: Floats
    """``(n, 3)``: natural logarithms of coast, push over g, and detour."""
    swung: Flags
    """``(n,)``: thrown by the body."""
    calm: Flags
    """``(n,)``: controlled."""
    tremor: Flags
    """``(n,)``: trembling."""
    inertial: Flags
    """``(n,)``: the push can be trusted."""
    dataset: Sequence[str]
    """Data set of each rep."""
    person: Sequence[str]
    """Lifter of each rep."""

    def part(self, rows: Flags) -> Sample:
        """The reps of ``rows``, ``(n,)``."""
        return collect_sample([rep for rep, use in zip(self.reps, rows, strict=True) if use])


def collect_sample(reps: Sequence[LabelledRep]) -> Sample:
    """Collects reps into arrays."""
    manner = np.array([rep.manner for rep in reps])
    return Sample(
        reps=reps,
        figures=np.array([log_figures(rep) for rep in reps]).reshape(-1, len(_FIGURES)),
        swung=manner == "swung",
        calm=manner == "calm",
        tremor=manner == "tremor",
        inertial=np.array([rep.inertial for rep in reps], dtype=bool),
        dataset=[rep.dataset for rep in reps],
        person=[rep.person for rep in reps],
    )


def log_figures(rep: LabelledRep) -> Floats:
    """Logarithms of coast, push over g, and detour, ``(3,)``.

    Of ratios, a logarithm makes twice and half equally far; the limits of the thresholds are then where a
    logarithm's term is 0.
    """
    of = rep.figures
    return np.log(np.maximum([of.carry, of.push_mps2 / G_MPS2, of.detour], 1e-3))


def rep_weights(one: Sample) -> Floats:
    """Weight of each rep, ``(n,)``: every data set has the same total in each of swung, calm and trembling.

    Trembling reps have `TREMOR_SAY` of it.
    """
    out = np.zeros(len(one.reps))
    names = np.array(one.dataset)
    for rows, share in ((one.swung, 1.0), (one.calm, 1.0), (one.tremor, TREMOR_SAY)):
        present = sorted(set(names[rows].tolist()))
        for name in present:
            cell = rows & (names == name)
            out[cell] = share / (len(present) * np.count_nonzero(cell))
    return out


def fit_weights(one: Sample) -> Logistic:
    """Fits the weights of the three figures by logistic regression."""
    return fit_logistic(one.figures, one.swung, weights=rep_weights(one), signs=SIGNS, ridge=_RIDGE)


def held_out_evidence(one: Sample, groups: Sequence[str]) -> Floats:
    """Evidence of each rep by thresholds that were fitted without its group, ``(n,)`` in log-odds.

    Parameters
    ----------
    one : Sample
    groups : sequence of n str
        Data set or person of each rep.
    """
    out = np.full(len(one.reps), np.nan)
    for _, own in leave_one_group_out(groups):
        out[own] = evidence_by(published_thresholds(one.part(~own)), one.part(own))
    return out


def auc(high: Floats, low: Floats) -> float:
    """Area under the ROC curve: probability that a value of ``high`` lies above one of ``low``, ties half.

    NaN where either is empty.
    """
    if not len(high) or not len(low):
        return float("nan")
    ordered = np.sort(high)
    below = np.searchsorted(ordered, low, "left") + np.searchsorted(ordered, low, "right")
    return float(1.0 - below.mean() / (2.0 * len(high)))


def rates_row(name: str, one: Sample, evidence: Floats, rows: Flags) -> str:
    """A line of a table: how well the evidence tells swung from other reps.

    Parameters
    ----------
    name : str
        First cell.
    one : Sample
    evidence : (n,) float64
        Log-odds; from 0 on a rep is called momentum.
    rows : (n,) bool
        The reps to look at.
    """
    z, called = evidence[rows], evidence[rows] >= 0
    swung, calm, tremor = one.swung[rows], one.calm[rows], one.tremor[rows]
    found, false = _share(called[swung]), _share(called[calm])
    brier = float(np.mean((sigmoid(z) - swung) ** 2))
    cells = (
        *(f"{np.count_nonzero(kind)}" for kind in (swung, calm, tremor)),
        *(f"{v:.3f}" for v in (auc(z[swung], z[calm]), 0.5 * (found + 1.0 - false), found, false)),
        *(f"{v:.3f}" for v in (_share(called[tremor]), brier)),
    )
    return f"| {name} | {' | '.join(cells).replace('nan', '–')} |"


_HEAD = (
    "| | swung | calm | trembling | AUC | balanced accuracy | swung called | calm called | trembling called "
    "| Brier |\n|---|---|---|---|---|---|---|---|---|---|"
)


def _share(called: Flags) -> float:
    return float(np.mean(called)) if len(called) else float("nan")


def rates_table(one: Sample, evidence: Floats) -> list[str]:
    """Table in Markdown: sensitivity, false calls, AUC and Brier score of all reps, then of each data set."""
    names = np.array(one.dataset)
    every = rates_row("all", one, evidence, np.ones(len(names), dtype=bool))
    return [
        _HEAD,
        every,
        *(rates_row(name, one, evidence, names == name) for name in sorted(set(one.dataset))),
    ]


def reliability_table(one: Sample, evidence: Floats) -> list[str]:
    """Calibration table: how often a rep was swung for each range of its momentum; is 70 seven in ten?"""
    momentum, weight = sigmoid(evidence), rep_weights(one)
    lines = [
        "| momentum | reps | mean | swung | swung, each data set and manner of equal say |",
        "|" + "---|" * 5,
    ]
    for low, high in pairwise(BINS):
        rows = (momentum >= low) & (momentum < high + 1e-12 * (high == 1.0))
        if rows.any():
            even = weight[rows] @ one.swung[rows] / weight[rows].sum()
            mean, swung = 100.0 * momentum[rows].mean(), one.swung[rows].mean()
            cells = f"{np.count_nonzero(rows)} | {mean:.0f} | {swung:.2f} | {even:.2f}"
            lines.append(f"| {100 * low:.0f}–{100 * high:.0f} | {cells} |")
    return lines


def published_thresholds(one: Sample) -> dict[str, float]:
    """Turns the fit into thresholds: three weights, and the limits of coast and push.

    Each limit is the value that speaks neither for nor against momentum: z = a ln(coast / C) + b ln(push /
    P) − w ln detour. The full fit determines only a ln C + b ln P, not both limits. C is taken where coast
    and detour alone, with the same weights, decide best, so that a recording without a push needs no
    numbers of its own. Then both limits are raised by half of `MARGIN`.
    """
    trusted = one.part(one.inertial)
    full = fit_weights(trusted)
    coast, push, detour = full.weights
    alone = one.figures[:, [0, 2]] @ np.array([coast, detour])
    without_push = fit_logistic(alone[:, None], one.swung, weights=rep_weights(one), signs=[1], ridge=_RIDGE)
    offset = without_push.offset / float(without_push.weights[0])
    # the full fit: full.offset = −(a ln C + b ln P); by coast and detour alone: offset = −a ln C
    return {
        "momentum.carry": exp((0.5 * MARGIN - offset) / coast),
        "momentum.push_mps2": G_MPS2 * exp((0.5 * MARGIN - (full.offset - offset)) / push),
        "momentum.carry_weight": float(coast),
        "momentum.push_weight": float(push),
        "momentum.tremor_weight": float(-detour),
    }


def evidence_by(numbers: dict[str, float], one: Sample, *, push: bool = True) -> Floats:
    """Evidence of each rep by given thresholds, ``(n,)`` in log-odds.

    Parameters
    ----------
    numbers : dict of str to float
        Values by dotted name, as `published_thresholds` gives them.
    one : Sample
    push : bool
        False leaves the push out everywhere.
    """
    coast = numbers["momentum.carry_weight"] * (one.figures[:, 0] - np.log(numbers["momentum.carry"]))
    limit = np.log(numbers["momentum.push_mps2"] / G_MPS2)
    pushed = numbers["momentum.push_weight"] * (one.figures[:, 1] - limit)
    return np.asarray(
        coast + (one.inertial & push) * pushed - numbers["momentum.tremor_weight"] * one.figures[:, 2]
    )


def print_momentum_fit(folder: Path) -> None:
    """Prints all tables, and the thresholds at the end."""
    for title, lines in momentum_tables(folder):
        print("\n".join([f"\n{title}\n", *lines]))


def momentum_tables(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Tables in Markdown under their titles: cross-validation, calibration, published thresholds, lesser
    sensors."""
    every = labelled_reps(folder)
    one = collect_sample([rep for rep in every if rep.manner in LABELLED])
    by_set, by_person = held_out_evidence(one, one.dataset), held_out_evidence(one, one.person)
    yield "Each data set by numbers that were fitted without it", rates_table(one, by_set)
    yield "Each person by numbers that were fitted without them", rates_table(one, by_person)
    yield "Is 70 seven in ten? (data sets held out)", reliability_table(one, by_set)
    yield "Is 70 seven in ten? (people held out)", reliability_table(one, by_person)
    yield "By the published thresholds", rates_table(one, evidence_by(PUBLISHED, one))
    yield "By the published thresholds, with less to go by", less_known_table(folder, one)
    yield "Called, where nobody labelled the manner", unlabelled_table(every, PUBLISHED)
    fitted = [f"{name} = {value:.3g}" for name, value in published_thresholds(one).items()]
    yield "Thresholds as fitted, before they are rounded", fitted


def less_known_table(folder: Path, one: Sample) -> list[str]:
    """Table of the published thresholds without a push, without a gyroscope, and at slower rates."""
    whole = np.ones(len(one.reps), dtype=bool)
    lines = [_HEAD, rates_row("without the push", one, evidence_by(PUBLISHED, one, push=False), whole)]
    for name, altered in ALTERED.items():
        other = collect_sample([rep for rep in labelled_reps(folder, altered) if rep.manner in LABELLED])
        lines.append(
            rates_row(name, other, evidence_by(PUBLISHED, other), np.ones(len(other.reps), dtype=bool))
        )
    return lines


PUBLISHED = {f"momentum.{name}": float(getattr(DEFAULTS.momentum, name)) for name in (
    "carry", "push_mps2", "carry_weight", "push_weight", "tremor_weight",
)}  # fmt: skip
ALTERED = {
    "without a gyroscope": Altered(without_gyro=True),
    **{f"at most {rate:g} readings a second": Altered(rate_hz=rate) for rate in (50.0, 25.0, 14.0, 8.0, 6.0)},
}
"""Lesser sensors to imitate, by the name of their row."""


def unlabelled_table(every: Sequence[LabelledRep], numbers: dict[str, float]) -> list[str]:
    """Table of the share of reps called, for each person whose manner has no label."""
    groups: dict[str, list[LabelledRep]] = {}
    for rep in every:
        if rep.manner not in LABELLED:
            groups.setdefault(rep.person, []).append(rep)
    lines = ["| person | reps | called |", "|---|---|---|"]
    for name, reps in sorted(groups.items()):
        lines.append(
            f"| {name} | {len(reps)} | {np.mean(evidence_by(numbers, collect_sample(reps)) >= 0):.2f} |"
        )
    return lines


if __name__ == "__main__":
    print_momentum_fit(Path(sys.argv[1]))
