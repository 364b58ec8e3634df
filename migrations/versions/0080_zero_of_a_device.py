"""from where on what never goes back is measured"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

DEVICES = "sensing_devices"


def upgrade() -> None:
    op.add_column(DEVICES, sa.Column("zero", sa.Double(), nullable=False, server_default="0"))
    op.add_column(DEVICES, sa.Column("zero_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column(DEVICES, "zero_at")
    op.drop_column(DEVICES, "zero")
