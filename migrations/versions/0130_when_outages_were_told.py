"""sensing: when people were told of an outage"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sensing_outages") as table:
        table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sensing_outages SET told_at = since")


def downgrade() -> None:
    with op.batch_alter_table("sensing_outages") as table:
        table.drop_column("told_at")
