"""Options of ``history`` and of the commands below it, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from analysis.cli.analyze_options import DB_OPTION, AnalyzeOptions
from analysis.cli.option_specs import make_argument, make_flag, make_option
from analysis.cli.set_options import CommandOptions

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
class HistoryOptions(CommandOptions):
    """The options of every command of the history."""

    db: Annotated[str | None, DB_OPTION] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenSessions(HistoryOptions):
    """Options that choose sessions."""

    lifter: Annotated[str | None, _LIFTER] = None
    since: Annotated[str | None, _SINCE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery(ChosenSessions):
    """Options of ``history``."""

    every: Annotated[bool, _ALL] = False
    plot: Annotated[str | None, _PLOT] = None
    json: Annotated[str | None, _JSON] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions(ChosenSessions):
    """Options of ``history export``; its file may be ``-``, which is CSV on standard output."""

    file: Annotated[str, _FILE]
    app: Annotated[str | None, _AS] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOptions(HistoryOptions):
    """Options of ``history forget``: a person, or a session."""

    lifter: Annotated[str | None, _NAME] = None
    session: Annotated[int | None, _SESSION] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOptions(HistoryOptions):
    """Options of ``history backup``."""

    file: Annotated[str, _BACKUP]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(AnalyzeOptions):
    """Options of ``history import``: those of ``analyze`` that say how to read, and the unit of a log."""

    unit: Annotated[str | None, _UNIT] = None
