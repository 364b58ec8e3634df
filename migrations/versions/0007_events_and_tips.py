"""events and tips"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915  # one step: the tables of one domain
    op.create_table(
        "units",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_units_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "tip_points",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_tip_points_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_points")),
        sa.UniqueConstraint("resident_id", "cause", name=op.f("uq_tip_points_resident_id_cause")),
    )
    op.create_table(
        "unit_duties",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_duties_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_duties")),
        sa.UniqueConstraint(
            "unit_id", "category_code", name=op.f("uq_unit_duties_unit_id_category_code")
        ),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("category_code", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("grid_code", sa.String(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=True),
        sa.Column("street_code", sa.String(), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("on_the_spot", sa.Boolean(), nullable=False),
        sa.Column("highest_level", sa.Integer(), nullable=False),
        sa.Column("supervision", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("designated", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("reworks", sa.Integer(), nullable=False),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("reporter_reopens", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("text_check", sa.String(length=32), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["events.id"], name=op.f("fk_events_parent_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["residents.id"], name=op.f("fk_events_reporter_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_accounts.id"], name=op.f("fk_events_staff_id_staff_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("number", name=op.f("uq_events_number")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_cell_reported_at", ["cell", "reported_at"], unique=False)
        batch_op.create_index("ix_events_closed_at", ["closed_at"], unique=False)
        batch_op.create_index(
            "ix_events_open_grid",
            ["grid_code", "due_at"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.create_index(
            "ix_events_open_state",
            ["state", "street_code", "due_at"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.create_index(
            "ix_events_open_unit",
            ["unit_code", "due_at"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.create_index(batch_op.f("ix_events_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_events_reported_at_id", ["reported_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_reporter_id"), ["reporter_id"], unique=False)

    op.create_table(
        "event_asks",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("extra", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_asks_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_asks")),
    )
    with op.batch_alter_table("event_asks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_event_asks_waiting",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "event_assignments",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("designated", sa.Boolean(), nullable=False),
        sa.Column("return_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_assignments_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_assignments")),
    )
    with op.batch_alter_table("event_assignments", schema=None) as batch_op:
        batch_op.create_index("ix_event_assignments_event_id", ["event_id"], unique=False)
        batch_op.create_index(
            "ix_event_assignments_unit_code_dispatched_at",
            ["unit_code", "dispatched_at"],
            unique=False,
        )

    op.create_table(
        "event_entries",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_entries_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_entries")),
    )
    with op.batch_alter_table("event_entries", schema=None) as batch_op:
        batch_op.create_index("ix_event_entries_action_at", ["action", "at"], unique=False)
        batch_op.create_index(
            "ix_event_entries_event_id_number", ["event_id", "number"], unique=True
        )

    op.create_table(
        "event_followers",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_followers_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_event_followers_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_followers")),
        sa.UniqueConstraint(
            "event_id", "resident_id", name=op.f("uq_event_followers_event_id_resident_id")
        ),
    )
    with op.batch_alter_table("event_followers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_followers_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "event_messages",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("text_check", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_messages_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_messages")),
    )
    with op.batch_alter_table("event_messages", schema=None) as batch_op:
        batch_op.create_index("ix_event_messages_event_id_at", ["event_id", "at"], unique=False)

    op.create_table(
        "event_photos",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_photos_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_photos")),
        sa.UniqueConstraint("event_id", "file_id", name=op.f("uq_event_photos_event_id_file_id")),
    )
    with op.batch_alter_table("event_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_photos_file_id"), ["file_id"], unique=False)

    op.create_table(
        "event_ratings",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_ratings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_ratings")),
        sa.UniqueConstraint("event_id", "round", name=op.f("uq_event_ratings_event_id_round")),
    )
    with op.batch_alter_table("event_ratings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_event_ratings_review", ["needs_review", "reviewed_at"], unique=False
        )

    op.create_table(
        "orders",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("street_code", sa.String(), nullable=False),
        sa.Column("rank", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("report_code", sa.String(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersigned_by", sa.Uuid(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_orders_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_orders_community_code_created_at", ["community_code", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_orders_event_id"), ["event_id"], unique=False)

    op.create_table(
        "tips",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_mark", sa.String(), nullable=True),
        sa.Column("receipt_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_tips_event_id_events")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_tips_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tips")),
        sa.UniqueConstraint("event_id", name=op.f("uq_tips_event_id")),
        sa.UniqueConstraint("number", name=op.f("uq_tips_number")),
        sa.UniqueConstraint("receipt_mark", name=op.f("uq_tips_receipt_mark")),
    )
    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tips_resident_id_created_at", ["resident_id", "created_at"], unique=False
        )

    op.create_table(
        "order_parts",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contest_reason", sa.Text(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("reported_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_silently", sa.Boolean(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("score_lines", sa.JSON(), nullable=False),
        sa.Column("score_version", sa.String(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_parts_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_parts")),
        sa.UniqueConstraint(
            "order_id", "unit_code", name=op.f("uq_order_parts_order_id_unit_code")
        ),
    )
    with op.batch_alter_table("order_parts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_order_parts_unit_code_state", ["unit_code", "state"], unique=False
        )

    op.create_table(
        "event_clocks",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("budget_seconds", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("supervision_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_seconds", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_clocks_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["order_parts.id"], name=op.f("fk_event_clocks_part_id_order_parts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_clocks")),
    )
    with op.batch_alter_table("event_clocks", schema=None) as batch_op:
        batch_op.create_index("ix_event_clocks_event_id", ["event_id"], unique=False)
        batch_op.create_index(
            "ix_event_clocks_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index("ix_event_clocks_part_id", ["part_id"], unique=False)

    op.create_table(
        "order_judgements",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("judge", sa.String(), nullable=False),
        sa.Column("cooperation", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["order_parts.id"], name=op.f("fk_order_judgements_part_id_order_parts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_judgements")),
        sa.UniqueConstraint("part_id", "judge", name=op.f("uq_order_judgements_part_id_judge")),
    )
    op.create_table(
        "event_escalations",
        sa.Column("clock_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tells", sa.String(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supervision", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"],
            ["event_clocks.id"],
            name=op.f("fk_event_escalations_clock_id_event_clocks"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_escalations_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["order_parts.id"], name=op.f("fk_event_escalations_part_id_order_parts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_escalations")),
        sa.UniqueConstraint(
            "clock_id", "percent", name=op.f("uq_event_escalations_clock_id_percent")
        ),
    )
    with op.batch_alter_table("event_escalations", schema=None) as batch_op:
        batch_op.create_index("ix_event_escalations_event_id", ["event_id"], unique=False)

    op.create_table(
        "event_supervisions",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["event_escalations.id"],
            name=op.f("fk_event_supervisions_escalation_id_event_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_supervisions_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["order_parts.id"], name=op.f("fk_event_supervisions_part_id_order_parts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_supervisions")),
        sa.UniqueConstraint("escalation_id", name=op.f("uq_event_supervisions_escalation_id")),
    )
    with op.batch_alter_table("event_supervisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_supervisions_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index("ix_event_supervisions_replied_at", ["replied_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_event_supervisions_unit_code"), ["unit_code"], unique=False
        )
    _refuse_changes()


def _refuse_changes() -> None:
    """Make the history append-only: the database itself refuses to change or delete a line."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_entries_no_{verb.lower()} BEFORE {verb} ON event_entries "
                "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION event_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON event_entries FOR EACH STATEMENT EXECUTE FUNCTION event_entries_refuse()"
    )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_entries_no_update")
        op.execute("DROP TRIGGER event_entries_no_delete")
    else:
        op.execute("DROP TRIGGER event_entries_append_only ON event_entries")
        op.execute("DROP FUNCTION event_entries_refuse()")


def downgrade() -> None:  # noqa: PLR0915
    _allow_changes()
    with op.batch_alter_table("event_supervisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_supervisions_unit_code"))
        batch_op.drop_index("ix_event_supervisions_replied_at")
        batch_op.drop_index(batch_op.f("ix_event_supervisions_event_id"))

    op.drop_table("event_supervisions")
    with op.batch_alter_table("event_escalations", schema=None) as batch_op:
        batch_op.drop_index("ix_event_escalations_event_id")

    op.drop_table("event_escalations")
    op.drop_table("order_judgements")
    with op.batch_alter_table("event_clocks", schema=None) as batch_op:
        batch_op.drop_index("ix_event_clocks_part_id")
        batch_op.drop_index(
            "ix_event_clocks_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_event_clocks_event_id")

    op.drop_table("event_clocks")
    with op.batch_alter_table("order_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_order_parts_unit_code_state")

    op.drop_table("order_parts")
    with op.batch_alter_table("tips", schema=None) as batch_op:
        batch_op.drop_index("ix_tips_resident_id_created_at")

    op.drop_table("tips")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_event_id"))
        batch_op.drop_index("ix_orders_community_code_created_at")

    op.drop_table("orders")
    with op.batch_alter_table("event_ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_event_ratings_review")

    op.drop_table("event_ratings")
    with op.batch_alter_table("event_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_photos_file_id"))

    op.drop_table("event_photos")
    with op.batch_alter_table("event_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_event_messages_event_id_at")

    op.drop_table("event_messages")
    with op.batch_alter_table("event_followers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_followers_resident_id"))

    op.drop_table("event_followers")
    with op.batch_alter_table("event_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_event_entries_event_id_number")
        batch_op.drop_index("ix_event_entries_action_at")

    op.drop_table("event_entries")
    with op.batch_alter_table("event_assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_event_assignments_unit_code_dispatched_at")
        batch_op.drop_index("ix_event_assignments_event_id")

    op.drop_table("event_assignments")
    with op.batch_alter_table("event_asks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_event_asks_waiting",
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.drop_table("event_asks")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_reporter_id"))
        batch_op.drop_index("ix_events_reported_at_id")
        batch_op.drop_index(batch_op.f("ix_events_parent_id"))
        batch_op.drop_index(
            "ix_events_open_unit",
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.drop_index(
            "ix_events_open_state",
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.drop_index(
            "ix_events_open_grid",
            sqlite_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
            postgresql_where=sa.text(
                "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', 'handled', 'verified', 'reopened')"
            ),
        )
        batch_op.drop_index("ix_events_closed_at")
        batch_op.drop_index("ix_events_cell_reported_at")

    op.drop_table("events")
    op.drop_table("unit_duties")
    op.drop_table("tip_points")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_parent_code"))
        batch_op.drop_index(batch_op.f("ix_units_kind"))

    op.drop_table("units")
