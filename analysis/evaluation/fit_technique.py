"""Proof of the trunk's verdict and of the technique: ``python -m analysis.evaluation.fit_technique FOLDER``.

FOLDER holds ``wle_trunk``: recordings of a wrist and a belt, and beside each the times of its reps with their styles, A
to E of the Weight Lifting Exercises data (Velloso 2013). Of E the hips were thrown forward.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np

from analysis.core.trunk.technique import Bottoms, technique_of
from analysis.evaluation.metrics import wilson_interval
from analysis.records.results import Rep
from analysis.settings.curl_model import TECHNIQUE
from analysis.settings.trunk_model import TechniqueModel
from analysis.stream.offline import analyze
from analysis.vocabulary import Technique
from imu.formats import read_recording

STYLES: dict[str, Technique] = {
    "A": "strict",
    "B": "elbows_forward",
    "C": "half_up",
    "D": "half_down",
    "E": "hips_forward",
}
"""Technique by the letter in the labels."""
PUBLISHED_ELSEWHERE = 0.782
"""Share named rightly by four sensors with other people held out, as Velloso 2013 report it."""
TRIED = {
    "half_deg": (94.0, 98.0, 102.0, 106.0, 110.0, 114.0),
    "far_deg": (140.0, 144.0, 148.0, 152.0, 156.0, 160.0, 164.0),
    "raised_deg": (15.0, 20.0, 25.0, 30.0, 35.0),
}
"""Values of each limit that a fit tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledRep:
    """A labelled rep with what was found of it."""

    person: str
    """Name of the lifter."""
    style: Technique
    """Technique by the label."""
    rep: Rep | None
    """The rep that lies over it most; None where none does."""
    bottoms: Bottoms = field(default_factory=Bottoms)
    """Bottoms of the person's whole reps up to its set."""

    def called(self, limits: TechniqueModel = TECHNIQUE) -> Technique | None:
        """Technique by these limits; None where it cannot be told."""
        return (
            None if self.rep is None else technique_of(self.rep, self.rep.trunk_verdict, self.bottoms, limits)
        )


def styled_reps(folder: Path) -> list[StyledRep]:
    """Analyses all recordings of a wrist and a trunk that have labels beside them.

    Parameters
    ----------
    folder : Path
        Holds ``wle_trunk``.
    """
    return [one for path in sorted((folder / "wle_trunk").glob("*_reps.csv")) for one in _of(path)]


def _of(labels: Path) -> Iterator[StyledRep]:
    person = labels.name.removesuffix("_reps.csv")
    result = analyze(read_recording(str(labels.with_name(f"{person}.csv"))))
    found: list[tuple[Rep, Bottoms]] = []
    bottoms = Bottoms()
    for one in result.sets:
        bottoms = bottoms.after(one.reps)
        found += [(rep, bottoms) for rep in one.reps]
    with labels.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            start_s, end_s = float(row["t_start"]), float(row["t_end"])
            over = [(min(r.end_s, end_s) - max(r.start_s, start_s), k) for k, (r, _) in enumerate(found)]
            shared_s, k = max(over, default=(0.0, -1))
            rep, known = found[k] if shared_s > 0.0 else (None, Bottoms())
            yield StyledRep(person=person, style=STYLES[row["style"]], rep=rep, bottoms=known)


def fitted_limits(reps: Sequence[StyledRep]) -> TechniqueModel:
    """Finds the limits that name most of these reps rightly; of equally good ones the middle of each.

    Parameters
    ----------
    reps : sequence of StyledRep
    """
    tried = [_with(*values) for values in product(*TRIED.values())]
    right = [sum(one.called(limits) == one.style for one in reps) for limits in tried]
    best = [limits for limits, hits in zip(tried, right, strict=True) if hits == max(right)]
    return _with(*(float(np.median([getattr(one, name) for one in best])) for name in TRIED))


def _with(half_deg: float, far_deg: float, raised_deg: float) -> TechniqueModel:
    """The published model with other limits."""
    return replace(TECHNIQUE, half_deg=half_deg, far_deg=far_deg, raised_deg=raised_deg)


def technique_table(reps: Sequence[StyledRep]) -> list[str]:
    """Makes the table of each person, by limits that were fitted to the others, as Markdown."""
    lines = [
        "| person | reps | named rightly | not told | by limits fitted to the others (half, far, raised) |"
    ]
    lines += ["|---|---|---|---|---|"]
    hits = 0
    for person in dict.fromkeys(one.person for one in reps):
        own = [one for one in reps if one.person == person]
        limits = fitted_limits([one for one in reps if one.person != person])
        right = sum(one.called(limits) == one.style for one in own)
        silent = sum(one.called(limits) is None for one in own)
        hits += right
        used = f"{limits.half_deg:.0f}°, {limits.far_deg:.0f}°, {limits.raised_deg:.0f}°"
        lines.append(f"| {person} | {len(own)} | {right / len(own):.3f} | {silent} | {used} |")
    low, high = wilson_interval(hits, len(reps))
    silent = sum(one.called() is None for one in reps)
    lines.append(f"| all | {len(reps)} | {hits / len(reps):.3f} ({low:.2f} to {high:.2f}) | {silent} | |")
    told = [one for one in reps if one.called() is not None]
    lines += [
        "",
        f"By the published limits {sum(o.called() == o.style for o in told) / len(told):.3f} of those told.",
    ]
    return lines


def confusion_table(reps: Sequence[StyledRep]) -> list[str]:
    """Makes the table of what each style was called by the published limits, as Markdown."""
    names = list(STYLES.values())
    lines = [f"| was \\ called | {' | '.join(n.replace('_', ' ') for n in names)} | not told |"]
    lines += ["|---" * (len(names) + 2) + "|"]
    for style in names:
        called = [one.called() for one in reps if one.style == style]
        counts = [str(sum(c == name for c in called)) for name in (*names, None)]
        lines.append(f"| {style.replace('_', ' ')} | {' | '.join(counts)} |")
    return lines


def trunk_table(reps: Sequence[StyledRep]) -> list[str]:
    """Makes the table of the trunk's movement in thrown reps and in others, as Markdown."""
    lines = [
        "| person | thrown | their movement, ° | called | others | their movement, ° | called |",
        "|---|---|---|---|---|---|---|",
    ]
    for person in (*dict.fromkeys(one.person for one in reps), "all"):
        own = [one for one in reps if person in (one.person, "all")]
        cells = [cell for thrown in (True, False) for cell in _half(own, thrown=thrown)]
        lines.append(f"| {person} | {' | '.join(cells)} |")
    return lines


def _half(reps: Sequence[StyledRep], *, thrown: bool) -> list[str]:
    """Number of reps, median and range of the trunk's movement, and share called, of one half."""
    chosen = [one for one in reps if (one.style == "hips_forward") == thrown]
    moved = [
        one.rep.trunk_range_deg
        for one in chosen
        if one.rep is not None and one.rep.trunk_range_deg is not None and one.rep.trunk_verdict is not None
    ]
    low, middle, high = np.quantile(moved, [0.05, 0.5, 0.95]).tolist() if moved else (np.nan,) * 3
    called = sum(
        one.rep is not None and one.rep.trunk_verdict == "lean" and one.rep.verdict == "momentum"
        for one in chosen
    )
    return [
        str(len(chosen)),
        f"{middle:.1f} ({low:.1f} to {high:.1f})",
        f"{called / max(len(chosen), 1):.3f}",
    ]


def trunk_tables(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Tables in Markdown under their titles: the trunk's movement, technique with people held out, and its errors."""
    reps = styled_reps(folder)
    if not reps:
        return
    yield "Movement of the trunk, thrown reps and others", trunk_table(reps)
    yield "Technique, each person by limits that were fitted without them", technique_table(reps)
    yield "What each style was called", confusion_table(reps)


if __name__ == "__main__":
    for title, table in trunk_tables(Path(sys.argv[1])):
        print("\n".join([f"\n{title}\n", *table]))
