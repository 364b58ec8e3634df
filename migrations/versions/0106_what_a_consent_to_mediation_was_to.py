"""what the sides of a mediation read before, so that a yes names the words it was to"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mediations", sa.Column("former", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("mediations", "former")
