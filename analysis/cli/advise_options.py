"""Options of ``advise``, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from analysis.cli.set_options import SetOptions, make_option

_LIFTER = make_option("--lifter", "NAME", "Whose sets; needed where the history knows several people.")
_DB = make_option("--db", "FILE|URL", "The history; by default that of REP_MOMENTUM_DB, or of this computer.")
_JSON = make_option("--json", "FILE|-", "Write the answers as JSON: a list, one for each arm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseOptions(SetOptions):
    """Options of ``advise``, as they were typed."""

    lifter: Annotated[str | None, _LIFTER] = None
    db: Annotated[str | None, _DB] = None
    json: Annotated[str | None, _JSON] = None
