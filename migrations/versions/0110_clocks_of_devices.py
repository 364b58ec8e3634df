"""keep by how much the clocks of devices are wrong, and what they claimed"""

import sqlalchemy as sa
from alembic import op

from weijiayuan.db.column_types import UtcDateTime

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

STATES, READINGS, CLAIMED = (
    "sensing_stream_states",
    "sensing_observations",
    "ix_sensing_observations_claimed",
)


def upgrade() -> None:
    with op.batch_alter_table(STATES) as table:
        table.add_column(sa.Column("clock", sa.JSON(), nullable=True))
        table.add_column(sa.Column("clock_offset", sa.Double(), nullable=False, server_default="0"))
    op.add_column(READINGS, sa.Column("claimed_at", UtcDateTime(), nullable=True))
    op.create_index(
        CLAIMED,
        READINGS,
        ["datastream_id", "claimed_at"],
        sqlite_where=sa.text("claimed_at IS NOT NULL"),
        postgresql_where=sa.text("claimed_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(CLAIMED, READINGS)
    op.drop_column(READINGS, "claimed_at")
    with op.batch_alter_table(STATES) as table:
        table.drop_column("clock_offset")
        table.drop_column("clock")
