"""Options about a session's sets, which several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from analysis.cli.option_specs import make_option
from imu.placement import Side

_FORMAT = make_option("--format", "NAME", "What the files are, if their content does not tell; see formats.")
_SENSOR = make_option("--sensor", "PLACEMENT", "wrist, forearm, dumbbell, ...; commas between several.")
_WEIGHT = make_option("--weight", "12.5kg|25lb", "Weight that was lifted; overrules the recording's notes.")
_SIDE = make_option("--side", "left|right", "Arm that lifted.")
_TARGET = make_option("--target-reps", "N", "Reps wanted in a set.", least=1, most=9999)
_RACK = make_option(
    "--rack", "2.5:30:2.5kg", "Weights there are: first:last:step, or a list such as 5,7.5,10kg."
)
_LIFTER = make_option("--lifter", "NAME", "Who lifted; overrules the recording's note.")
LIFTER_FROM = make_option(
    "--lifter-from",
    "'{lifter}/*.csv'",
    "Where in a path stands who lifted; also {date}. See also sessions.csv.",
)
_THRESHOLDS = make_option("--thresholds", "FILE.toml", "Other thresholds than the published ones.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOptions:
    """Options of a command, as they were typed: each annotated field of a record is an option or an argument."""

    debug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOptions(CommandOptions):
    """Options about sets, as typed: weights and racks are still text. Each annotated field is an option."""

    format: Annotated[str | None, _FORMAT] = None
    sensor: Annotated[str | None, _SENSOR] = None
    weight: Annotated[str | None, _WEIGHT] = None
    side: Annotated[Side | None, _SIDE] = None
    target_reps: Annotated[int | None, _TARGET] = None
    rack: Annotated[str | None, _RACK] = None
    lifter: Annotated[str | None, _LIFTER] = None
    thresholds: Annotated[str | None, _THRESHOLDS] = None
