"""resources, loans and the charter of the directory"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_charters",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_directory_charters_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_charters")),
        sa.UniqueConstraint("number", name=op.f("uq_directory_charters_number")),
    )
    op.create_table(
        "directory_representatives",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_representatives_organisation_id_directory_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_directory_representatives_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_representatives")),
        sa.UniqueConstraint(
            "organisation_id",
            "resident_id",
            name=op.f("uq_directory_representatives_organisation_id_resident_id"),
        ),
    )
    op.create_index(
        op.f("ix_directory_representatives_resident_id"),
        "directory_representatives",
        ["resident_id"],
        unique=False,
    )
    op.create_table(
        "directory_resources",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("bookable_id", sa.Uuid(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("asks_owner", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bookable_id"],
            ["bookables.id"],
            name=op.f("fk_directory_resources_bookable_id_bookables"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_resources_owner_id_directory_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_resources")),
        sa.UniqueConstraint("bookable_id", name=op.f("uq_directory_resources_bookable_id")),
    )
    op.create_index(
        op.f("ix_directory_resources_owner_id"), "directory_resources", ["owner_id"], unique=False
    )
    op.create_table(
        "directory_signatures",
        sa.Column("charter_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["directory_charters.id"],
            name=op.f("fk_directory_signatures_charter_id_directory_charters"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_signatures_organisation_id_directory_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_directory_signatures_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_signatures")),
        sa.UniqueConstraint(
            "charter_id",
            "organisation_id",
            name=op.f("uq_directory_signatures_charter_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_directory_signatures_resident_id"),
        "directory_signatures",
        ["resident_id"],
        unique=False,
    )
    op.create_table(
        "directory_loans",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_directory_loans_span")),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_directory_loans_stars")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["residents.id"], name=op.f("fk_directory_loans_asked_by_residents")
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_loans_borrower_id_directory_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["directory_resources.id"],
            name=op.f("fk_directory_loans_resource_id_directory_resources"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_loans")),
    )
    op.create_index(
        op.f("ix_directory_loans_asked_by"), "directory_loans", ["asked_by"], unique=False
    )
    op.create_index(
        "ix_directory_loans_borrower", "directory_loans", ["borrower_id", "id"], unique=False
    )
    op.create_index(
        "ix_directory_loans_resource", "directory_loans", ["resource_id", "starts_at"], unique=False
    )
    op.create_index(
        "ix_directory_loans_state", "directory_loans", ["state", "answer_by"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_directory_loans_state", table_name="directory_loans")
    op.drop_index("ix_directory_loans_resource", table_name="directory_loans")
    op.drop_index("ix_directory_loans_borrower", table_name="directory_loans")
    op.drop_index(op.f("ix_directory_loans_asked_by"), table_name="directory_loans")
    op.drop_table("directory_loans")
    op.drop_index(op.f("ix_directory_signatures_resident_id"), table_name="directory_signatures")
    op.drop_table("directory_signatures")
    op.drop_index(op.f("ix_directory_resources_owner_id"), table_name="directory_resources")
    op.drop_table("directory_resources")
    op.drop_index(
        op.f("ix_directory_representatives_resident_id"), table_name="directory_representatives"
    )
    op.drop_table("directory_representatives")
    op.drop_table("directory_charters")
