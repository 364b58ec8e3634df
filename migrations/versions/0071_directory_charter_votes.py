"""members vote on a charter, for or against; a version can be taken back or rejected"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("directory_charters") as charters:
        charters.add_column(sa.Column("needed_percent", sa.Integer(), nullable=True))
        charters.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        charters.add_column(
            sa.Column("closing_words", sa.Text(), nullable=False, server_default="")
        )
    with op.batch_alter_table("directory_signatures") as signatures:
        signatures.add_column(
            sa.Column("agrees", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        signatures.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("directory_signatures") as signatures:
        signatures.drop_column("words")
        signatures.drop_column("agrees")
    with op.batch_alter_table("directory_charters") as charters:
        charters.drop_column("closing_words")
        charters.drop_column("closed_at")
        charters.drop_column("needed_percent")
