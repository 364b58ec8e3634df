"""what a verified employer says otherwise of itself, until staff verify it"""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("employers", sa.Column("proposed", sa.JSON(none_as_null=True), nullable=True))
    op.add_column(
        "employers", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("employers", "version")
    op.drop_column("employers", "proposed")
