"""Makes the tables of sessions, sets and reps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_FACTS = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Makes the three tables."""
    _make_sessions()
    _make_sets()
    _make_reps()


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("content_hash", sa.String(32), nullable=False, unique=True),
        sa.Column("facts_hash", sa.String(32), nullable=False),
        sa.Column("began_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("zone_min", sa.Integer),
        sa.Column("duration_s", sa.Double, nullable=False),
        sa.Column("lifter", sa.Text),
        sa.Column("lifter_key", sa.Text),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("format", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("device", sa.Text),
        sa.Column("thresholds_digest", sa.Text),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("sensors", _FACTS, nullable=False),
        sa.Column("sensor_facts", _FACTS, nullable=False),
        sa.Column("tallies", _FACTS, nullable=False),
        sa.Column("corrections", _FACTS, nullable=False),
        sa.Column("warmup", _FACTS),
        sa.Column("balance", _FACTS),
        sa.Column("trunk", _FACTS),
    )
    op.create_index("sessions_of_lifter", "sessions", ["lifter_key", "began_at"])
    op.create_index("sessions_by_time", "sessions", ["began_at"])


def _make_sets() -> None:
    op.create_table(
        "sets",
        sa.Column(
            "session_id", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("sensor", sa.Text),
        sa.Column("side", sa.String(8)),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("end_s", sa.Double, nullable=False),
        sa.Column("closed_by", sa.String(8)),
        sa.Column("weight_value", sa.Double),
        sa.Column("weight_unit", sa.String(2)),
        sa.Column("weight_kg", sa.Double),
        sa.Column("target_reps", sa.Integer),
        sa.Column("reps", sa.Integer, nullable=False),
        sa.Column("verdicts", sa.Text, nullable=False),
        sa.Column("warm_up", sa.Boolean, nullable=False),
        sa.Column("figures", _FACTS, nullable=False),
        sa.Column("advice", _FACTS),
        sa.CheckConstraint("weight_unit IN ('kg', 'lb')", name="weight_unit_is_known"),
    )


def _make_reps() -> None:
    op.create_table(
        "reps",
        sa.Column("session_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("set_number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("top_s", sa.Double, nullable=False),
        sa.Column("end_s", sa.Double, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("cause", sa.String(8)),
        sa.Column("momentum", sa.Double),
        sa.Column("figures", _FACTS, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "set_number"],
            ["sets.session_id", "sets.number"],
            ondelete="CASCADE",
            name="reps_of_set",
        ),
    )
