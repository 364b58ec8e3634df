"""units help each other with matters"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

IS_ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "event_assists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_assists_event_id_events"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_event_assists"),
    )
    op.create_index("ix_event_assists_event_id", "event_assists", ["event_id"])
    op.create_index("ix_event_assists_unit_code_state", "event_assists", ["unit_code", "state"])
    op.create_index(
        "uq_event_assists_asked",
        "event_assists",
        ["event_id", "unit_code"],
        unique=True,
        sqlite_where=IS_ASKED,
        postgresql_where=IS_ASKED,
    )


def downgrade() -> None:
    op.drop_table("event_assists")
