"""a ticket has a cause and a day by which it is due"""

import sqlalchemy as sa
from alembic import op

from weijiayuan.db.column_types import UtcDateTime

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

TABLE, OPEN = "sensing_outages", "uq_sensing_outages_open"


def upgrade() -> None:
    op.drop_index(OPEN, TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("cause", sa.String(), nullable=False, server_default="silent"))
        table.add_column(sa.Column("due_at", UtcDateTime(), nullable=True))
    _index(["device_id", "cause"])


def downgrade() -> None:
    op.drop_index(OPEN, TABLE)
    outages = sa.table(TABLE, sa.column("cause"))
    op.execute(outages.delete().where(outages.c.cause != "silent"))
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("due_at")
        table.drop_column("cause")
    _index(["device_id"])


def _index(columns: list[str]) -> None:
    op.create_index(
        OPEN,
        TABLE,
        columns,
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
