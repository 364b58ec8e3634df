"""keep every danger that a matter tells of, and whom to call"""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("danger_told", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "danger_told")
