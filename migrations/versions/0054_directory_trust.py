"""reports at the door, doubts, looks and deliveries of the directory"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_doubts",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_doubts_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_doubts")),
    )
    op.create_index(
        "ix_directory_doubts_due_at", "directory_doubts", ["ended_at", "due_at"], unique=False
    )
    op.create_index(
        "ix_directory_doubts_site", "directory_doubts", ["site_id", "opened_at"], unique=False
    )
    op.create_index(
        "uq_directory_doubts_open",
        "directory_doubts",
        ["site_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "directory_assurances",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("finding", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_directory_assurances_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_assurances_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_assurances")),
        sa.UniqueConstraint("event_id", name=op.f("uq_directory_assurances_event_id")),
    )
    op.create_index(
        "ix_directory_assurances_site", "directory_assurances", ["site_id", "at"], unique=False
    )
    op.create_table(
        "directory_checks",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_directory_checks_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_checks_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_checks")),
        sa.UniqueConstraint("event_id", name=op.f("uq_directory_checks_event_id")),
    )
    op.create_index(
        "ix_directory_checks_due_at", "directory_checks", ["ended_at", "due_at"], unique=False
    )
    op.create_index(
        "uq_directory_checks_open",
        "directory_checks",
        ["site_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "directory_deliveries",
        sa.Column("service_at_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_directory_deliveries_count")),
        sa.ForeignKeyConstraint(
            ["service_at_id"],
            ["directory_service_at.id"],
            name=op.f("fk_directory_deliveries_service_at_id_directory_service_at"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_deliveries")),
        sa.UniqueConstraint(
            "service_at_id",
            "day",
            "source",
            name=op.f("uq_directory_deliveries_service_at_id_day_source"),
        ),
    )
    op.create_table(
        "directory_reports",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("not_counted", sa.String(length=32), nullable=True),
        sa.Column("device_mark", sa.String(), nullable=True),
        sa.Column("doubt_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "counts = (not_counted IS NULL)", name=op.f("ck_directory_reports_counted")
        ),
        sa.ForeignKeyConstraint(
            ["doubt_id"],
            ["directory_doubts.id"],
            name=op.f("fk_directory_reports_doubt_id_directory_doubts"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_directory_reports_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_reports_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_reports")),
        sa.UniqueConstraint(
            "site_id",
            "resident_id",
            "day",
            name=op.f("uq_directory_reports_site_id_resident_id_day"),
        ),
    )
    op.create_index(
        op.f("ix_directory_reports_doubt_id"), "directory_reports", ["doubt_id"], unique=False
    )
    op.create_index(
        op.f("ix_directory_reports_resident_id"), "directory_reports", ["resident_id"], unique=False
    )
    op.create_index(
        "ix_directory_reports_site", "directory_reports", ["site_id", "at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_directory_reports_site", table_name="directory_reports")
    op.drop_index(op.f("ix_directory_reports_resident_id"), table_name="directory_reports")
    op.drop_index(op.f("ix_directory_reports_doubt_id"), table_name="directory_reports")
    op.drop_table("directory_reports")
    op.drop_table("directory_deliveries")
    op.drop_index(
        "uq_directory_checks_open",
        table_name="directory_checks",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_directory_checks_due_at", table_name="directory_checks")
    op.drop_table("directory_checks")
    op.drop_index("ix_directory_assurances_site", table_name="directory_assurances")
    op.drop_table("directory_assurances")
    op.drop_index(
        "uq_directory_doubts_open",
        table_name="directory_doubts",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_directory_doubts_site", table_name="directory_doubts")
    op.drop_index("ix_directory_doubts_due_at", table_name="directory_doubts")
    op.drop_table("directory_doubts")
