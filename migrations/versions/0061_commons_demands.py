"""commons demands"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('held', 'gathering', 'reached')")


def upgrade() -> None:
    op.create_table(
        "commons_demands",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("held_for", sa.String(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_demands_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["roll_id"],
            ["commons_rolls.id"],
            name=op.f("fk_commons_demands_roll_id_commons_rolls"),
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_demands_space_id_commons_spaces"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["residents.id"],
            name=op.f("fk_commons_demands_started_by_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_demands")),
    )
    with op.batch_alter_table("commons_demands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commons_demands_started_by"), ["started_by"])
        batch_op.create_index(
            "uq_commons_demands_open",
            ["space_id", "kind"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.create_table(
        "commons_demand_signatures",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["commons_demands.id"],
            name=op.f("fk_commons_demand_signatures_demand_id_commons_demands"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["commons_members.id"],
            name=op.f("fk_commons_demand_signatures_member_id_commons_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_demand_signatures")),
        sa.UniqueConstraint(
            "demand_id", "member_id", name=op.f("uq_commons_demand_signatures_demand_id_member_id")
        ),
    )
    with op.batch_alter_table("commons_demand_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commons_demand_signatures_member_id"), ["member_id"])


def downgrade() -> None:
    op.drop_table("commons_demand_signatures")
    op.drop_table("commons_demands")
