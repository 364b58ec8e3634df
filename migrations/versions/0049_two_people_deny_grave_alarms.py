"""a grave alarm is false when two people say so"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sensing_alarms", sa.Column("denied_by", sa.Uuid(), nullable=True))
    op.add_column(
        "sensing_alarms", sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "sensing_alarms",
        sa.Column("denied_by_verifier", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("sensing_alarms") as alarms:
        alarms.alter_column("denied_by_verifier", server_default=None)


def downgrade() -> None:
    op.drop_column("sensing_alarms", "denied_by_verifier")
    op.drop_column("sensing_alarms", "denied_at")
    op.drop_column("sensing_alarms", "denied_by")
