"""a yes is to the version that was read, a change to the version that was looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("approval_consents", sa.Column("former", sa.Text(), nullable=True))
    op.add_column(
        "approval_applications", sa.Column("changes_version", sa.Integer(), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("approval_applications", "changes_version")
    op.drop_column("approval_consents", "former")
