"""rooms are kept for one activity at a time, and what somebody has booked is found by who comes"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEPT_FOR_ONE = """
UPDATE claims SET seat = -1
 WHERE seat = 0 AND holder = 'closure'
   AND holder_id IN (SELECT id FROM venue_closures WHERE meeting_id IS NOT NULL)
   AND NOT EXISTS (
       SELECT 1 FROM claims o
        WHERE o.bookable_id = claims.bookable_id AND o.seat <= 0 AND o.id <> claims.id
          AND o.starts_at < claims.ends_at AND o.ends_at > claims.starts_at)
"""


def upgrade() -> None:
    op.create_index("ix_venue_bookings_attendee", "venue_bookings", ["attendee_id", "starts_at"])
    op.execute(KEPT_FOR_ONE)


def downgrade() -> None:
    op.execute(sa.text("UPDATE claims SET seat = 0 WHERE seat = -1"))
    op.drop_index("ix_venue_bookings_attendee", table_name="venue_bookings")
