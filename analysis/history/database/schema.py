"""Tables of the history. docs/history.md says why they are so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

HEAD = "0002"
"""Revision of the tables below; the newest file in ``migrations/versions`` has the same."""
FACTS = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Type of what is kept as one JSON value."""
METADATA = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: written in UTC without a zone, read in UTC with it.

    SQLite forgets time zones: 09:00+05:00 comes back as 09:00.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turns a moment with a zone into one of UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Gives a moment its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


SESSION_TABLE = Table(
    "sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("content_hash", String(32), nullable=False, unique=True),
    Column("facts_hash", String(32), nullable=False),
    Column("began_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("zone_min", Integer),
    Column("duration_s", Double, nullable=False),
    Column("start_s", Double, nullable=False, server_default="0"),
    Column("lifter", Text),
    Column("lifter_key", Text),
    Column("origin", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("format", Text),
    Column("title", Text),
    Column("device", Text),
    Column("thresholds_digest", Text),
    Column("version", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("sensors", FACTS, nullable=False),
    Column("sensor_facts", FACTS, nullable=False),
    Column("tallies", FACTS, nullable=False),
    Column("corrections", FACTS, nullable=False),
    Column("warmup", FACTS),
    Column("balance", FACTS),
    Column("trunk", FACTS),
    Column("bouts", FACTS),
    Index("sessions_of_lifter", "lifter_key", "began_at"),
    Index("sessions_by_time", "began_at"),
)
"""A row per session. ``tallies`` repeats its sets in brief, so that a list of sessions reads one table. ``bouts`` holds
movement and rest as ``[start_s, end_s, recorded_s, kind]``; null where no sensor recorded any. Times in seconds are on the
recording's axis, which has ``start_s`` at ``began_at``."""

SET_TABLE = Table(
    "sets",
    METADATA,
    Column("session_id", Integer, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("exercise", Text, nullable=False),
    Column("sensor", Text),
    Column("side", String(8)),
    Column("start_s", Double, nullable=False),
    Column("end_s", Double, nullable=False),
    Column("lifting_s", Double),
    Column("closed_by", String(8)),
    Column("weight_value", Double),
    Column("weight_unit", String(2)),
    Column("weight_kg", Double),
    Column("target_reps", Integer),
    Column("reps", Integer, nullable=False),
    Column("verdicts", Text, nullable=False),
    Column("warm_up", Boolean, nullable=False),
    Column("figures", FACTS, nullable=False),
    Column("advice", FACTS),
    CheckConstraint("weight_unit IN ('kg', 'lb')", name="weight_unit_is_known"),
)
"""A row per set. ``lifting_s`` is when its first lift begins, as the warm-up takes it;
``verdicts`` has a letter per rep (`VERDICT_LETTERS`), so that advice reads no reps."""

REP_TABLE = Table(
    "reps",
    METADATA,
    Column("session_id", Integer, primary_key=True, autoincrement=False),
    Column("set_number", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start_s", Double, nullable=False),
    Column("top_s", Double, nullable=False),
    Column("end_s", Double, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("cause", String(8)),
    Column("momentum", Double),
    Column("figures", FACTS, nullable=False),
    ForeignKeyConstraint(
        ["session_id", "set_number"],
        ["sets.session_id", "sets.number"],
        ondelete="CASCADE",
        name="reps_of_set",
    ),
)
"""A row per rep. ``figures`` holds every other figure of `analysis.records.rep_measures` that is known, by its name."""
