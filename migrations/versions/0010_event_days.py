"""event days"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("total_reported", sa.Integer(), nullable=False),
        sa.Column("total_accepted", sa.Integer(), nullable=False),
        sa.Column("total_closed", sa.Integer(), nullable=False),
        sa.Column("total_reopened", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_days")),
        sa.UniqueConstraint("day", "community_code", name=op.f("uq_event_days_day_community_code")),
    )


def downgrade() -> None:
    op.drop_table("event_days")
