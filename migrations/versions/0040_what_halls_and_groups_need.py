"""what halls and groups need: contacts, two approvals, numbered places, series, draws"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EMPTY = sa.text("'[]'")


def upgrade() -> None:
    op.create_table(
        "venue_series",
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_venue_series_days")),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_series_venue_id_venues")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_venue_series_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_series")),
    )
    op.create_index(op.f("ix_venue_series_venue_id"), "venue_series", ["venue_id"])
    op.create_index(op.f("ix_venue_series_resident_id"), "venue_series", ["resident_id"])
    op.create_table(
        "activity_draw_requests",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["draw_entries.id"],
            name=op.f("fk_activity_draw_requests_entry_id_draw_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["activity_sessions.id"],
            name=op.f("fk_activity_draw_requests_session_id_activity_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_draw_requests")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_activity_draw_requests_entry_id")),
    )
    op.create_index(
        op.f("ix_activity_draw_requests_session_id"), "activity_draw_requests", ["session_id"]
    )
    with op.batch_alter_table("venue_bookings") as table:
        table.add_column(sa.Column("contact_name", sa.Text(), nullable=True))
        table.add_column(sa.Column("contact_phone", sa.Text(), nullable=True))
        table.add_column(sa.Column("attachments", sa.JSON(), nullable=False, server_default=EMPTY))
        table.add_column(sa.Column("first_approved_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_venue_bookings_series_id_venue_series"), "venue_series", ["series_id"], ["id"]
        )
        table.create_index(op.f("ix_venue_bookings_series_id"), ["series_id"])
    op.add_column(
        "venues", sa.Column("seat_names", sa.JSON(), nullable=False, server_default=EMPTY)
    )
    op.add_column(
        "activities", sa.Column("by_draw", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("activity_sessions") as table:
        table.add_column(sa.Column("draw_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_activity_sessions_draw_id_draws"), "draws", ["draw_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("activity_sessions") as table:
        table.drop_constraint(op.f("fk_activity_sessions_draw_id_draws"), type_="foreignkey")
        table.drop_column("draw_id")
    with op.batch_alter_table("activities") as table:
        table.drop_column("by_draw")
    with op.batch_alter_table("venues") as table:
        table.drop_column("seat_names")
    with op.batch_alter_table("venue_bookings") as table:
        table.drop_index(op.f("ix_venue_bookings_series_id"))
        table.drop_constraint(op.f("fk_venue_bookings_series_id_venue_series"), type_="foreignkey")
        for column in (
            "series_id",
            "first_approved_by",
            "attachments",
            "contact_phone",
            "contact_name",
        ):
            table.drop_column(column)
    op.drop_table("activity_draw_requests")
    op.drop_table("venue_series")
