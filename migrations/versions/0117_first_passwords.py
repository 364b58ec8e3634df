"""note whose password was chosen by somebody else and is to be replaced"""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff_accounts",
        sa.Column("password_is_first", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("staff_accounts") as table:
        table.drop_column("password_is_first")
