"""which side told of violence at home: the others are not to learn of it"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediations") as mediations:
        mediations.add_column(sa.Column("violence_told_by", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mediations") as mediations:
        mediations.drop_column("violence_told_by")
