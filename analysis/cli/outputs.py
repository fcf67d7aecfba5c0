"""Writes files and standard output that programs read: none over a file that is read, each whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Self

from analysis.cli.analyze_options import STANDARD, AnalyzeOptions, is_standard_output
from analysis.cli.messages import UsageError, english_count
from analysis.coaching.weights import WeightUnit
from analysis.output.json_document import to_document, to_json
from analysis.output.json_text import json_lines
from analysis.output.set_views import focus_sets, most_flagged, set_views
from analysis.output.tables import write_csv
from analysis.records.results import SessionResult
from analysis.settings.thresholds import Thresholds
from imu.formats import is_recording
from imu.whole_file import whole_file, write_whole

_STDIN, _STDOUT = 0, 1
_SQLITE = b"SQLite format 3\0"


def check_targets(outputs: Mapping[str, str], read: Iterable[str], *, over_database: bool = False) -> None:
    """Checks that outputs can be written without losing what is read, before any of them is opened.

    Parameters
    ----------
    outputs : mapping of str to str
        Path of each output, or ``-``, by its option.
    read : iterable of str
        Paths of the files that are read, or ``-``.
    over_database : bool
        Whether an output may take the place of a database, as a new backup does.

    Raises
    ------
    UsageError
        An output is a file that is read or holds a recording or a database, by whatever name (links are followed), a folder, or in a
        folder that does not exist; or two outputs are the same file.
    """
    kept = {found for path in read if (found := _identity(path, _STDIN)) is not None}
    if _identity(STANDARD, _STDOUT) in kept:
        raise UsageError("standard output: this file is read, and would be spoilt; give another file name.")
    taken: dict[object, str] = {}
    for option, path in outputs.items():
        if not is_standard_output(path):
            _check_target(option, path, kept)
            if not over_database:
                _check_no_database(option, path)
        same = taken.setdefault(_place(path), option)
        if same != option:
            raise UsageError(
                f"{same} and {option}: two outputs have the same file; give each a name of its own."
            )


def _check_target(option: str, path: str, kept: set[tuple[int, int]]) -> None:
    target = Path(path)
    with told_apart(option, path):
        if target.is_dir():
            raise UsageError(f"{option} {target}: this is a folder; give a file name.")
        if not target.resolve().parent.is_dir():
            raise UsageError(f"{option} {target}: there is no folder {target.parent}; make it first.")
        found = _identity(path, _STDOUT)
        if found is not None and found in kept:
            raise UsageError(
                f"{option} {target}: this file is read, and would be lost; give another file name."
            )
        if found is not None and is_recording(path):
            raise UsageError(
                f"{option} {target}: this file holds a recording, which would be lost; give another file name."
            )
        if found is None and not target.exists() and not os.access(target.resolve().parent, os.W_OK):
            raise UsageError(f"{option} {target}: its folder takes no new file; give a file in another one.")


def _check_no_database(option: str, path: str) -> None:
    if is_database(path):
        what = "this file holds a database, which would be lost; give another file name."
        raise UsageError(f"{option} {path}: {what}")


def is_database(path: str) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    with suppress(OSError, ValueError):
        if stat.S_ISREG(Path(path).stat().st_mode):
            with Path(path).open("rb") as file:
                return file.read(len(_SQLITE)) == _SQLITE
    return False


def _identity(path: str, standard: int) -> tuple[int, int] | None:
    """What all names of one file have in common; None for what is no file, and so cannot be lost."""
    with suppress(OSError, ValueError):
        found = os.fstat(standard) if path == STANDARD else Path(path).stat()
        if stat.S_ISREG(found.st_mode):
            return found.st_dev, found.st_ino
    return None


def _place(path: str) -> object:
    """What is the same for two names of one output; of the null device every name is another."""
    if is_standard_output(path):
        return STANDARD
    with suppress(OSError, ValueError):
        found = Path(path).stat()
        return object() if os.path.samestat(found, Path(os.devnull).stat()) else (found.st_dev, found.st_ino)
    return Path(path).resolve()


class LinesFile:
    """Writes one line of JSON per recording, as soon as the recording is done; an old file is replaced at the end.

    Parameters
    ----------
    target : str or None
        A path, ``-``, or None: then nothing is written.
    """

    def __init__(self, target: str | None) -> None:
        self._target = target
        self._open = ExitStack()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self._open.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._open.__exit__(*error)  # type: ignore[arg-type]

    def write(self, result: SessionResult) -> None:
        """Writes the line of a result."""
        if self._target is None:
            return
        if self._file is None:
            self._file = self._open.enter_context(writing("--jsonl", self._target))
        print(to_json(result), file=self._file, flush=True)


def write_outputs(
    options: AnalyzeOptions,
    results: Sequence[SessionResult],
    unit: WeightUnit,
    thresholds: Thresholds,
    unread: Sequence[tuple[str, str]] = (),
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
    unread : sequence of (str, str)
        Path of each recording that could not be read, and why; the report says so.

    Raises
    ------
    UsageError
        A file cannot be written.
    """
    if not results:
        return
    if options.json is not None:
        with writing("--json", options.json) as file:
            file.writelines(json_lines(to_document(results[0])))
    if options.csv is not None:
        with writing("--csv", options.csv) as file:
            write_csv(results, file)
    if options.report is not None and options.report_folder is None:
        write_html(results, options.report, unit, thresholds, unread=unread)
    if options.picture is not None:
        _write_picture(results[0], options.picture, options.picture_set, unit)


def _write_picture(result: SessionResult, path: str, number: int | None, unit: WeightUnit) -> None:
    """Writes the picture of a set, by default of the one that the report is about."""
    from analysis.report.share_picture import share_picture_png  # noqa: PLC0415  only needed here

    views = [view for view in set_views(result) if view.rep_set.reps]
    if not views:
        raise UsageError(f"--picture {path}: no set was found in {result.path}, so there is none to draw.")
    if number is not None and not 0 < number <= len(views):
        raise UsageError(f"--picture-set {number}: {result.path} has {english_count(len(views), 'set')}.")
    shown = most_flagged(focus_sets(views)) if number is None else views[number - 1]
    with told_apart("--picture", path):
        write_whole(path, share_picture_png(shown, result.started_at, unit))


def write_html(
    results: Sequence[SessionResult],
    path: str,
    unit: WeightUnit,
    thresholds: Thresholds,
    option: str = "--report",
    unread: Sequence[tuple[str, str]] = (),
) -> None:
    """Writes the report.

    Parameters
    ----------
    results : sequence of SessionResult
    path : str
    unit : str
        How weights are written.
    thresholds : Thresholds
        Those of the results.
    option : str
        The option that names the file, for messages.
    unread : sequence of (str, str)
        As of `write_outputs`.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    from analysis.report import write_report  # noqa: PLC0415  slow to import, only needed here

    with told_apart(option, path):
        write_report(results, path, unit=unit, thresholds=thresholds, unread=unread)


@contextmanager
def writing(option: str, target: str) -> Iterator[IO[str]]:
    """Opens an output: standard output, or a file that takes the place of an old one when the block has ended well.

    Parameters
    ----------
    option : str
        The option that names it, for messages.
    target : str
        A path, or ``-``.

    Raises
    ------
    UsageError
        It cannot be written.
    """
    if is_standard_output(target):
        yield sys.stdout
        return
    with told_apart(option, target), whole_file(target) as file:
        yield file


@contextmanager
def told_apart(option: str, path: str) -> Iterator[None]:
    """Turns a file that cannot be written into a UsageError: it is for the person to mend, no fault of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{option} {path}: cannot be written ({reason}); give another file.") from error
