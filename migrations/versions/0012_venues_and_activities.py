"""Venues, activities, and the rows that say who occupies what."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookables",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 10000", name=op.f("ck_bookables_capacity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookables")),
    )
    op.create_table(
        "venue_claims",
        sa.Column("bookable_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_venue_claims_span")),
        sa.CheckConstraint("seat >= 0", name=op.f("ck_venue_claims_seat")),
        sa.ForeignKeyConstraint(
            ["bookable_id"], ["bookables.id"], name=op.f("fk_venue_claims_bookable_id_bookables")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_claims")),
        sa.UniqueConstraint(
            "bookable_id",
            "starts_at",
            "seat",
            name=op.f("uq_venue_claims_bookable_id_starts_at_seat"),
        ),
    )
    with op.batch_alter_table("venue_claims", schema=None) as batch_op:
        batch_op.create_index("ix_venue_claims_ending", ["bookable_id", "ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_venue_claims_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "venue_feeds",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_venue_feeds_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_feeds")),
        sa.UniqueConstraint("resident_id", name=op.f("uq_venue_feeds_resident_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_venue_feeds_token_hash")),
    )
    op.create_table(
        "venue_walk_ins",
        sa.Column("bookable_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 10000", name=op.f("ck_venue_walk_ins_people")),
        sa.ForeignKeyConstraint(
            ["bookable_id"], ["bookables.id"], name=op.f("fk_venue_walk_ins_bookable_id_bookables")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_walk_ins")),
    )
    with op.batch_alter_table("venue_walk_ins", schema=None) as batch_op:
        batch_op.create_index("ix_venue_walk_ins_when", ["bookable_id", "starts_at"], unique=False)

    op.create_table(
        "venues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("venue_kind", sa.String(length=32), nullable=False),
        sa.Column("use", sa.String(length=32), nullable=False),
        sa.Column("people_most", sa.Integer(), nullable=False),
        sa.Column("timetable_data", sa.Text(), nullable=False),
        sa.Column("rules_data", sa.Text(), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("stars_total", sa.Integer(), nullable=False),
        sa.Column("stars_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["bookables.id"], name=op.f("fk_venues_id_bookables")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("code", name=op.f("uq_venues_code")),
    )
    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_venues_community_code"), ["community_code"], unique=False
        )

    op.create_table(
        "activities",
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("activity_kind", sa.String(length=32), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("organiser", sa.String(length=60), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_data", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("place_name", sa.String(length=80), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=True),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("stars_total", sa.Integer(), nullable=False),
        sa.Column("stars_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_activities_registration")),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_activities_venue_id_venues")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activities_community_code"), ["community_code"], unique=False
        )
        batch_op.create_index("ix_activities_listed", ["state", "starts_at", "id"], unique=False)

    op.create_table(
        "venue_bookings",
        sa.Column("bookable_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("attendee_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("cancel_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_day", sa.Boolean(), nullable=False),
        sa.Column("reminded_soon", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 10000", name=op.f("ck_venue_bookings_people")),
        sa.CheckConstraint("places BETWEEN 1 AND 10000", name=op.f("ck_venue_bookings_places")),
        sa.ForeignKeyConstraint(
            ["bookable_id"], ["bookables.id"], name=op.f("fk_venue_bookings_bookable_id_bookables")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["family_members.id"],
            name=op.f("fk_venue_bookings_member_id_family_members"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_venue_bookings_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_bookings")),
        sa.UniqueConstraint(
            "bookable_id",
            "starts_at",
            "line_number",
            name=op.f("uq_venue_bookings_bookable_id_starts_at_line_number"),
        ),
        sa.UniqueConstraint("day", "code", name=op.f("uq_venue_bookings_day_code")),
    )
    with op.batch_alter_table("venue_bookings", schema=None) as batch_op:
        batch_op.create_index("ix_venue_bookings_coming", ["state", "starts_at"], unique=False)
        batch_op.create_index("ix_venue_bookings_due", ["state", "missing_at"], unique=False)
        batch_op.create_index("ix_venue_bookings_expiring", ["state", "until"], unique=False)
        batch_op.create_index("ix_venue_bookings_mine", ["resident_id", "starts_at"], unique=False)
        batch_op.create_index(
            "uq_venue_bookings_living",
            ["bookable_id", "starts_at", "attendee_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('checked_in', 'confirmed', 'held', 'offered', 'pending', 'waiting')"
            ),
            postgresql_where=sa.text(
                "state IN ('checked_in', 'confirmed', 'held', 'offered', 'pending', 'waiting')"
            ),
        )

    op.create_table(
        "activity_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_sessions_activity_id_activities"),
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["bookables.id"], name=op.f("fk_activity_sessions_id_bookables")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sessions")),
    )
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_sessions_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "venue_appeals",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["venue_bookings.id"],
            name=op.f("fk_venue_appeals_booking_id_venue_bookings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_appeals")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_venue_appeals_booking_id")),
    )
    op.create_table(
        "venue_ratings",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_venue_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["venue_bookings.id"],
            name=op.f("fk_venue_ratings_booking_id_venue_bookings"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_venue_ratings_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_ratings")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_venue_ratings_booking_id")),
    )
    with op.batch_alter_table("venue_ratings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_venue_ratings_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index("ix_venue_ratings_subject", ["subject_id", "id"], unique=False)

    op.create_table(
        "venue_visits",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["venue_bookings.id"],
            name=op.f("fk_venue_visits_booking_id_venue_bookings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_visits")),
        sa.UniqueConstraint(
            "booking_id", "starts_at", name=op.f("uq_venue_visits_booking_id_starts_at")
        ),
    )
    op.create_table(
        "activity_meetings",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_activity_meetings_span")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["activity_sessions.id"],
            name=op.f("fk_activity_meetings_session_id_activity_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_meetings")),
        sa.UniqueConstraint(
            "session_id", "starts_at", name=op.f("uq_activity_meetings_session_id_starts_at")
        ),
    )
    with op.batch_alter_table("activity_meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_meetings_starts_at"), ["starts_at"], unique=False
        )

    op.create_table(
        "venue_closures",
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_venue_closures_span")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["activity_meetings.id"],
            name=op.f("fk_venue_closures_meeting_id_activity_meetings"),
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_closures_venue_id_venues")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_closures")),
    )
    with op.batch_alter_table("venue_closures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_venue_closures_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_venue_closures_venue_id"), ["venue_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("venue_closures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venue_closures_venue_id"))
        batch_op.drop_index(batch_op.f("ix_venue_closures_meeting_id"))

    op.drop_table("venue_closures")
    with op.batch_alter_table("activity_meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_meetings_starts_at"))

    op.drop_table("activity_meetings")
    op.drop_table("venue_visits")
    with op.batch_alter_table("venue_ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_venue_ratings_subject")
        batch_op.drop_index(batch_op.f("ix_venue_ratings_resident_id"))

    op.drop_table("venue_ratings")
    op.drop_table("venue_appeals")
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_sessions_activity_id"))

    op.drop_table("activity_sessions")
    with op.batch_alter_table("venue_bookings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_venue_bookings_living",
            sqlite_where=sa.text(
                "state IN ('checked_in', 'confirmed', 'held', 'offered', 'pending', 'waiting')"
            ),
            postgresql_where=sa.text(
                "state IN ('checked_in', 'confirmed', 'held', 'offered', 'pending', 'waiting')"
            ),
        )
        batch_op.drop_index("ix_venue_bookings_mine")
        batch_op.drop_index("ix_venue_bookings_expiring")
        batch_op.drop_index("ix_venue_bookings_due")
        batch_op.drop_index("ix_venue_bookings_coming")

    op.drop_table("venue_bookings")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_listed")
        batch_op.drop_index(batch_op.f("ix_activities_community_code"))

    op.drop_table("activities")
    with op.batch_alter_table("venues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venues_community_code"))

    op.drop_table("venues")
    with op.batch_alter_table("venue_walk_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_venue_walk_ins_when")

    op.drop_table("venue_walk_ins")
    op.drop_table("venue_feeds")
    with op.batch_alter_table("venue_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venue_claims_holder_id"))
        batch_op.drop_index("ix_venue_claims_ending")

    op.drop_table("venue_claims")
    op.drop_table("bookables")
