"""lists of matters are sorted by any column from an index"""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

RUNS, SUPERVISED = sa.text("stopped_at IS NULL"), sa.text("supervision > 0")
CLOCKS = "ix_event_clocks_running_event"


def upgrade() -> None:
    op.create_index("ix_events_level_reported", "events", ["level", "reported_at", "id"])
    op.create_index("ix_events_source_reported", "events", ["source", "reported_at", "id"])
    op.create_index(
        "ix_events_supervised",
        "events",
        ["supervision", "reported_at", "id"],
        sqlite_where=SUPERVISED,
        postgresql_where=SUPERVISED,
    )
    op.create_index(
        CLOCKS,
        "event_clocks",
        ["event_id", "due_at", "kind"],
        sqlite_where=RUNS,
        postgresql_where=RUNS,
    )


def downgrade() -> None:
    op.drop_index(CLOCKS, "event_clocks")
    for name in ("supervised", "source_reported", "level_reported"):
        op.drop_index(f"ix_events_{name}", "events")
