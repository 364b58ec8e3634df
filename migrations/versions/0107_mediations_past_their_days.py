"""who was told that a mediation is past its days, and which sides agreed to longer"""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("mediations", sa.Column("overdue_told_at", moment, nullable=True))
    op.add_column("mediation_parties", sa.Column("longer_until", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("mediation_parties", "longer_until")
    op.drop_column("mediations", "overdue_told_at")
