"""since when a device says what lies beyond its range, and which fell silent together"""

import sqlalchemy as sa
from alembic import op

from weijiayuan.db.column_types import UtcDateTime

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sensing_outages") as table:
        table.add_column(sa.Column("cut", sa.String(), nullable=True))
    with op.batch_alter_table("sensing_stream_states") as table:
        table.add_column(sa.Column("out_of_range_since", UtcDateTime(), nullable=True))


def downgrade() -> None:
    outages = sa.table("sensing_outages", sa.column("cause"))
    op.execute(outages.delete().where(outages.c.cause == "range"))
    with op.batch_alter_table("sensing_stream_states") as table:
        table.drop_column("out_of_range_since")
    with op.batch_alter_table("sensing_outages") as table:
        table.drop_column("cut")
