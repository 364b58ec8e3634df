"""matters of a category, and clocks for a reply, are found without reading the others"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FOR_A_REPLY = sa.text("supervision_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_events_category_reported",
        "events",
        ["category_code", "reported_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_event_clocks_supervision_id",
        "event_clocks",
        ["supervision_id"],
        unique=False,
        sqlite_where=FOR_A_REPLY,
        postgresql_where=FOR_A_REPLY,
    )


def downgrade() -> None:
    op.drop_index("ix_event_clocks_supervision_id", table_name="event_clocks")
    op.drop_index("ix_events_category_reported", table_name="events")
