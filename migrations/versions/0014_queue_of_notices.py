"""queue of notices: an index in the order in which they are sent"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notices_queue", "notices", ["delivery", "urgent", "try_at", "id"])
    op.drop_index("ix_notices_delivery", "notices")


def downgrade() -> None:
    op.create_index("ix_notices_delivery", "notices", ["delivery", "try_at"])
    op.drop_index("ix_notices_queue", "notices")
