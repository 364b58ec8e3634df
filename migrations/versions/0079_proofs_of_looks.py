"""what the photos of a look look like, so that none proves two"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

LOOKS = "directory_assurances"


def upgrade() -> None:
    marks = sa.Column("photo_marks", sa.JSON(), nullable=False, server_default="[]")
    op.add_column(LOOKS, marks)
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(LOOKS, "photo_marks", server_default=None)


def downgrade() -> None:
    op.drop_column(LOOKS, "photo_marks")
