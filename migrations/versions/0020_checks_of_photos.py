"""what became of the content check of a photo, and WeChat's name for it

Photos that named residents sent before wait for a person: nobody ever checked them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ASKED = sa.text("picture_check = 'waiting' AND trace_id IS NOT NULL")
NAMED_BEFORE = """
UPDATE event_photos SET picture_check = 'waiting'
WHERE stage = 'before'
AND event_id IN (SELECT id FROM events WHERE reporter_id IS NOT NULL)
"""


def upgrade() -> None:
    with op.batch_alter_table("event_photos") as batch_op:
        batch_op.add_column(
            sa.Column("picture_check", sa.String(), nullable=False, server_default="never")
        )
        batch_op.add_column(sa.Column("trace_id", sa.String(), nullable=True))
    op.execute(NAMED_BEFORE)
    op.create_index(
        "ix_event_photos_asked",
        "event_photos",
        ["trace_id"],
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def downgrade() -> None:
    op.drop_index("ix_event_photos_asked", table_name="event_photos")
    with op.batch_alter_table("event_photos") as batch_op:
        batch_op.drop_column("trace_id")
        batch_op.drop_column("picture_check")
