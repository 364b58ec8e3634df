"""the words of a matter that anyone may read, once they were looked through for names"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unread = sa.Column("words_read", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("events", unread)
    op.add_column("events", sa.Column("public_text", sa.Text(), nullable=True))
    op.create_index(
        "ix_events_words_unread",
        "events",
        ["id"],
        sqlite_where=sa.text("words_read IS 0"),
        postgresql_where=sa.text("words_read IS false"),
    )


def downgrade() -> None:
    op.drop_index("ix_events_words_unread", table_name="events")
    op.drop_column("events", "public_text")
    op.drop_column("events", "words_read")
