"""devices readings and alarms"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sensing_devices",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place_kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("grid_code", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("owner_phone", sa.String(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("installed_on", sa.Date(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("datastream_id", sa.Uuid(), nullable=False),
        sa.Column("gateway_id", sa.Uuid(), nullable=True),
        sa.Column("filed_no", sa.String(), nullable=False),
        sa.Column("sign_photo", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skew_seconds", sa.Double(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gateway_id"],
            ["sensing_devices.id"],
            name=op.f("fk_sensing_devices_gateway_id_sensing_devices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_devices")),
        sa.UniqueConstraint("code", name=op.f("uq_sensing_devices_code")),
        sa.UniqueConstraint("datastream_id", name=op.f("uq_sensing_devices_datastream_id")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sensing_devices_key_hash")),
    )
    op.create_index(
        "ix_sensing_devices_gateway_id", "sensing_devices", ["gateway_id"], unique=False
    )
    op.create_index(
        "ix_sensing_devices_silence",
        "sensing_devices",
        ["retired_at", "last_seen_at"],
        unique=False,
    )

    op.create_table(
        "sensing_stream_states",
        sa.Column("datastream_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_stream_states")),
        sa.UniqueConstraint("datastream_id", name=op.f("uq_sensing_stream_states_datastream_id")),
    )
    op.create_table(
        "sensing_observations",
        sa.Column("datastream_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_range", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("datastream_id", "at", name=op.f("pk_sensing_observations")),
    )
    op.create_index("ix_sensing_observations_at", "sensing_observations", ["at"], unique=False)

    op.create_table(
        "sensing_roll_ups",
        sa.Column("datastream_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("least", sa.Double(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("most", sa.Double(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_roll_ups")),
        sa.UniqueConstraint(
            "datastream_id", "at", name=op.f("uq_sensing_roll_ups_datastream_id_at")
        ),
    )
    op.create_table(
        "sensing_rules_versions",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_rules_versions")),
        sa.UniqueConstraint("version", name=op.f("uq_sensing_rules_versions_version")),
    )
    op.create_table(
        "sensing_outages",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["sensing_devices.id"],
            name=op.f("fk_sensing_outages_device_id_sensing_devices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_outages")),
    )
    op.create_index(
        "uq_sensing_outages_open",
        "sensing_outages",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "sensing_alarms",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("datastream_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("peak", sa.Double(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("grid_code", sa.String(), nullable=True),
        sa.Column("confirm_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["sensing_devices.id"],
            name=op.f("fk_sensing_alarms_device_id_sensing_devices"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_sensing_alarms_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensing_alarms")),
    )
    op.create_index("ix_sensing_alarms_device_id", "sensing_alarms", ["device_id"], unique=False)
    op.create_index("ix_sensing_alarms_event_id", "sensing_alarms", ["event_id"], unique=False)
    op.create_index("ix_sensing_alarms_found_at", "sensing_alarms", ["found_at"], unique=False)
    op.create_index(
        "ix_sensing_alarms_raised_at_id", "sensing_alarms", ["raised_at", "id"], unique=False
    )
    op.create_index(
        "ix_sensing_alarms_state_confirm_due_at",
        "sensing_alarms",
        ["state", "confirm_due_at"],
        unique=False,
    )
    op.create_index(
        "uq_sensing_alarms_open",
        "sensing_alarms",
        ["datastream_id", "level"],
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_sensing_alarms_open", table_name="sensing_alarms")
    op.drop_index("ix_sensing_alarms_state_confirm_due_at", table_name="sensing_alarms")
    op.drop_index("ix_sensing_alarms_raised_at_id", table_name="sensing_alarms")
    op.drop_index("ix_sensing_alarms_found_at", table_name="sensing_alarms")
    op.drop_index("ix_sensing_alarms_event_id", table_name="sensing_alarms")
    op.drop_index("ix_sensing_alarms_device_id", table_name="sensing_alarms")

    op.drop_table("sensing_alarms")
    op.drop_index("uq_sensing_outages_open", table_name="sensing_outages")

    op.drop_table("sensing_outages")
    op.drop_table("sensing_rules_versions")
    op.drop_table("sensing_roll_ups")
    op.drop_index("ix_sensing_observations_at", table_name="sensing_observations")

    op.drop_table("sensing_observations")
    op.drop_table("sensing_stream_states")
    op.drop_index("ix_sensing_devices_silence", table_name="sensing_devices")
    op.drop_index("ix_sensing_devices_gateway_id", table_name="sensing_devices")

    op.drop_table("sensing_devices")
