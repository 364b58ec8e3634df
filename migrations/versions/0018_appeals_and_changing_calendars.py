"""appeals and changing calendars"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

RUNNING = sa.text("stopped_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("order_parts") as batch_op:
        batch_op.add_column(
            sa.Column("appeal_decided_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("appeal_decided_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("appeal_granted", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column("appeal_finding", sa.Text(), nullable=False, server_default="")
        )
    with op.batch_alter_table("event_clocks") as batch_op:
        batch_op.add_column(sa.Column("allowed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("share", sa.Integer(), nullable=False, server_default="100"))
    op.create_index(
        "ix_event_clocks_running",
        "event_clocks",
        ["unit"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_table(
        "event_calendars",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_calendars")),
        sa.UniqueConstraint("token", name=op.f("uq_event_calendars_token")),
    )


def downgrade() -> None:
    op.drop_table("event_calendars")
    op.drop_index("ix_event_clocks_running", table_name="event_clocks")
    with op.batch_alter_table("event_clocks") as batch_op:
        batch_op.drop_column("share")
        batch_op.drop_column("allowed")
    with op.batch_alter_table("order_parts") as batch_op:
        batch_op.drop_column("appeal_finding")
        batch_op.drop_column("appeal_granted")
        batch_op.drop_column("appeal_decided_by")
        batch_op.drop_column("appeal_decided_at")
