"""what a person told of a place in earlier attempts is found again, whatever is told now"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_attempts") as attempts:
        attempts.add_column(sa.Column("place_mark", sa.String(), nullable=True))
        attempts.create_index(op.f("ix_approval_attempts_place_mark"), ["place_mark"])


def downgrade() -> None:
    with op.batch_alter_table("approval_attempts") as attempts:
        attempts.drop_index(op.f("ix_approval_attempts_place_mark"))
        attempts.drop_column("place_mark")
