"""commons topics meetings and outcomes"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:  # one table after the other
    op.create_table(
        "commons_meetings",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("called_by", sa.JSON(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("urgent_reason", sa.String(), nullable=False),
        sa.Column("childcare", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minuted_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_meetings_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_meetings")),
    )
    with op.batch_alter_table("commons_meetings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_commons_meetings_space_id_starts_at", ["space_id", "starts_at"], unique=False
        )

    op.create_table(
        "commons_topics",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("must_come", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("held_for", sa.String(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["raised_by"], ["residents.id"], name=op.f("fk_commons_topics_raised_by_residents")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_topics_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_topics")),
    )
    with op.batch_alter_table("commons_topics", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_topics_raised_by"), ["raised_by"], unique=False
        )
        batch_op.create_index(
            "ix_commons_topics_space_id_state", ["space_id", "state", "id"], unique=False
        )

    op.create_table(
        "commons_agenda_items",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_agenda_items_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["commons_topics.id"],
            name=op.f("fk_commons_agenda_items_topic_id_commons_topics"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_agenda_items")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_commons_agenda_items_meeting_id_position")
        ),
    )
    op.create_table(
        "commons_confirmations",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_confirmations_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_confirmations_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_confirmations")),
        sa.UniqueConstraint(
            "meeting_id",
            "resident_id",
            name=op.f("uq_commons_confirmations_meeting_id_resident_id"),
        ),
    )
    with op.batch_alter_table("commons_confirmations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_confirmations_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "commons_outcomes",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_words", sa.Text(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("overdue_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_outcomes_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["residents.id"], name=op.f("fk_commons_outcomes_owner_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_outcomes_space_id_commons_spaces"),
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["commons_topics.id"],
            name=op.f("fk_commons_outcomes_topic_id_commons_topics"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_outcomes")),
    )
    with op.batch_alter_table("commons_outcomes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_outcomes_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_outcomes_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_outcomes_owner_id"), ["owner_id"], unique=False
        )
        batch_op.create_index(
            "ix_commons_outcomes_space_id_due_on", ["space_id", "due_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_outcomes_topic_id"), ["topic_id"], unique=False
        )
        batch_op.create_index(
            "ix_commons_outcomes_unchecked",
            ["space_id", "id"],
            unique=False,
            sqlite_where=sa.text("state <> 'checked'"),
            postgresql_where=sa.text("state <> 'checked'"),
        )

    op.create_table(
        "commons_statements",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("held_for", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["commons_topics.id"],
            name=op.f("fk_commons_statements_topic_id_commons_topics"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["residents.id"],
            name=op.f("fk_commons_statements_written_by_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_statements")),
        sa.UniqueConstraint(
            "topic_id", "number", name=op.f("uq_commons_statements_topic_id_number")
        ),
    )
    with op.batch_alter_table("commons_statements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_statements_written_by"), ["written_by"], unique=False
        )

    op.create_table(
        "commons_supports",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_supports_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["commons_topics.id"],
            name=op.f("fk_commons_supports_topic_id_commons_topics"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_supports")),
        sa.UniqueConstraint(
            "topic_id", "resident_id", name=op.f("uq_commons_supports_topic_id_resident_id")
        ),
    )
    with op.batch_alter_table("commons_supports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_supports_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "commons_attendances",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["commons_meetings.id"],
            name=op.f("fk_commons_attendances_meeting_id_commons_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["commons_members.id"],
            name=op.f("fk_commons_attendances_member_id_commons_members"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_attendances_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_attendances")),
        sa.UniqueConstraint(
            "meeting_id", "member_id", name=op.f("uq_commons_attendances_meeting_id_member_id")
        ),
        sa.UniqueConstraint(
            "meeting_id", "resident_id", name=op.f("uq_commons_attendances_meeting_id_resident_id")
        ),
    )
    with op.batch_alter_table("commons_attendances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_attendances_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "commons_stances",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("person_mark", sa.String(), nullable=False),
        sa.Column("stance", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["commons_statements.id"],
            name=op.f("fk_commons_stances_statement_id_commons_statements"),
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["commons_topics.id"],
            name=op.f("fk_commons_stances_topic_id_commons_topics"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_stances")),
        sa.UniqueConstraint(
            "statement_id", "person_mark", name=op.f("uq_commons_stances_statement_id_person_mark")
        ),
    )
    with op.batch_alter_table("commons_stances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_stances_person_mark"), ["person_mark"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commons_stances_topic_id"), ["topic_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("commons_stances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_stances_topic_id"))
        batch_op.drop_index(batch_op.f("ix_commons_stances_person_mark"))

    op.drop_table("commons_stances")
    with op.batch_alter_table("commons_attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_attendances_resident_id"))

    op.drop_table("commons_attendances")
    with op.batch_alter_table("commons_supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_supports_resident_id"))

    op.drop_table("commons_supports")
    with op.batch_alter_table("commons_statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_statements_written_by"))

    op.drop_table("commons_statements")
    with op.batch_alter_table("commons_outcomes", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_commons_outcomes_unchecked",
            sqlite_where=sa.text("state <> 'checked'"),
            postgresql_where=sa.text("state <> 'checked'"),
        )
        batch_op.drop_index(batch_op.f("ix_commons_outcomes_topic_id"))
        batch_op.drop_index("ix_commons_outcomes_space_id_due_on")
        batch_op.drop_index(batch_op.f("ix_commons_outcomes_owner_id"))
        batch_op.drop_index(batch_op.f("ix_commons_outcomes_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_commons_outcomes_event_id"))

    op.drop_table("commons_outcomes")
    with op.batch_alter_table("commons_confirmations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_confirmations_resident_id"))

    op.drop_table("commons_confirmations")
    op.drop_table("commons_agenda_items")
    with op.batch_alter_table("commons_topics", schema=None) as batch_op:
        batch_op.drop_index("ix_commons_topics_space_id_state")
        batch_op.drop_index(batch_op.f("ix_commons_topics_raised_by"))

    op.drop_table("commons_topics")
    with op.batch_alter_table("commons_meetings", schema=None) as batch_op:
        batch_op.drop_index("ix_commons_meetings_space_id_starts_at")

    op.drop_table("commons_meetings")
