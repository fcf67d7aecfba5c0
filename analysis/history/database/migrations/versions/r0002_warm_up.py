"""Keeps movement and the beginning of sets, so that a warm-up is judged over several recordings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the columns; what was saved before knows nothing of them."""
    facts = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("sessions", sa.Column("start_s", sa.Double, nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("bouts", facts))
    op.add_column("sets", sa.Column("lifting_s", sa.Double))
