"""words that are public are read again by a guard that knows more forms of a name"""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

COMMONS = ("commons_topics", "commons_statements")


def upgrade() -> None:
    op.execute("UPDATE events SET words_read = false WHERE public_text IS NOT NULL")
    for name in COMMONS:
        unread = sa.Column("words_read", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(name, unread)


def downgrade() -> None:
    for name in COMMONS:
        op.drop_column(name, "words_read")
