"""commons rolls and ballots"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:  # one table after the other
    op.create_table(
        "commons_spaces",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("street_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_spaces")),
    )
    with op.batch_alter_table("commons_spaces", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_spaces_community_code"), ["community_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_spaces_street_code"), ["street_code"], unique=False
        )

    op.create_table(
        "commons_official_results",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("held_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_official_results_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_official_results")),
    )
    with op.batch_alter_table("commons_official_results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_official_results_space_id"), ["space_id"], unique=False
        )

    op.create_table(
        "commons_rolls",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_rolls_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_rolls")),
        sa.UniqueConstraint(
            "space_id", "basis", "version", name=op.f("uq_commons_rolls_space_id_basis_version")
        ),
    )
    with op.batch_alter_table("commons_rolls", schema=None) as batch_op:
        batch_op.create_index(
            "uq_commons_rolls_in_force",
            ["space_id", "basis"],
            unique=True,
            sqlite_where=sa.text("state = 'in_force'"),
            postgresql_where=sa.text("state = 'in_force'"),
        )

    op.create_table(
        "commons_ballots",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secrecy", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("counters", sa.JSON(), nullable=False),
        sa.Column("shows_running", sa.Boolean(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("record_digest", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["roll_id"], ["commons_rolls.id"], name=op.f("fk_commons_ballots_roll_id_commons_rolls")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_ballots_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_ballots")),
    )
    with op.batch_alter_table("commons_ballots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_ballots_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_commons_ballots_roll_id"), ["roll_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commons_ballots_space_id"), ["space_id"], unique=False)

    op.create_table(
        "commons_member_requests",
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_member_requests_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["roll_id"],
            ["commons_rolls.id"],
            name=op.f("fk_commons_member_requests_roll_id_commons_rolls"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_member_requests")),
    )
    with op.batch_alter_table("commons_member_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_member_requests_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(
            "uq_commons_member_requests_asked",
            ["roll_id", "resident_id"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "commons_members",
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("is_developer", sa.Boolean(), nullable=False),
        sa.Column("is_delegate", sa.Boolean(), nullable=False),
        sa.Column("owner_mark", sa.String(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("area >= 0", name=op.f("ck_commons_members_area")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_commons_members_resident_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id"], ["commons_rolls.id"], name=op.f("fk_commons_members_roll_id_commons_rolls")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_members")),
        sa.UniqueConstraint("roll_id", "number", name=op.f("uq_commons_members_roll_id_number")),
        sa.UniqueConstraint(
            "roll_id", "resident_id", name=op.f("uq_commons_members_roll_id_resident_id")
        ),
    )
    with op.batch_alter_table("commons_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_members_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "commons_casts",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["commons_ballots.id"],
            name=op.f("fk_commons_casts_ballot_id_commons_ballots"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["commons_members.id"],
            name=op.f("fk_commons_casts_member_id_commons_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_casts")),
        sa.UniqueConstraint(
            "ballot_id", "member_id", name=op.f("uq_commons_casts_ballot_id_member_id")
        ),
    )
    with op.batch_alter_table("commons_casts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commons_casts_member_id"), ["member_id"], unique=False)

    op.create_table(
        "commons_paper_entries",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=True),
        sa.Column("typed_by", sa.Uuid(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["commons_ballots.id"],
            name=op.f("fk_commons_paper_entries_ballot_id_commons_ballots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_paper_entries")),
        sa.UniqueConstraint(
            "ballot_id", "key", name=op.f("uq_commons_paper_entries_ballot_id_key")
        ),
    )
    op.create_table(
        "commons_proxies",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["commons_ballots.id"],
            name=op.f("fk_commons_proxies_ballot_id_commons_ballots"),
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["residents.id"], name=op.f("fk_commons_proxies_holder_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["commons_members.id"],
            name=op.f("fk_commons_proxies_member_id_commons_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_proxies")),
        sa.UniqueConstraint(
            "ballot_id", "member_id", name=op.f("uq_commons_proxies_ballot_id_member_id")
        ),
        sa.UniqueConstraint("code_hash", name=op.f("uq_commons_proxies_code_hash")),
    )
    with op.batch_alter_table("commons_proxies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_proxies_holder_id"), ["holder_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_proxies_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "commons_urns",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"],
            ["commons_ballots.id"],
            name=op.f("fk_commons_urns_ballot_id_commons_ballots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_urns")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_commons_urns_ballot_id")),
    )


def downgrade() -> None:
    op.drop_table("commons_urns")
    with op.batch_alter_table("commons_proxies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_proxies_member_id"))
        batch_op.drop_index(batch_op.f("ix_commons_proxies_holder_id"))

    op.drop_table("commons_proxies")
    op.drop_table("commons_paper_entries")
    with op.batch_alter_table("commons_casts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_casts_member_id"))

    op.drop_table("commons_casts")
    with op.batch_alter_table("commons_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_members_resident_id"))

    op.drop_table("commons_members")
    with op.batch_alter_table("commons_member_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commons_member_requests_asked",
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.drop_index(batch_op.f("ix_commons_member_requests_resident_id"))

    op.drop_table("commons_member_requests")
    with op.batch_alter_table("commons_ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_ballots_space_id"))
        batch_op.drop_index(batch_op.f("ix_commons_ballots_roll_id"))
        batch_op.drop_index(batch_op.f("ix_commons_ballots_meeting_id"))

    op.drop_table("commons_ballots")
    with op.batch_alter_table("commons_rolls", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commons_rolls_in_force",
            sqlite_where=sa.text("state = 'in_force'"),
            postgresql_where=sa.text("state = 'in_force'"),
        )

    op.drop_table("commons_rolls")
    with op.batch_alter_table("commons_official_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_official_results_space_id"))

    op.drop_table("commons_official_results")
    with op.batch_alter_table("commons_spaces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_spaces_street_code"))
        batch_op.drop_index(batch_op.f("ix_commons_spaces_community_code"))

    op.drop_table("commons_spaces")
    op.execute("DELETE FROM duties WHERE role IN ('committee', 'property', 'street_filing')")
