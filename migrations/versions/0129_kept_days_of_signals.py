"""governance: days of the ledger counted once for the signals"""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_days")),
        sa.UniqueConstraint("day", name=op.f("uq_signal_days_day")),
    )


def downgrade() -> None:
    op.drop_table("signal_days")
