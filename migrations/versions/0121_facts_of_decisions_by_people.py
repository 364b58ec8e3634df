"""keep the facts of the moment in which a person decides, and what a proposer saw"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_moves") as moves:
        moves.add_column(sa.Column("decision", sa.Text(), nullable=True))
    with op.batch_alter_table("approval_applications") as applications:
        applications.add_column(
            sa.Column("approval_seen", sa.Text(), nullable=False, server_default="")
        )
        applications.add_column(
            sa.Column("saves", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("approval_applications") as applications:
        applications.alter_column("approval_seen", server_default=None)
        applications.alter_column("saves", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("approval_applications") as applications:
        applications.drop_column("saves")
        applications.drop_column("approval_seen")
    with op.batch_alter_table("approval_moves") as moves:
        moves.drop_column("decision")
