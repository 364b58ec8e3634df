"""the job index knows what a job earns in a month, and its rate by the hour or day apart"""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

WITH_RATES, BEFORE = 5, 4


def upgrade() -> None:
    rate = sa.Column("pay_rate_fen", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("job_search", rate)
    op.execute("UPDATE job_search SET pay_rate_fen = pay_month_fen")
    say_version(WITH_RATES)


def downgrade() -> None:
    op.drop_column("job_search", "pay_rate_fen")
    say_version(BEFORE)


def say_version(version: int) -> None:
    """An index that holds nothing holds nothing old; the worker writes old rows anew."""
    board = sa.table("job_board", sa.column("index_version"))
    rows = sa.table("job_search", sa.column("number"))
    is_empty = ~sa.exists(sa.select(rows.c.number))
    op.execute(board.update().values(index_version=version).where(is_empty))
