"""The four tables of a lake: recordings, sets, reps, and what was found about the data; each column with unit and meaning."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypeAlias, get_args

from analysis.output.typed_columns import Column, arrow_schema, figure_columns

TableName: TypeAlias = Literal["recordings", "sets", "reps", "quality"]
"""One of the tables; it is a folder of the lake."""
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)
LAKE_SCHEMA = "rep-momentum-lake/1"
"""Name and version of the layout and of the columns; it stands in ``lake.json`` and in every file."""
LAKE_FILE = "lake.json"
"""File of a lake that says what it is."""

_RECORDING = (
    Column(
        name="recording",
        kind="text",
        meaning="Fingerprint of its path, 16 signs: joins the tables. To find one, search `path` of recordings.",
    ),
    Column(name="lifter", kind="text", meaning="Who lifted, as the recording or --lifter says."),
    Column(
        name="began_at", kind="moment", unit="UTC", meaning="When it began, where its time zone is known."
    ),
)
"""Columns that every table begins with."""
_SET = (
    Column(name="set", kind="whole", meaning="Place of the set in its recording, from 1."),
    Column(name="sensor", kind="text", meaning="Placement of the sensor, such as wrist_left."),
    Column(name="side", kind="text", meaning="Arm: left or right."),
    Column(name="weight_kg", kind="number", unit="kg", meaning="Weight lifted."),
    Column(name="target_reps", kind="whole", meaning="Reps that the lifter wanted to do."),
)

_RECORDINGS: tuple[Column, ...] = (
    *_RECORDING,
    Column(
        name="path", kind="text", meaning="File or folder, whole, with protocol where it is not a local one."
    ),
    Column(name="files", kind="texts", meaning="Files that were read."),
    Column(name="format", kind="text", meaning="Name of the file format, as --format takes it."),
    Column(name="started_at", kind="text", meaning="Beginning of its time axis as the recording says it."),
    Column(name="device", kind="text", meaning="Sensor or phone, as the recording says."),
    Column(name="exercise", kind="text", meaning="Exercise, as the recording says."),
    Column(name="start_s", kind="number", unit="s", meaning="First time of its axis."),
    Column(name="duration_s", kind="number", unit="s", meaning="Length of the recording."),
    Column(name="sensors", kind="sensors", meaning="Rate, readings and gaps of each sensor."),
    Column(name="sets", kind="whole", meaning="Sets of curls."),
    Column(name="reps", kind="whole", meaning="Reps in them."),
    Column(name="rejected_sets", kind="whole", meaning="Movement that was counted live and was no curls."),
    Column(name="warm_up", kind="text", meaning="Verdict on the warm-up: enough, short or unknown."),
    Column(
        name="warm_up_movement_s",
        kind="number",
        unit="s",
        meaning="Movement before the first working set, at most a quarter of an hour back.",
    ),
    Column(
        name="content_hash", kind="text", meaning="Fingerprint of its samples: equal for copies of one file."
    ),
    Column(name="thresholds_digest", kind="text", meaning="Short name of the thresholds it was analysed by."),
    Column(name="version", kind="text", meaning="Version of the program."),
    Column(
        name="source_state",
        kind="text",
        meaning="State of its files when they were read: tells whether they changed.",
    ),
    Column(
        name="told", kind="text", meaning="Short name of thresholds, version and options that it was done by."
    ),
)
"""One row a recording that could be read."""

_SETS: tuple[Column, ...] = (
    *_RECORDING,
    *_SET,
    Column(name="start_s", kind="number", unit="s", meaning="Start of the first rep."),
    Column(name="end_s", kind="number", unit="s", meaning="End of the last rep."),
    Column(name="decided_at_s", kind="number", unit="s", meaning="When the set closed."),
    Column(name="closed_by", kind="text", meaning="What closed it: rest, gap or end."),
    Column(name="reps", kind="whole", meaning="Number of reps."),
    Column(name="controlled_reps", kind="whole", meaning="Reps called controlled."),
    Column(name="momentum_reps", kind="whole", meaning="Reps called momentum."),
    Column(name="partial_reps", kind="whole", meaning="Half reps."),
    Column(name="uncertain_reps", kind="whole", meaning="Reps that could not be judged."),
    Column(name="lever_m", kind="number", unit="m", meaning="Distance from the elbow to the sensor."),
    Column(name="lever_sd_m", kind="number", unit="m", meaning="Standard deviation of that distance."),
    Column(name="planarity", kind="number", unit="ratio", meaning="Share of the rotation about one axis."),
    Column(
        name="pendulum_r2",
        kind="number",
        unit="ratio",
        meaning="Share of the inertial acceleration that a still elbow explains.",
    ),
    Column(
        name="gravity_mps2", kind="number", unit="m/s²", meaning="Gravity as the accelerometer read it in it."
    ),
    Column(
        name="action",
        kind="text",
        meaning="Advice on the next set: keep, lighter, fewer, slower, more or none.",
    ),
    Column(name="rule", kind="text", meaning="Rule that gave the advice."),
    Column(name="sure", kind="text", meaning="How sure the advice is: sure, fairly sure or a guess."),
    Column(name="sureness", kind="number", unit="ratio", meaning="The same as a number, 0 to 1."),
    Column(
        name="advice", kind="text", meaning="The sentence that the lifter reads, in the language of the run."
    ),
)
"""One row a set."""

_REPS: tuple[Column, ...] = (
    *_RECORDING,
    *_SET,
    Column(name="rep", kind="whole", meaning="Number of the rep in its set, from 1."),
    *figure_columns(),
)
"""One row a rep, with every figure that `analysis.records.rep_measures` describes."""

_QUALITY: tuple[Column, ...] = (
    *_RECORDING,
    Column(name="path", kind="text", meaning="File or folder, as in recordings."),
    Column(name="finding", kind="whole", meaning="Number of the finding in its recording, from 1."),
    Column(
        name="severity",
        kind="text",
        meaning="fine, info or warning; error where the recording could not be read or analysed.",
    ),
    Column(
        name="code", kind="text", meaning="Kind of finding: a reason, a reader's code, unreadable or fault."
    ),
    Column(name="sensor", kind="text", meaning="Sensor that it concerns; empty for the whole recording."),
    Column(name="start_s", kind="number", unit="s", meaning="Where it began."),
    Column(name="text", kind="text", meaning="The finding in one sentence, in the language of the run."),
    Column(name="values", kind="text", meaning="Its facts by name, as JSON."),
)
"""One row a finding about the data, and one for each recording that could not be read."""

TABLES: dict[TableName, tuple[Column, ...]] = {
    "recordings": _RECORDINGS,
    "sets": _SETS,
    "reps": _REPS,
    "quality": _QUALITY,
}
"""Columns of each table, in order."""

SORTED_BY: dict[TableName, tuple[str, ...]] = {
    "recordings": ("recording",),
    "sets": ("recording", "set"),
    "reps": ("recording", "set", "rep"),
    "quality": ("recording", "finding"),
}
"""Columns by which the rows of a file are in order; together they name a row."""


@cache
def table_schema(name: TableName) -> Any:
    """Returns the Arrow schema of a table, with unit and meaning of each column in its field's metadata."""
    return arrow_schema(TABLES[name], {"schema": LAKE_SCHEMA, "table": name})
