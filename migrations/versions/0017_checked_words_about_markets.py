"""checked words about markets: words of a rating are shown once the content check let them pass"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    shown = sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("market_ratings") as table:
        table.add_column(shown)
    with op.batch_alter_table("market_ratings") as table:
        table.alter_column("is_shown", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("market_ratings") as table:
        table.drop_column("is_shown")
