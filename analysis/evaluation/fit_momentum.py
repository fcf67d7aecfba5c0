"""Fits the weights of the evidence of momentum, and says how well they do where nothing of them was fitted.

``python -m analysis.evaluation.fit_momentum FOLDER`` measures every rep of the labelled recordings in FOLDER,
prints how well each data set and each person fares that was held out, how far 70 means seven in ten, what is lost
with a missing sensor or a slow one, and at the end the thresholds to publish.
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
from analysis.evaluation.logistic import Logistic, fit_logistic, held_out, sigmoid
from analysis.settings.thresholds import DEFAULTS
from imu.types import Flags, Floats
from imu.units import G_MPS2

FIGURES = ("coast", "push", "detour")
SIGNS = (1, 1, -1)
RIDGE = 1e-3
"""Small: of 0.001 to 0.02 the smallest had the least log loss with data sets and people held out."""
TREMOR_SAY = 0.5
"""A trembling rep counts half a calm one: some of them are thrown too."""
MARGIN = 0.7
"""Evidence beyond even odds from which a rep is called, half of it from each limit: so a smooth full lift of one
second, with the sensor on the wrist, is still controlled (PHYSICS: it is no momentum)."""
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
LABELLED = ("swung", "calm", "tremor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Labelled reps as arrays: ``figures`` (n, 3) the logarithms of coast, push over g, and detour; ``swung``,
    ``calm``, ``tremor`` (n,) bool; ``inertial`` where the push can be trusted."""

    reps: Sequence[LabelledRep]
    figures: Floats
    swung: Flags
    calm: Flags
    tremor: Flags
    inertial: Flags
    dataset: Sequence[str]
    person: Sequence[str]

    def part(self, rows: Flags) -> Sample:
        """Some of the reps."""
        return sample([rep for rep, use in zip(self.reps, rows, strict=True) if use])


def sample(reps: Sequence[LabelledRep]) -> Sample:
    """The reps as arrays."""
    manner = np.array([rep.manner for rep in reps])
    return Sample(
        reps=reps,
        figures=np.array([logs(rep) for rep in reps]).reshape(-1, len(FIGURES)),
        swung=manner == "swung",
        calm=manner == "calm",
        tremor=manner == "tremor",
        inertial=np.array([rep.inertial for rep in reps], dtype=bool),
        dataset=[rep.dataset for rep in reps],
        person=[rep.person for rep in reps],
    )


def logs(rep: LabelledRep) -> Floats:
    """What the evidence is made of: logarithms of coast, push over g, detour."""
    of = rep.figures
    return np.log(np.maximum([of.carry, of.push_mps2 / G_MPS2, of.detour], 1e-3))


def say(one: Sample) -> Floats:
    """Weight of each rep: every data set has the same say in each of swung, calm and trembling, those at half."""
    out = np.zeros(len(one.reps))
    names = np.array(one.dataset)
    for rows, share in ((one.swung, 1.0), (one.calm, 1.0), (one.tremor, TREMOR_SAY)):
        present = sorted(set(names[rows].tolist()))
        for name in present:
            cell = rows & (names == name)
            out[cell] = share / (len(present) * np.count_nonzero(cell))
    return out


def fit(one: Sample) -> Logistic:
    """The weights of the three figures."""
    return fit_logistic(one.figures, one.swung, weights=say(one), signs=SIGNS, ridge=RIDGE)


def held_out_evidence(one: Sample, groups: Sequence[str]) -> Floats:
    """Evidence of each rep by numbers that were fitted without its group."""
    out = np.full(len(one.reps), np.nan)
    for _, own in held_out(groups):
        out[own] = evidence_by(published(one.part(~own)), one.part(own))
    return out


def auc(high: Floats, low: Floats) -> float:
    """Probability that one of ``high`` lies above one of ``low``; NaN where either is empty."""
    if not len(high) or not len(low):
        return float("nan")
    ordered = np.sort(high)
    below = np.searchsorted(ordered, low, "left") + np.searchsorted(ordered, low, "right")
    return float(1.0 - below.mean() / (2.0 * len(high)))


def row(name: str, one: Sample, evidence: Floats, rows: Flags) -> str:
    """One line of a table: how well the evidence tells the reps of ``rows`` apart."""
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


HEAD = (
    "| | swung | calm | trembling | AUC | balanced accuracy | swung called | calm called | trembling called "
    "| Brier |\n|---|---|---|---|---|---|---|---|---|---|"
)


def _share(called: Flags) -> float:
    return float(np.mean(called)) if len(called) else float("nan")


def table(one: Sample, evidence: Floats) -> list[str]:
    """All reps, then each data set."""
    names = np.array(one.dataset)
    every = row("all", one, evidence, np.ones(len(names), dtype=bool))
    return [HEAD, every, *(row(name, one, evidence, names == name) for name in sorted(set(one.dataset)))]


def reliability(one: Sample, evidence: Floats) -> list[str]:
    """How often a rep was swung for each range of its momentum: is 70 seven in ten?"""
    momentum, weight = sigmoid(evidence), say(one)
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


def published(one: Sample) -> dict[str, float]:
    """The thresholds: three weights, and the coast and the push that speak neither for nor against momentum.

    Only the two limits together are determined by the full sum. The coast's is taken where coast and detour
    alone, with the same weights, decide best: so a recording without a push needs no numbers of its own. Then
    both are raised by half of `MARGIN`.
    """
    trusted = one.part(one.inertial)
    full = fit(trusted)
    coast, push, detour = full.weights
    alone = one.figures[:, [0, 2]] @ np.array([coast, detour])
    without_push = fit_logistic(alone[:, None], one.swung, weights=say(one), signs=[1], ridge=RIDGE)
    offset = without_push.offset / float(without_push.weights[0])
    return {
        "momentum.carry": exp((0.5 * MARGIN - offset) / coast),
        "momentum.push_mps2": G_MPS2 * exp((0.5 * MARGIN - (full.offset - offset)) / push),
        "momentum.carry_weight": float(coast),
        "momentum.push_weight": float(push),
        "momentum.tremor_weight": float(-detour),
    }


def evidence_by(numbers: dict[str, float], one: Sample, *, push: bool = True) -> Floats:
    """Evidence of each rep by published numbers; ``push`` False leaves the push out everywhere."""
    coast = numbers["momentum.carry_weight"] * (one.figures[:, 0] - np.log(numbers["momentum.carry"]))
    limit = np.log(numbers["momentum.push_mps2"] / G_MPS2)
    pushed = numbers["momentum.push_weight"] * (one.figures[:, 1] - limit)
    return np.asarray(
        coast + (one.inertial & push) * pushed - numbers["momentum.tremor_weight"] * one.figures[:, 2]
    )


def main(folder: Path) -> None:
    """All tables, and the thresholds at the end."""
    for title, lines in sections(folder):
        print("\n".join([f"\n{title}\n", *lines]))


def sections(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Tables in Markdown under their titles: held out, calibration, published thresholds, with less to go by."""
    every = labelled_reps(folder)
    one = sample([rep for rep in every if rep.manner in LABELLED])
    by_set, by_person = held_out_evidence(one, one.dataset), held_out_evidence(one, one.person)
    yield "Each data set by numbers that were fitted without it", table(one, by_set)
    yield "Each person by numbers that were fitted without them", table(one, by_person)
    yield "Is 70 seven in ten? (data sets held out)", reliability(one, by_set)
    yield "Is 70 seven in ten? (people held out)", reliability(one, by_person)
    yield "By the published thresholds", table(one, evidence_by(PUBLISHED, one))
    yield "By the published thresholds, with less to go by", less_known(folder, one)
    yield "Called, where nobody labelled the manner", unlabelled(every, PUBLISHED)
    fitted = [f"{name} = {value:.3g}" for name, value in published(one).items()]
    yield "Thresholds as fitted, before they are rounded", fitted


def less_known(folder: Path, one: Sample) -> list[str]:
    """The published thresholds without a push, without a gyroscope, and at slower rates."""
    whole = np.ones(len(one.reps), dtype=bool)
    lines = [HEAD, row("without the push", one, evidence_by(PUBLISHED, one, push=False), whole)]
    for name, altered in ALTERED.items():
        other = sample([rep for rep in labelled_reps(folder, altered) if rep.manner in LABELLED])
        lines.append(row(name, other, evidence_by(PUBLISHED, other), np.ones(len(other.reps), dtype=bool)))
    return lines


PUBLISHED = {f"momentum.{name}": float(getattr(DEFAULTS.momentum, name)) for name in (
    "carry", "push_mps2", "carry_weight", "push_weight", "tremor_weight",
)}  # fmt: skip
ALTERED = {
    "without a gyroscope": Altered(without_gyro=True),
    **{f"at most {rate:g} readings a second": Altered(rate_hz=rate) for rate in (50.0, 25.0, 14.0, 8.0, 6.0)},
}


def unlabelled(every: Sequence[LabelledRep], numbers: dict[str, float]) -> list[str]:
    """Share of reps called for each person whose manner has no label."""
    groups: dict[str, list[LabelledRep]] = {}
    for rep in every:
        if rep.manner not in LABELLED:
            groups.setdefault(rep.person, []).append(rep)
    lines = ["| person | reps | called |", "|---|---|---|"]
    for name, reps in sorted(groups.items()):
        lines.append(f"| {name} | {len(reps)} | {np.mean(evidence_by(numbers, sample(reps)) >= 0):.2f} |")
    return lines


if __name__ == "__main__":
    main(Path(sys.argv[1]))
