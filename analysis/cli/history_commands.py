"""The command ``history`` and those below it. Nothing heavy is imported here: ``--help`` must be quick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import click

from analysis.cli.analyze_options import DB_OPTION, AnalyzeOptions
from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.parsing import Job, add_command, make_group, takes

_LIFTER = make_option("--lifter", "NAME", "Only sessions of this person.")
_SINCE = make_option("--since", "YYYY-MM-DD", "Only sessions from this day on.")
_ALL = make_flag("--all", "List every session, not only the latest.")
_PLOT = make_option("--plot", "FILE.html", "Write a page of pictures: weeks, weights, personal bests.")
_JSON = make_option("--json", "FILE|-", "Write the sessions as a JSON list.")
_UNIT = make_option("--unit", "kg|lb", "Unit of the weights, where an app's export names none.")
_FILE = make_argument("FILE", "Ending in .csv or .parquet.")
_AS = make_option("--as", "strong|hevy", "Columns of this app, which can then import the file.")
_NAME = make_argument("LIFTER", "Person of whom everything is removed.")
_SESSION = make_option("--session", "N", "Remove this one session instead.", least=1, most=2**31 - 1)
_BACKUP = make_argument("FILE", "One SQLite file; --db FILE opens it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(AnalyzeOptions):
    """Options of ``history import``: those of ``analyze`` that say how to read, and the unit of a log."""

    unit: Annotated[str | None, _UNIT] = None


def history(
    context: click.Context,
    *,
    lifter: Annotated[str | None, _LIFTER] = None,
    since: Annotated[str | None, _SINCE] = None,
    every: Annotated[bool, _ALL] = False,
    plot: Annotated[str | None, _PLOT] = None,
    json: Annotated[str | None, _JSON] = None,
    db: Annotated[str | None, DB_OPTION] = None,
) -> Job | None:
    """Earlier sessions: list them, take recordings in, and give everything out."""
    if context.invoked_subcommand is not None:
        return None

    def job() -> int:
        from analysis.cli.history import HistoryQuery, run_history  # noqa: PLC0415

        query = HistoryQuery(lifter=lifter, since=since, every=every, plot=plot, json=json, db=db)
        return run_history(query)

    return job


history_app = make_group("history", history)


@add_command(history_app, "import")
@takes(
    ImportOptions,
    only=(
        *("paths", "merge", "unit", "db", "flip_gyro", "format", "sensor", "weight", "side", "target_reps"),
        *("lifter", "thresholds", "date"),
    ),
)
def import_command(options: ImportOptions) -> int:
    """Take in recordings, exports of Strong or Hevy, and backups."""
    from analysis.cli.history_import import run_import  # noqa: PLC0415

    return run_import(options)


@add_command(history_app, "export")
def export_command(
    file: Annotated[str, _FILE],
    *,
    app: Annotated[str | None, _AS] = None,
    lifter: Annotated[str | None, _LIFTER] = None,
    since: Annotated[str | None, _SINCE] = None,
    db: Annotated[str | None, DB_OPTION] = None,
) -> Job:
    """Write everything into a table: a row per rep, or per set with --as."""

    def job() -> int:
        from analysis.cli.history_export import run_export  # noqa: PLC0415

        return run_export(file, app=app, lifter=lifter, since=since, db=db)

    return job


@add_command(history_app, "forget")
def forget_command(
    lifter: Annotated[str | None, _NAME] = None,
    *,
    session: Annotated[int | None, _SESSION] = None,
    db: Annotated[str | None, DB_OPTION] = None,
) -> Job:
    """Remove everything of a person from the history, or one session."""

    def job() -> int:
        from analysis.cli.history import run_forget  # noqa: PLC0415

        return run_forget(lifter, session=session, db=db)

    return job


@add_command(history_app, "backup")
def backup_command(file: Annotated[str, _BACKUP], *, db: Annotated[str | None, DB_OPTION] = None) -> Job:
    """Write everything into one file, also while others write."""

    def job() -> int:
        from analysis.cli.history_export import run_backup  # noqa: PLC0415

        return run_backup(file, db=db)

    return job
