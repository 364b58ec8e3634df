"""the calendar that a venue's bookings were looked through with, and what a keeper kept"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("venues", sa.Column("calendar_token", sa.Uuid(), nullable=True))
    op.add_column(
        "venue_bookings",
        sa.Column("is_kept", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("venue_bookings") as table:
        table.drop_column("is_kept")
    with op.batch_alter_table("venues") as table:
        table.drop_column("calendar_token")
