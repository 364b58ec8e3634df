"""changes that are told: revisions, the last day of a venue, when matters take place, messages"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

COUNTED = (
    ("venue_bookings", "revision"),
    ("venues", "place_revision"),
    ("activities", "place_revision"),
)


def upgrade() -> None:
    for table, column in COUNTED:
        op.add_column(
            table, sa.Column(column, sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    op.add_column("venues", sa.Column("last_day", sa.Date(), nullable=True))
    op.add_column("matters", sa.Column("takes_place_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("venue_feeds", sa.Column("token", sa.Text(), nullable=True))
    op.create_table(
        "activity_messages",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_messages_activity_id_activities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_messages")),
    )
    op.create_index(op.f("ix_activity_messages_activity_id"), "activity_messages", ["activity_id"])


def downgrade() -> None:
    op.drop_table("activity_messages")
    with op.batch_alter_table("venue_feeds") as table:
        table.drop_column("token")
    with op.batch_alter_table("matters") as table:
        table.drop_column("takes_place_at")
    with op.batch_alter_table("venues") as table:
        table.drop_column("last_day")
    for name, column in COUNTED:
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
