"""open311 keys reports and updates"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_entries_at", "event_entries", ["at"])
    op.create_table(
        "open311_keys",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open311_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_open311_keys_key_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_open311_keys_name")),
    )
    op.create_table(
        "open311_reports",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_open311_reports_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["open311_keys.id"], name=op.f("fk_open311_reports_key_id_open311_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open311_reports")),
        sa.UniqueConstraint("event_id", name=op.f("uq_open311_reports_event_id")),
    )
    with op.batch_alter_table("open311_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open311_reports_key_id"), ["key_id"], unique=False)

    op.create_table(
        "open311_updates",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_open311_updates_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["open311_keys.id"], name=op.f("fk_open311_updates_key_id_open311_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open311_updates")),
        sa.UniqueConstraint(
            "key_id", "update_id", name=op.f("uq_open311_updates_key_id_update_id")
        ),
    )
    with op.batch_alter_table("open311_updates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open311_updates_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("open311_updates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open311_updates_event_id"))

    op.drop_table("open311_updates")
    with op.batch_alter_table("open311_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open311_reports_key_id"))

    op.drop_table("open311_reports")
    op.drop_table("open311_keys")
    op.drop_index("ix_event_entries_at", "event_entries")
