"""whom a proposal to revoke a licence names as who did what was false"""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_licence_changes") as table:
        table.add_column(sa.Column("culprit", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("approval_licence_changes") as table:
        table.drop_column("culprit")
