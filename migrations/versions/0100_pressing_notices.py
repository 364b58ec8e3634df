"""what presses and nobody has read, found without the rest of an inbox"""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_notices_pressing",
        "notices",
        ["resident_id", "due_at", "id"],
        sqlite_where=sa.text("urgent IS 1 AND read_at IS NULL"),
        postgresql_where=sa.text("urgent IS true AND read_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_notices_pressing", table_name="notices")
