"""``rep-momentum history import``: recordings, exports of Strong and Hevy, and backups go into the history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from analysis.cli.analyze import Task, Unread, analyze_one, check_reading, load_thresholds, read_set_context
from analysis.cli.attributed import attributed
from analysis.cli.console import OutConsole
from analysis.cli.history_keeper import HistoryKeeper
from analysis.cli.history_options import ImportOptions
from analysis.cli.inputs import find_groups
from analysis.cli.messages import UsageError, complain, worse_code
from analysis.cli.outputs import is_database
from analysis.cli.progress_bars import Progress
from analysis.coaching.weights import WeightUnit
from analysis.errors import HistoryError
from analysis.history.history import open_history
from analysis.history.places import history_place
from analysis.history.session_record import recorded_session
from analysis.history.workout_logs import is_workout_log, read_workout_log
from analysis.output.terminal import print_lines
from analysis.stream.offline import program_version


def run_import(options: ImportOptions) -> int:
    """Takes everything in; a bad file is reported and the rest are done.

    Parameters
    ----------
    options : ImportOptions

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UsageError
        An option cannot be meant, or the history is switched off.
    HistoryError
        No database of this kind is known.
    """
    unit = _unit(options.unit)
    check_reading(options.format, options.flip_gyro)
    options.began()
    keeper = HistoryKeeper(options.db)
    logs = [path for path in options.paths if is_workout_log(Path(path))]
    backups = [path for path in options.paths if is_database(path)]
    codes = [_take_log(path, options, unit, keeper) for path in logs]
    codes += [_take_backup(path, options.db, keeper) for path in backups]
    codes += _take_recordings(options, [p for p in options.paths if p not in (*logs, *backups)], keeper)
    said, code = keeper.finish()
    print_lines(OutConsole(), said)
    return reduce(worse_code, codes, code)


def _unit(typed: str | None) -> WeightUnit | None:
    if typed is None:
        return None
    known: dict[str, WeightUnit] = {"kg": "kg", "lb": "lb", "lbs": "lb"}
    if typed not in known:
        raise UsageError(f"--unit {typed}: weights are in kg or lb.")
    return known[typed]


def _take_log(path: str, options: ImportOptions, unit: WeightUnit | None, keeper: HistoryKeeper) -> int:
    try:
        log = read_workout_log(Path(path), lifter=options.lifter, unit=unit, version=program_version())
    except HistoryError as error:
        return complain(error)
    for record in log.sessions:
        keeper.keep(record)
    return reduce(worse_code, map(complain, log.remarks), 0)


def _take_backup(path: str, db: str | None, keeper: HistoryKeeper) -> int:
    try:
        with open_history(path) as other:
            if other.place.url == history_place(db).url:
                return complain(f"{path}: this is the history itself, and was left out.")
            for record in other.records():
                keeper.keep(record)
    except HistoryError as error:
        return complain(error)
    return 0


def _take_recordings(options: ImportOptions, paths: Sequence[str], keeper: HistoryKeeper) -> list[int]:
    if not paths:
        return []
    groups, bad = find_groups(paths, merge=options.merge)
    attribution, list_code = attributed(options, groups)
    task = Task(
        options=options,
        told=read_set_context(options),
        thresholds=load_thresholds(options.thresholds),
        attribution=attribution,
    )
    codes = [list_code, *(complain(error) for error in bad)]
    with Progress(len(groups), OutConsole(stderr=True)) as progress:
        for group in groups:
            progress.begin(group.path)
            found = analyze_one(task, group, progress)
            if isinstance(found, Unread):
                codes.append(found.code)
                continue
            result, recording = found
            keeper.keep(recorded_session(result, recording, task.context(group.path)))
    return codes
