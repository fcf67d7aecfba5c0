"""How long a sweep takes: ``python -m tests.benchmarks tune [FOLDER]``."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from analysis.evaluation.held_out import held_out
from analysis.evaluation.labelled_set import LabelledSet
from analysis.evaluation.labels import read_labels
from analysis.evaluation.sweep import Sweep, values_around
from analysis.notebook.lab.practice_data import make_practice
from tests.fixtures.shared import SHARED

CURLS = SHARED / "data" / "curls"


def main(folder: str | None = None) -> None:
    """Prints the seconds of reading and measuring, of a thousand settings, and of holding everybody out."""
    given = Path(folder) if folder is not None else CURLS
    with tempfile.TemporaryDirectory() as made:
        labels = given / "labels.csv" if given.is_dir() else make_practice(made)
        began = time.perf_counter()
        study = LabelledSet(read_labels(labels))
        measured = time.perf_counter()
        sweep = Sweep(
            study,
            {
                "momentum.push_mps2": values_around("momentum.push_mps2", 40),
                "momentum.carry": values_around("momentum.carry", 25),
            },
        )
        swept = time.perf_counter()
        sentence = held_out(sweep).sentence
        held = time.perf_counter()
    reps = f"{len(study.labels)} recordings, {len(study)} reps"
    print(f"{'read and measured':32} {measured - began:.1f} s ({reps})")
    print(f"{'a thousand settings':32} {swept - measured:.1f} s ({len(sweep.settings)})")
    print(f"{'everybody held out in turn':32} {held - swept:.1f} s")
    print(sentence)
