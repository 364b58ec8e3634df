"""when a device was heard stands with its stream, not with the device"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

MOVED = sa.text(
    "UPDATE sensing_stream_states SET"
    " heard_at = (SELECT last_seen_at FROM sensing_devices AS d"
    "  WHERE d.datastream_id = sensing_stream_states.datastream_id),"
    " skew_seconds = COALESCE((SELECT skew_seconds FROM sensing_devices AS d"
    "  WHERE d.datastream_id = sensing_stream_states.datastream_id), 0)"
)
BACK = sa.text(
    "UPDATE sensing_devices SET"
    " last_seen_at = (SELECT heard_at FROM sensing_stream_states AS s"
    "  WHERE s.datastream_id = sensing_devices.datastream_id),"
    " skew_seconds = COALESCE((SELECT skew_seconds FROM sensing_stream_states AS s"
    "  WHERE s.datastream_id = sensing_devices.datastream_id), 0)"
)


def upgrade() -> None:
    with op.batch_alter_table("sensing_stream_states") as table:
        table.add_column(sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("skew_seconds", sa.Double(), nullable=False, server_default="0"))
    op.execute(MOVED)
    with op.batch_alter_table("sensing_stream_states") as table:
        table.alter_column("skew_seconds", server_default=None)
    op.drop_index("ix_sensing_devices_silence", table_name="sensing_devices")
    with op.batch_alter_table("sensing_devices") as table:
        table.drop_column("skew_seconds")
        table.drop_column("last_seen_at")


def downgrade() -> None:
    with op.batch_alter_table("sensing_devices") as table:
        table.add_column(sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("skew_seconds", sa.Double(), nullable=False, server_default="0"))
    op.execute(BACK)
    with op.batch_alter_table("sensing_devices") as table:
        table.alter_column("skew_seconds", server_default=None)
    op.create_index("ix_sensing_devices_silence", "sensing_devices", ["retired_at", "last_seen_at"])
    with op.batch_alter_table("sensing_stream_states") as table:
        table.drop_column("skew_seconds")
        table.drop_column("heard_at")
