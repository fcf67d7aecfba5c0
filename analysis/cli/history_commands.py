"""The command ``history`` and those below it. Nothing heavy is imported here: ``--help`` must be quick."""

from __future__ import annotations

from analysis.cli.history_options import (
    BackupOptions,
    ExportOptions,
    ForgetOptions,
    HistoryQuery,
    ImportOptions,
)
from analysis.cli.parsing import add_command, make_group, takes


@takes(HistoryQuery)
def history(query: HistoryQuery) -> int:
    """Earlier sessions: list them, take recordings in, and give everything out."""
    from analysis.cli.history_list import run_history  # noqa: PLC0415

    return run_history(query)


history_app = make_group("history", history)


@add_command(history_app, "import")
@takes(
    ImportOptions,
    only=(
        *("paths", "merge", "unit", "db", "flip_gyro", "format", "sensor", "weight", "side", "target_reps"),
        *("lifter", "lifter_from", "thresholds", "date"),
    ),
)
def import_command(options: ImportOptions) -> int:
    """Take in recordings, exports of Strong or Hevy, and backups."""
    from analysis.cli.history_import import run_import  # noqa: PLC0415

    return run_import(options)


@add_command(history_app, "export")
@takes(ExportOptions)
def export_command(options: ExportOptions) -> int:
    """Write everything into a table: a row per rep, or per set with --as."""
    from analysis.cli.history_export import run_export  # noqa: PLC0415

    return run_export(options)


@add_command(history_app, "forget")
@takes(ForgetOptions)
def forget_command(options: ForgetOptions) -> int:
    """Remove everything of a person from the history, or one session."""
    from analysis.cli.history_list import run_forget  # noqa: PLC0415

    return run_forget(options)


@add_command(history_app, "backup")
@takes(BackupOptions)
def backup_command(options: BackupOptions) -> int:
    """Write everything into one file, also while others write."""
    from analysis.cli.history_export import run_backup  # noqa: PLC0415

    return run_backup(options)
