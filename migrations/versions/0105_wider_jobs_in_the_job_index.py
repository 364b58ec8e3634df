"""the job index says what is given alone and wider jobs: an empty index is of that version"""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

WITH_WIDER_JOBS, BEFORE = 4, 3


def upgrade() -> None:
    say_version(WITH_WIDER_JOBS)


def downgrade() -> None:
    say_version(BEFORE)


def say_version(version: int) -> None:
    """An index that holds nothing holds nothing old; the worker writes old rows anew."""
    board = sa.table("job_board", sa.column("index_version"))
    rows = sa.table("job_search", sa.column("number"))
    is_empty = ~sa.exists(sa.select(rows.c.number))
    op.execute(board.update().values(index_version=version).where(is_empty))
