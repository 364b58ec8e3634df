"""the clause of a covenant that an appeal or a mediation is about"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

TABLES = ("appeals", "mediations")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("clause_code", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "clause_code")
