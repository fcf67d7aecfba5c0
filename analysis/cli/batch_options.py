"""Options of ``batch``, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from analysis.cli.analyze_options import DATE_OPTION, DB_OPTION
from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.set_options import LIFTER_FROM, SetOptions

_PATHS = make_argument("PATH", "Files, folders, patterns, zips; s3://, gs://, https://.")
_OUT = make_option("--out", "DIR", "Folder of the lake, also s3:// or gs://; new, or of an earlier run.")
_PARTITION = make_option("--partition", "lifter|month|none", "By what the files of a table are divided.")
_WORKERS = make_option("--workers", "N", "Processes on this computer.", least=1, most=1024)
_SCHEDULER = make_option("--scheduler", "ADDRESS", "Dask scheduler whose workers do it: tcp://HOST:8786.")
_FLIP = make_option("--flip-gyro", "xyz|x|none", "Gyroscope axes to negate, or none.")
_SAVE = make_flag("--save", "Save the sessions in the history, too.")


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
    date: Annotated[str | None, DATE_OPTION] = None
