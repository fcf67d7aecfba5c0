"""Options of ``advise``, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from analysis.cli.analyze_options import DB_OPTION
from analysis.cli.option_specs import make_option
from analysis.cli.set_options import SetOptions

_LIFTER = make_option("--lifter", "NAME", "Whose sets; needed where the history knows several people.")
_JSON = make_option("--json", "FILE|-", "Write the answers as JSON: a list, one for each arm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseOptions(SetOptions):
    """Options of ``advise``, as they were typed."""

    lifter: Annotated[str | None, _LIFTER] = None
    db: Annotated[str | None, DB_OPTION] = None
    json: Annotated[str | None, _JSON] = None
