"""join one buyer's units by a number, and note who first turned a claim down"""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commons_members", sa.Column("buyer_mark", sa.String(), nullable=True))
    op.add_column("commons_member_requests", sa.Column("turned_down_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("commons_member_requests", "turned_down_by")
    op.drop_column("commons_members", "buyer_mark")
