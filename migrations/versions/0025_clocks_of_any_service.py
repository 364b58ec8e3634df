"""calendars that each table of clocks was set by, and clocks that paused more than once"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_calendars",
        sa.Column("clocks", sa.String(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_calendars")),
        sa.UniqueConstraint("clocks", "token", name=op.f("uq_clock_calendars_clocks_token")),
    )
    op.execute(
        "INSERT INTO clock_calendars (clocks, token, id, created_at)"
        " SELECT 'event_clocks', token, id, created_at FROM event_calendars"
    )
    op.drop_table("event_calendars")
    with op.batch_alter_table("event_clocks") as batch_op:
        batch_op.add_column(
            sa.Column("earlier_pauses", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )


def downgrade() -> None:
    with op.batch_alter_table("event_clocks") as batch_op:
        batch_op.drop_column("earlier_pauses")
    op.create_table(
        "event_calendars",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_calendars")),
        sa.UniqueConstraint("token", name=op.f("uq_event_calendars_token")),
    )
    op.execute(
        "INSERT INTO event_calendars (token, id, created_at)"
        " SELECT token, id, created_at FROM clock_calendars WHERE clocks = 'event_clocks'"
    )
    op.drop_table("clock_calendars")
