"""a matter tells of danger, and a notice may go out without a trace of when"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("danger", sa.String(), nullable=True))
    op.add_column(
        "notices", sa.Column("traceless", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("notices", "traceless")
    op.drop_column("events", "danger")
