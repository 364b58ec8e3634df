"""how late the last messages of a device were, and what it insisted on before it fell silent"""

import sqlalchemy as sa
from alembic import op

from weijiayuan.db.column_types import UtcDateTime

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sensing_stream_states") as table:
        table.add_column(sa.Column("delays", sa.JSON(), nullable=True))
        table.add_column(sa.Column("insists_since", UtcDateTime(), nullable=True))
        table.create_index("ix_sensing_stream_states_insists_since", ["insists_since"])


def downgrade() -> None:
    with op.batch_alter_table("sensing_stream_states") as table:
        table.drop_index("ix_sensing_stream_states_insists_since")
        table.drop_column("insists_since")
        table.drop_column("delays")
