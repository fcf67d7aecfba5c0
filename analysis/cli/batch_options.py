"""Options of ``batch``, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import typer

from analysis.cli.analyze_options import DB_OPTION
from analysis.cli.set_options import LIFTER_FROM, SetOptions, make_option

_PATHS = typer.Argument(metavar="PATH", help="Files, folders, patterns, zips; s3://, gs://, https://.")
_OUT = make_option("--out", "DIR", "Folder of the lake, also s3:// or gs://; new, or of an earlier run.")
_PARTITION = typer.Option("--partition", help="By what the files of a table are divided.")
_WORKERS = typer.Option("--workers", metavar="N", min=1, max=1024, help="Processes on this computer.")
_SCHEDULER = make_option("--scheduler", "ADDRESS", "Dask scheduler whose workers do it: tcp://HOST:8786.")
_FLIP = make_option("--flip-gyro", "xyz|x|none", "Gyroscope axes to negate, or none.")
_SAVE = typer.Option("--save", help="Save the sessions in the history, too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions(SetOptions):
    """Options of ``batch``; the help text of each field says the rest."""

    paths: Annotated[tuple[str, ...], _PATHS]
    out: Annotated[str, _OUT]
    partition: Annotated[Literal["lifter", "month", "none"], _PARTITION] = "lifter"
    workers: Annotated[int | None, _WORKERS] = None
    scheduler: Annotated[str | None, _SCHEDULER] = None
    flip_gyro: Annotated[str | None, _FLIP] = None
    lifter_from: Annotated[str | None, LIFTER_FROM] = None
    save: Annotated[bool, _SAVE] = False
    db: Annotated[str | None, DB_OPTION] = None
