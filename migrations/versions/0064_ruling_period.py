"""when the court accepted, and who let the ruling come later"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("confirmations") as confirmations:
        confirmations.add_column(
            sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True)
        )
        confirmations.add_column(sa.Column("extended_by", sa.Text(), nullable=True))
        confirmations.add_column(sa.Column("extended_because", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("confirmations") as confirmations:
        confirmations.drop_column("extended_because")
        confirmations.drop_column("extended_by")
        confirmations.drop_column("accepted_at")
