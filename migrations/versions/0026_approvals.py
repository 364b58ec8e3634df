"""applications for a business licence, licences, the register of names, rulebooks"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_counters")),
        sa.UniqueConstraint("name", name=op.f("uq_approval_counters_name")),
    )
    op.create_table(
        "approval_rulebooks",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rulebooks")),
    )
    op.create_index(
        op.f("ix_approval_rulebooks_digest"), "approval_rulebooks", ["digest"], unique=False
    )
    op.create_index(
        "ix_approval_rulebooks_state_published_at",
        "approval_rulebooks",
        ["state", "published_at"],
        unique=False,
    )
    op.create_table(
        "approval_applications",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("live_key", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for_registry", sa.Boolean(), nullable=False),
        sa.Column("changes_uscc", sa.String(), nullable=True),
        sa.Column("refusal_by", sa.String(), nullable=True),
        sa.Column("refusal_article", sa.String(), nullable=False),
        sa.Column("refusal_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_approval_applications_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_approval_applications_number")),
    )
    op.create_index(
        "ix_approval_applications_resident_id_created_at",
        "approval_applications",
        ["resident_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_approval_applications_state_due_at",
        "approval_applications",
        ["state", "due_at"],
        unique=False,
    )
    op.create_index(
        "uq_approval_applications_live_key",
        "approval_applications",
        ["live_key"],
        unique=True,
        sqlite_where=sa.text("live_key IS NOT NULL"),
        postgresql_where=sa.text("live_key IS NOT NULL"),
    )
    op.create_table(
        "approval_identity_checks",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_approval_identity_checks_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_identity_checks")),
    )
    op.create_index(
        op.f("ix_approval_identity_checks_resident_id"),
        "approval_identity_checks",
        ["resident_id"],
        unique=False,
    )
    op.create_table(
        "approval_replays",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["approval_rulebooks.id"],
            name=op.f("fk_approval_replays_version_id_approval_rulebooks"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_replays")),
    )
    op.create_index(
        op.f("ix_approval_replays_version_id"), "approval_replays", ["version_id"], unique=False
    )
    op.create_table(
        "approval_attempts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("book_digest", sa.String(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_attempts_application_id_approval_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_attempts")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_approval_attempts_application_id_number")
        ),
    )
    op.create_index(
        "ix_approval_attempts_submitted_at", "approval_attempts", ["submitted_at"], unique=False
    )
    op.create_table(
        "approval_licences",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("printed", sa.JSON(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("live_key", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_key", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_licences_application_id_approval_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_approval_licences_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_licences")),
        sa.UniqueConstraint("application_id", name=op.f("uq_approval_licences_application_id")),
        sa.UniqueConstraint("code", name=op.f("uq_approval_licences_code")),
        sa.UniqueConstraint("status_index", name=op.f("uq_approval_licences_status_index")),
        sa.UniqueConstraint("uscc", "version", name=op.f("uq_approval_licences_uscc_version")),
    )
    op.create_index(
        "ix_approval_licences_address_key_state",
        "approval_licences",
        ["address_key", "state"],
        unique=False,
    )
    op.create_index(
        "ix_approval_licences_resident_id", "approval_licences", ["resident_id"], unique=False
    )
    op.create_index(
        "uq_approval_licences_current",
        "approval_licences",
        ["uscc"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "uq_approval_licences_live_key",
        "approval_licences",
        ["live_key"],
        unique=True,
        sqlite_where=sa.text("is_current AND live_key IS NOT NULL"),
        postgresql_where=sa.text("is_current AND live_key IS NOT NULL"),
    )
    op.create_table(
        "approval_moves",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_moves_application_id_approval_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_moves")),
    )
    op.create_index(
        op.f("ix_approval_moves_application_id"), "approval_moves", ["application_id"], unique=False
    )
    op.create_table(
        "approval_names",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("trade_name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_names_application_id_approval_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_names")),
    )
    op.create_index(
        op.f("ix_approval_names_application_id"), "approval_names", ["application_id"], unique=False
    )
    op.create_index("ix_approval_names_trade_name", "approval_names", ["trade_name"], unique=False)
    op.create_index(
        "uq_approval_names_standing",
        "approval_names",
        ["authority", "trade_name", "industry"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_table(
        "approval_licence_changes",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["approval_licences.id"],
            name=op.f("fk_approval_licence_changes_licence_id_approval_licences"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_licence_changes")),
    )
    op.create_index(
        op.f("ix_approval_licence_changes_licence_id"),
        "approval_licence_changes",
        ["licence_id"],
        unique=False,
    )
    op.create_table(
        "approval_name_keys",
        sa.Column("name_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["name_id"],
            ["approval_names.id"],
            name=op.f("fk_approval_name_keys_name_id_approval_names"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_name_keys")),
    )
    op.create_index(
        "ix_approval_name_keys_key_name_id", "approval_name_keys", ["key", "name_id"], unique=False
    )
    op.create_table(
        "approval_objections",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["approval_licences.id"],
            name=op.f("fk_approval_objections_licence_id_approval_licences"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_objections")),
    )
    op.create_index(
        op.f("ix_approval_objections_licence_id"),
        "approval_objections",
        ["licence_id"],
        unique=False,
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_approval_objections_licence_id"), table_name="approval_objections")
    op.drop_table("approval_objections")
    op.drop_index("ix_approval_name_keys_key_name_id", table_name="approval_name_keys")
    op.drop_table("approval_name_keys")
    op.drop_index(
        op.f("ix_approval_licence_changes_licence_id"), table_name="approval_licence_changes"
    )
    op.drop_table("approval_licence_changes")
    op.drop_index(
        "uq_approval_names_standing",
        table_name="approval_names",
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.drop_index("ix_approval_names_trade_name", table_name="approval_names")
    op.drop_index(op.f("ix_approval_names_application_id"), table_name="approval_names")
    op.drop_table("approval_names")
    op.drop_index(op.f("ix_approval_moves_application_id"), table_name="approval_moves")
    op.drop_table("approval_moves")
    op.drop_index(
        "uq_approval_licences_live_key",
        table_name="approval_licences",
        sqlite_where=sa.text("is_current AND live_key IS NOT NULL"),
        postgresql_where=sa.text("is_current AND live_key IS NOT NULL"),
    )
    op.drop_index(
        "uq_approval_licences_current",
        table_name="approval_licences",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_index("ix_approval_licences_resident_id", table_name="approval_licences")
    op.drop_index("ix_approval_licences_address_key_state", table_name="approval_licences")
    op.drop_table("approval_licences")
    op.drop_index("ix_approval_attempts_submitted_at", table_name="approval_attempts")
    op.drop_table("approval_attempts")
    op.drop_index(op.f("ix_approval_replays_version_id"), table_name="approval_replays")
    op.drop_table("approval_replays")
    op.drop_index(
        op.f("ix_approval_identity_checks_resident_id"), table_name="approval_identity_checks"
    )
    op.drop_table("approval_identity_checks")
    op.drop_index(
        "uq_approval_applications_live_key",
        table_name="approval_applications",
        sqlite_where=sa.text("live_key IS NOT NULL"),
        postgresql_where=sa.text("live_key IS NOT NULL"),
    )
    op.drop_index("ix_approval_applications_state_due_at", table_name="approval_applications")
    op.drop_index(
        "ix_approval_applications_resident_id_created_at", table_name="approval_applications"
    )
    op.drop_table("approval_applications")
    op.drop_index("ix_approval_rulebooks_state_published_at", table_name="approval_rulebooks")
    op.drop_index(op.f("ix_approval_rulebooks_digest"), table_name="approval_rulebooks")
    op.drop_table("approval_rulebooks")
    op.drop_table("approval_counters")
    # ### end Alembic commands ###
