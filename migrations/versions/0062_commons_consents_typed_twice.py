"""commons consents typed twice"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commons_consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("commons_consents", schema=None) as batch_op:
        batch_op.drop_column("typed_by")
