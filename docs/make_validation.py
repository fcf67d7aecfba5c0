"""Writes what `analysis.evaluation.evaluate` finds on the labelled recordings into validation.md.

    python -m docs.make_validation FOLDER

FOLDER holds ``labels.csv`` and the recordings. Without it nothing can be written; the page then stays as it is.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.evaluation import fit_momentum, fit_recognition, fit_technique
from analysis.evaluation.evaluate import Evaluation
from analysis.evaluation.held_out import held_out
from analysis.evaluation.labelled_set import LabelledSet
from analysis.evaluation.labels import FileLabel, LabelFormat, read_labels
from analysis.evaluation.shown_margins import shown_tables
from analysis.evaluation.sweep import NO_FALSE, Sweep, values_around
from analysis.settings.thresholds import DEFAULTS
from docs.make_tables import PAGES, replaced

PAGE = PAGES / "validation.md"
STYLES = {"A": "strict", "B": "elbows forward", "C": "half", "D": "half", "E": "swing"}
REP_STYLES = LabelFormat(
    columns={
        "file": "user",
        "subject": "user",
        "start_s": "t_start",
        "end_s": "t_end",
        "style": "class_realigned",
    },
    styles=STYLES,
    suffix=".csv",
    dataset="wle",
)
"""The times of single reps that go with the light forearm recordings."""
BY_SET = {
    "recordings": "recordings",
    "labelled_reps": "reps",
    "counted_exactly": "counted exactly",
    "counted_within_1": "within 1",
    "f1": "F1",
    "ghosts_per_minute": "ghosts / min",
    "swung_called": "swung called",
    "calm_called": "calm called",
    "tremor_called": "tremor called",
    "not_judged": "not judged",
}
BY_PERSON = {
    "labelled_reps": "reps",
    "swung_called": "swung called",
    "calm_called": "calm called",
    "tremor_called": "tremor called",
    "brier": "Brier",
}
SIDE = 11
MANY = 5
"""So many recordings of a data set that fail alike are told in one line."""
SENSORS = re.compile(r"_(both|wrist(_left|_right)?|three_sensors)$")
"""What the names of files add where several sensors saw the same lifts."""


def main(folder: str) -> None:
    """Brings the page up to date."""
    text = PAGE.read_text(encoding="utf-8")
    for name, part in PARTS.items():
        text, found = replaced(text, name, part(Path(folder)))
        if not found:
            sys.exit(f"{PAGE.name}: the comments of {name!r} are missing; put them back.")
    PAGE.write_text(text, encoding="utf-8")


def momentum_lines(folder: Path) -> Iterator[str]:
    """How the numbers of momentum fare where they were not fitted, as Markdown."""
    for title, table in fit_momentum.momentum_tables(folder):
        if not title.startswith("Thresholds"):
            yield from ("", f"### {title}", "", *table)
    yield ""


def recognition_lines(folder: Path) -> Iterator[str]:
    """What is taken for curls, by numbers that were fitted without a person or a data set, as Markdown."""
    material = fit_recognition.find_bouts(folder)
    for title, table in fit_recognition.recognition_tables(
        material, fit_recognition.ways_of_fitting(material.bouts)
    ):
        yield from ("", f"### {title}", "", *table)
    yield ""


def trunk_lines(folder: Path) -> Iterator[str]:
    """What the trunk's verdict and the technique get right, with people held out, as Markdown."""
    for title, table in fit_technique.trunk_tables(folder):
        yield from ("", f"### {title}", "", *table)
    yield ""


def shown_lines(folder: Path) -> Iterator[str]:
    """How often a live screen says of a rep what the closed set does not, as Markdown."""
    for title, table in shown_tables(read_labels(folder / "labels.csv")):
        yield from ("", f"### {title}", "", *table)
    yield ""


def labelled(folder: Path) -> LabelledSet:
    """All labelled recordings."""
    return LabelledSet(_of_occasions(read_labels(folder / "labels.csv")))


def lines(folder: Path, study: LabelledSet | None = None) -> Iterator[str]:
    """The tables, as Markdown; ``study``: what `labelled` made of the folder, where that was read already."""
    study = study or labelled(folder)
    made = study.at(DEFAULTS)
    timed = LabelledSet(_timed(folder / "wle" / "rep_styles.csv")).at(DEFAULTS)
    yield from ("", "### All of them", "", *_summary(made))
    yield from ("", "### By data set", "", *_table(made.by("dataset"), BY_SET, "data set"))
    yield from ("", "### By person, where it is known what was momentum", "")
    known = made.only([bool(t.truths) for t in made.tracks])
    yield from _table(known.by("person"), BY_PERSON, "person")
    yield from ("", "### What a momentum of so much means", "", *_calibration(made))
    yield from ("", "### Reps with times (wle)", "", *_timed_lines(timed))
    yield from ("", "### What went wrong", "", *_failures(made), "")
    yield from ("### Tuned on others", "", *_held_out(study), "")


def _of_occasions(labels: Iterable[FileLabel]) -> list[FileLabel]:
    """The same lifts seen by several sensors, each in a file of its own, are one occasion."""
    return [replace(label, lifts=SENSORS.sub("", Path(label.path).stem)) for label in labels]


def _timed(path: Path) -> list[FileLabel]:
    """Reps of a known style; the rest are movements before a set."""
    out = []
    for label in read_labels(path, REP_STYLES):
        reps = tuple(rep for rep in label.reps if rep.style in STYLES.values())
        out.append(replace(label, count=len(reps), reps=reps))
    return out


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(names: Sequence[str]) -> list[str]:
    return [_row(names), _row("---" for _ in names)]


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _cell(name: str, value: float) -> str:
    return f"{value:.0f}" if name in {"recordings", "labelled_reps"} else _number(value)


def _summary(made: Evaluation) -> list[str]:
    table = made.summary()
    rows = [
        _row((str(one["meaning"]), _with_unit(one), _interval(one), str(one["drawn"]) or "–"))
        for _, one in table[table["value"].notna()].iterrows()
    ]
    return [*_head(("what", "value", "95 % interval", "drawn")), *rows]


def _with_unit(row: pd.Series) -> str:
    unit = "" if row["unit"] in {"", "share"} else f" {row['unit']}"
    return f"{_number(row['value'])}{unit}"


def _interval(row: pd.Series) -> str:
    return "–" if math.isnan(row["low"]) else f"{_number(row['low'])} to {_number(row['high'])}"


def _table(table: pd.DataFrame, names: dict[str, str], first: str) -> list[str]:
    rows = [_row((str(name), *(_cell(k, one[k]) for k in names))) for name, one in table.iterrows()]
    return [*_head((first, *names.values())), *rows]


def _calibration(made: Evaluation) -> list[str]:
    rows = [
        _row((
            f"{100 * one['low']:.0f} to {100 * one['high']:.0f}",
            f"{one['reps']:.0f}",
            f"{100 * one['swung']:.0f} %",
            f"{100 * one['swung_low']:.0f} to {100 * one['swung_high']:.0f} %",
        ))
        for _, one in made.calibration().iterrows()
    ]  # fmt: skip
    return [*_head(("momentum", "labelled reps", "of them swung", "95 % interval (Wilson)")), *rows]


def _timed_lines(timed: Evaluation) -> list[str]:
    names = {"labelled_reps": "reps", "recall": "found", "start_error_s": "start off, s", "end_error_s": "end off, s",
             "swung_called": "swung called", "calm_called": "calm called", "not_judged": "not judged"}  # fmt: skip
    return _table(timed.by("person"), names, "person")


def _failures(made: Evaluation) -> list[str]:
    """How many of what, for each recording."""
    table = made.failures()
    table["what"] = table["what"].str.replace(r"rep \d+, ", "", regex=True)
    counted = Counter(zip(table["dataset"], table["file"], table["what"], strict=True))
    alike = Counter((dataset, what) for dataset, _, what in counted)
    lines: dict[str, None] = {}  # a set that keeps its order
    for (dataset, file, what), n in counted.items():
        many = alike[dataset, what]
        reps = f" ({n} reps)" if n > 1 else ""
        one = f"- `{dataset}/{Path(file).stem}`: {what}{reps}"
        lines[one if many < MANY else f"- `{dataset}`, {many} recordings: {what}"] = None
    return list(lines)


def _held_out(study: LabelledSet) -> list[str]:
    grid = {name: values_around(name, SIDE) for name in ("momentum.push_mps2", "momentum.carry")}
    sweep = Sweep(study, grid)
    out = []
    for by in ("person", "dataset"):
        made = held_out(sweep, NO_FALSE, by=by)
        found = [
            f"{name}: {', '.join(f'{key.partition(chr(46))[2]} {value:.3g}' for key, value in choice.values.items())}"
            for name, choice in made.choices.items()
        ]
        found += [f"{name}: nothing, as {why.rstrip('.')}" for name, why in made.refused.items()]
        out += [f"- {made.sentence} Found without {'; '.join(found)}."]
    return out


PARTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "evaluation": lines,
    "recognition": recognition_lines,
    "momentum": momentum_lines,
    "trunk": trunk_lines,
    "shown": shown_lines,
}
"""Blocks of the page, by the name in their comments."""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("give the folder of the labelled recordings: python -m docs.make_validation FOLDER")
    main(sys.argv[1])
