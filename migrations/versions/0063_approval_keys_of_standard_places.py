"""keys of places say how they were made, so that those of an older way are found and made anew"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

TABLES = ("approval_applications", "approval_attempts", "approval_licences")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("key_version", sa.Integer(), nullable=False, server_default="0")
            )
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.alter_column("key_version", server_default=None)


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("key_version")
