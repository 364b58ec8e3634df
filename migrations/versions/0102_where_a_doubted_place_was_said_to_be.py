"""where an entry said that a place was when residents began to doubt it"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    place = sa.Column("place", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("directory_doubts", place)


def downgrade() -> None:
    op.drop_column("directory_doubts", "place")
