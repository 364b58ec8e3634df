"""version of the job index: the worker writes rows anew whose tokens are of an older version"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FIRST = 1


def upgrade() -> None:
    op.add_column(
        "job_search", sa.Column("version", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_job_search_version", "job_search", ["version"])
    op.add_column(
        "job_board", sa.Column("index_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        f"UPDATE job_board SET index_version = {FIRST} "  # a constant of ours
        "WHERE NOT EXISTS (SELECT 1 FROM job_search)"
    )


def downgrade() -> None:
    op.drop_column("job_board", "index_version")
    op.drop_index("ix_job_search_version", "job_search")
    op.drop_column("job_search", "version")
