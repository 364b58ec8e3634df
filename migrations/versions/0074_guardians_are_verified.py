"""guardians are verified"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_parties") as table:
        table.add_column(sa.Column("guardian_mark", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mediation_parties") as table:
        table.drop_column("guardian_mark")
