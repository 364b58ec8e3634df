"""commons objections and decisions"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

NOT_REFUSED = sa.text("state <> 'refused'")


def upgrade() -> None:
    op.create_table(
        "commons_objections",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_objections_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_objections_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_objections")),
        sa.UniqueConstraint(
            "meeting_id", "resident_id", name=op.f("uq_commons_objections_meeting_id_resident_id")
        ),
    )
    with op.batch_alter_table("commons_objections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commons_objections_resident_id"), ["resident_id"])
    with op.batch_alter_table("commons_covenants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Uuid(), nullable=True))
    with op.batch_alter_table("commons_organisations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("contact_is_public", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("commons_organisations", schema=None) as batch_op:
        batch_op.alter_column("contact_is_public", server_default=None)
    with op.batch_alter_table("commons_foundings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("totals_confirmed_by", sa.Uuid(), nullable=True))
    with op.batch_alter_table("commons_co_signs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_key", sa.String(), nullable=True))
    op.execute("UPDATE commons_co_signs SET unit_key = unit")
    with op.batch_alter_table("commons_co_signs", schema=None) as batch_op:
        batch_op.alter_column("unit_key", existing_type=sa.String(), nullable=False)
        batch_op.drop_index("uq_commons_co_signs_unit")
        batch_op.create_index(
            "uq_commons_co_signs_unit",
            ["founding_id", "unit_key"],
            unique=True,
            sqlite_where=NOT_REFUSED,
            postgresql_where=NOT_REFUSED,
        )


def downgrade() -> None:
    with op.batch_alter_table("commons_co_signs", schema=None) as batch_op:
        batch_op.drop_index("uq_commons_co_signs_unit")
        batch_op.create_index(
            "uq_commons_co_signs_unit",
            ["founding_id", "unit"],
            unique=True,
            sqlite_where=NOT_REFUSED,
            postgresql_where=NOT_REFUSED,
        )
        batch_op.drop_column("unit_key")
    with op.batch_alter_table("commons_foundings", schema=None) as batch_op:
        batch_op.drop_column("totals_confirmed_by")
    with op.batch_alter_table("commons_organisations", schema=None) as batch_op:
        batch_op.drop_column("contact_is_public")
    with op.batch_alter_table("commons_covenants", schema=None) as batch_op:
        batch_op.drop_column("decided_by")
        batch_op.drop_column("decided_at")
    op.drop_table("commons_objections")
