"""closed spans of a venue are found without its bookings"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

CLOSED = sa.text("seat = 0")


def upgrade() -> None:
    op.create_index(
        "ix_venue_claims_closed",
        "venue_claims",
        ["bookable_id", "ends_at"],
        unique=False,
        sqlite_where=CLOSED,
        postgresql_where=CLOSED,
    )


def downgrade() -> None:
    op.drop_index("ix_venue_claims_closed", table_name="venue_claims")
