"""readings that could not be judged are judged later; alarms are found by line and by place"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

STATES, ALARMS = "sensing_stream_states", "sensing_alarms"


def upgrade() -> None:
    op.add_column(STATES, sa.Column("owed_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_sensing_stream_states_owed_since", STATES, ["owed_since"])
    op.create_index("ix_sensing_alarms_kind_level_state", ALARMS, ["kind", "level", "state"])
    op.create_index("ix_sensing_alarms_kind_lat", ALARMS, ["kind", "lat"])
    op.create_index("ix_sensing_alarms_datastream_id_level", ALARMS, ["datastream_id", "level"])


def downgrade() -> None:
    op.drop_index("ix_sensing_alarms_datastream_id_level", ALARMS)
    op.drop_index("ix_sensing_alarms_kind_lat", ALARMS)
    op.drop_index("ix_sensing_alarms_kind_level_state", ALARMS)
    op.drop_index("ix_sensing_stream_states_owed_since", STATES)
    op.drop_column(STATES, "owed_since")
