"""Writes files and standard output that programs read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self

from analysis.cli.analyze_options import STANDARD, AnalyzeOptions
from analysis.cli.messages import UsageError
from analysis.coaching.weights import WeightUnit
from analysis.output.json_document import to_json
from analysis.output.tables import write_csv
from analysis.results import SessionResult
from analysis.settings.thresholds import Thresholds


def check_targets(outputs: Mapping[str, str], read: Iterable[str]) -> None:
    """Checks that outputs can be written without losing what is read, before any of them is opened.

    Parameters
    ----------
    outputs : mapping of str to str
        Path of each output, or ``-``, by its option.
    read : iterable of str
        Paths of the files that are read, or ``-``.

    Raises
    ------
    UsageError
        An output is a file that is read (by whatever name: links are followed), a folder, or in a folder that
        does not exist.
    """
    kept = {found for path in read if (found := _identity(path)) is not None}
    for option, path in outputs.items():
        if path == STANDARD:
            continue
        target = Path(path)
        if target.is_dir():
            raise UsageError(f"{option} {target}: this is a folder; give a file name.")
        if not target.parent.is_dir():
            raise UsageError(f"{option} {target}: there is no folder {target.parent}; make it first.")
        if _identity(path) in kept:
            raise UsageError(
                f"{option} {target}: this file is read, and would be lost; give another file name."
            )


def _identity(path: str) -> tuple[int, int] | None:
    """What all names of one file have in common; None for what is no file, and so cannot be lost."""
    with suppress(OSError, ValueError):
        found = os.fstat(sys.stdin.fileno()) if path == STANDARD else Path(path).stat()
        if stat.S_ISREG(found.st_mode):
            return found.st_dev, found.st_ino
    return None


class LinesFile:
    """Writes one line of JSON per recording, as soon as the recording is done.

    Parameters
    ----------
    target : str or None
        A path, ``-``, or None: then nothing is written.
    """

    def __init__(self, target: str | None) -> None:
        self._target = target
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        if self._target is not None:
            self._file = sys.stdout if self._target == STANDARD else _open("--jsonl", self._target)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None and self._target != STANDARD:
            self._file.close()

    def write(self, result: SessionResult) -> None:
        """Writes the line of a result."""
        if self._file is not None:
            print(to_json(result), file=self._file, flush=True)


def write_outputs(
    options: AnalyzeOptions, results: Sequence[SessionResult], unit: WeightUnit, thresholds: Thresholds
) -> None:
    """Writes the outputs that were asked for, besides the lines; nothing where no recording could be read.

    Parameters
    ----------
    options : AnalyzeOptions
    results : sequence of SessionResult
    unit : str
        How the report writes weights.
    thresholds : Thresholds
        Those of the results.

    Raises
    ------
    UsageError
        A file cannot be written.
    """
    if not results:
        return
    if options.json is not None:
        with _writing("--json", options.json) as file:
            print(to_json(results[0], indent=2), file=file)
    if options.csv is not None:
        with _writing("--csv", options.csv) as file:
            write_csv(results, file)
    if options.report is not None:
        write_html(results, options.report, unit, thresholds)


def write_html(results: Sequence[SessionResult], path: str, unit: WeightUnit, thresholds: Thresholds) -> None:
    """Writes the report.

    Parameters
    ----------
    results : sequence of SessionResult
    path : str
    unit : str
        How weights are written.
    thresholds : Thresholds
        Those of the results.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    from analysis.report import write_report  # noqa: PLC0415  slow to import, only needed here

    with _told_apart("--report", path):
        write_report(results, path, unit=unit, thresholds=thresholds)


@contextmanager
def _writing(option: str, target: str) -> Iterator[IO[str]]:
    if target == STANDARD:
        yield sys.stdout
        return
    with _open(option, target) as file:
        yield file


def _open(option: str, path: str) -> IO[str]:
    with _told_apart(option, path):
        return Path(path).open("w", encoding="utf-8", newline="")


@contextmanager
def _told_apart(option: str, path: str) -> Iterator[None]:
    """Turns a file that cannot be written into a UsageError: it is for the person to mend, no fault of
    ours."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{option} {path}: cannot be written ({reason}); give another file.") from error
