"""words of reporters who left wait for a look"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

WAIT = sa.text("words_due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("events", sa.Column("words_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_events_words_due",
        "events",
        ["words_due_at", "id"],
        sqlite_where=WAIT,
        postgresql_where=WAIT,
    )


def downgrade() -> None:
    op.drop_index("ix_events_words_due", "events")
    op.drop_column("events", "words_due_at")
