"""commons covenants foundings and spending"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:  # one table after the other
    op.create_table(
        "commons_organisations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=True),
        sa.Column("supervisor", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("bodies", sa.Integer(), nullable=True),
        sa.Column("reported_for", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_commons_organisations_name")),
        sa.UniqueConstraint("uscc", name=op.f("uq_commons_organisations_uscc")),
    )
    with op.batch_alter_table("commons_organisations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_organisations_community_code"), ["community_code"], unique=False
        )

    op.create_table(
        "commons_covenants",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.Column("filing_no", sa.String(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_covenants_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_covenants")),
        sa.UniqueConstraint(
            "space_id", "kind", "version", name=op.f("uq_commons_covenants_space_id_kind_version")
        ),
    )
    op.create_table(
        "commons_foundings",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("area", sa.BigInteger(), nullable=True),
        sa.Column("totals_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage BETWEEN 1 AND 6", name=op.f("ck_commons_foundings_stage")),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_foundings_space_id_commons_spaces"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["residents.id"], name=op.f("fk_commons_foundings_started_by_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_foundings")),
        sa.UniqueConstraint("space_id", name=op.f("uq_commons_foundings_space_id")),
    )
    with op.batch_alter_table("commons_foundings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_foundings_started_by"), ["started_by"], unique=False
        )

    op.create_table(
        "commons_spending_rounds",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("projects", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_spending_rounds_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_spending_rounds")),
    )
    with op.batch_alter_table("commons_spending_rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_spending_rounds_space_id"), ["space_id"], unique=False
        )

    op.create_table(
        "commons_co_signs",
        sa.Column("founding_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["founding_id"],
            ["commons_foundings.id"],
            name=op.f("fk_commons_co_signs_founding_id_commons_foundings"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_co_signs_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_co_signs")),
    )
    with op.batch_alter_table("commons_co_signs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_commons_co_signs_founding_id_state", ["founding_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_co_signs_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(
            "uq_commons_co_signs_unit",
            ["founding_id", "unit"],
            unique=True,
            sqlite_where=sa.text("state <> 'refused'"),
            postgresql_where=sa.text("state <> 'refused'"),
        )

    op.create_table(
        "commons_consent_sheets",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["residents.id"],
            name=op.f("fk_commons_consent_sheets_asked_by_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["roll_id"],
            ["commons_rolls.id"],
            name=op.f("fk_commons_consent_sheets_roll_id_commons_rolls"),
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["commons_spaces.id"],
            name=op.f("fk_commons_consent_sheets_space_id_commons_spaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_consent_sheets")),
        sa.UniqueConstraint("code", name=op.f("uq_commons_consent_sheets_code")),
    )
    with op.batch_alter_table("commons_consent_sheets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_consent_sheets_asked_by"), ["asked_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commons_consent_sheets_space_id"), ["space_id"], unique=False
        )

    op.create_table(
        "commons_covenant_signatures",
        sa.Column("covenant_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["covenant_id"],
            ["commons_covenants.id"],
            name=op.f("fk_commons_covenant_signatures_covenant_id_commons_covenants"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_commons_covenant_signatures_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_covenant_signatures")),
        sa.UniqueConstraint(
            "covenant_id",
            "resident_id",
            name=op.f("uq_commons_covenant_signatures_covenant_id_resident_id"),
        ),
    )
    with op.batch_alter_table("commons_covenant_signatures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_covenant_signatures_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "commons_spending_votes",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_mark", sa.String(), nullable=False),
        sa.Column("projects", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["commons_spending_rounds.id"],
            name=op.f("fk_commons_spending_votes_round_id_commons_spending_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_spending_votes")),
        sa.UniqueConstraint(
            "round_id", "person_mark", name=op.f("uq_commons_spending_votes_round_id_person_mark")
        ),
    )
    with op.batch_alter_table("commons_spending_votes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commons_spending_votes_person_mark"), ["person_mark"], unique=False
        )

    op.create_table(
        "commons_consents",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["commons_members.id"],
            name=op.f("fk_commons_consents_member_id_commons_members"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["commons_consent_sheets.id"],
            name=op.f("fk_commons_consents_sheet_id_commons_consent_sheets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commons_consents")),
        sa.UniqueConstraint(
            "sheet_id", "member_id", name=op.f("uq_commons_consents_sheet_id_member_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("commons_consents")
    with op.batch_alter_table("commons_spending_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_spending_votes_person_mark"))

    op.drop_table("commons_spending_votes")
    with op.batch_alter_table("commons_covenant_signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_covenant_signatures_resident_id"))

    op.drop_table("commons_covenant_signatures")
    with op.batch_alter_table("commons_consent_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_consent_sheets_space_id"))
        batch_op.drop_index(batch_op.f("ix_commons_consent_sheets_asked_by"))

    op.drop_table("commons_consent_sheets")
    with op.batch_alter_table("commons_co_signs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commons_co_signs_unit",
            sqlite_where=sa.text("state <> 'refused'"),
            postgresql_where=sa.text("state <> 'refused'"),
        )
        batch_op.drop_index(batch_op.f("ix_commons_co_signs_resident_id"))
        batch_op.drop_index("ix_commons_co_signs_founding_id_state")

    op.drop_table("commons_co_signs")
    with op.batch_alter_table("commons_spending_rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_spending_rounds_space_id"))

    op.drop_table("commons_spending_rounds")
    with op.batch_alter_table("commons_foundings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_foundings_started_by"))

    op.drop_table("commons_foundings")
    op.drop_table("commons_covenants")
    with op.batch_alter_table("commons_organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commons_organisations_community_code"))

    op.drop_table("commons_organisations")
