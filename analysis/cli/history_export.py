"""``rep-momentum history export`` and ``history backup``: everything for other programs, or to keep safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from analysis.cli.analyze_options import STANDARD
from analysis.cli.console import OutConsole
from analysis.cli.history_list import read_day
from analysis.cli.history_options import BackupOptions, ExportOptions
from analysis.cli.messages import DONE, UsageError, english_list
from analysis.cli.outputs import check_targets, told_apart, writing
from analysis.history.exports import LogApp, write_csv_export, write_parquet_export, write_workout_log
from analysis.history.history import History, open_history
from analysis.language import say
from analysis.output.terminal import print_line

_APPS: tuple[LogApp, ...] = ("strong", "hevy")
_FORMATS = (".csv", ".parquet")


def run_export(options: ExportOptions) -> int:
    """Writes the history as a table; the ending of the file says whether it is CSV or Parquet.

    Parameters
    ----------
    options : ExportOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        An option cannot be meant, or the file not be written.
    HistoryError
        The database cannot be read.
    """
    file, app, lifter = options.file, options.app, options.lifter
    kind = _FORMATS[0] if file == STANDARD else Path(file).suffix.lower()
    if kind not in _FORMATS:
        raise UsageError(f"{file}: an export ends in .csv or .parquet.")
    known = next((one for one in _APPS if one == app), None)
    if app is not None and known is None:
        raise UsageError(f"--as {app}: known are {english_list(_APPS)}.")
    if known is not None and kind != _FORMATS[0]:
        raise UsageError(f"--as {app}: these columns are CSV; give a name such as {app}.csv.")
    check_targets({"FILE": file}, [])
    day = read_day(options.since)
    with open_history(options.db) as history:
        if kind != _FORMATS[0]:
            with told_apart("FILE", file):
                write_parquet_export(history.rows(lifter, day), Path(file))
            remark = None
        elif known is None:
            remark = _as_text(file, lambda target: write_csv_export(history.rows(lifter, day), target))
        else:
            remark = _as_text(file, lambda target: _write_log(history, target, known, lifter, day))
    if file != STANDARD:
        print_line(OutConsole(), " ".join(filter(None, [say("files.history", file=file), remark])))
    return DONE


def _as_text(file: str, write: Callable[[IO[str]], str | None]) -> str | None:
    with writing("FILE", file) as target:
        return write(target)


def _write_log(
    history: History, target: IO[str], app: LogApp, lifter: str | None, since: datetime | None
) -> str | None:
    undated = write_workout_log(history.sessions(lifter, since), history.sets(lifter, since), target, app=app)
    if not undated:
        return None
    return say("files.undated", n=undated, app=app.capitalize())


def run_backup(options: BackupOptions) -> int:
    """Writes a backup.

    Parameters
    ----------
    options : BackupOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        The file cannot be written.
    HistoryError
        The database cannot be read.
    """
    file = options.file
    with open_history(options.db) as history:
        own = [] if history.place.file is None else [str(history.place.file)]
        check_targets({"FILE": file}, own, over_database=True)
        history.backup(Path(file))
        many = len(history.sessions())
    print_line(OutConsole(), say("files.backup", n=many, file=file))
    return DONE
