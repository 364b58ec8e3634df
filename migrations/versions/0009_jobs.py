"""jobs: employers, posts with their search index, applications, fairs"""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BOARD = UUID("01900000-0000-7000-8000-00000000000b")
TOKENS = ("title_tokens", "all_tokens")
OLD = "INSERT INTO job_search_fts(job_search_fts, rowid, title_tokens, all_tokens) VALUES ('delete', old.number, old.title_tokens, old.all_tokens);"
NEW = "INSERT INTO job_search_fts(rowid, title_tokens, all_tokens) VALUES (new.number, new.title_tokens, new.all_tokens);"
TRIGGERS = {"INSERT": NEW, "DELETE": OLD, "UPDATE": OLD + NEW}
TABLES = (
    "job_application_moves",
    "job_search",
    "job_reports",
    "job_fair_posts",
    "job_changes",
    "job_applications",
    "jobs",
    "job_saved_searches",
    "job_profiles",
    "job_fair_stands",
    "employer_members",
    "employer_invitations",
    "job_fairs",
    "job_board",
    "employers",
)


def upgrade() -> None:  # noqa: PLR0915  # one table after the other
    op.create_table(
        "employers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column("licence_file_id", sa.Uuid(), nullable=False),
        sa.Column("is_agency", sa.Boolean(), nullable=False),
        sa.Column("agency_licence", sa.String(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("uscc", name=op.f("uq_employers_uscc")),
    )
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employers_state"), ["state"], unique=False)

    op.create_table(
        "job_board",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_board")),
        sa.UniqueConstraint("name", name=op.f("uq_job_board_name")),
    )
    op.create_table(
        "job_fairs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=True),
        sa.Column("market_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_job_fairs_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_fairs")),
    )
    with op.batch_alter_table("job_fairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_fairs_market_id"), ["market_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_fairs_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "employer_invitations",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employers.id"],
            name=op.f("fk_employer_invitations_employer_id_employers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_employer_invitations_code")),
    )
    with op.batch_alter_table("employer_invitations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_employer_invitations_employer_id"), ["employer_id"], unique=False
        )

    op.create_table(
        "employer_members",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employers.id"],
            name=op.f("fk_employer_members_employer_id_employers"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_employer_members_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_members")),
        sa.UniqueConstraint(
            "employer_id", "resident_id", name=op.f("uq_employer_members_employer_id_resident_id")
        ),
    )
    with op.batch_alter_table("employer_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_employer_members_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "job_fair_stands",
        sa.Column("fair_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_job_fair_stands_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["job_fairs.id"], name=op.f("fk_job_fair_stands_fair_id_job_fairs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_fair_stands")),
        sa.UniqueConstraint(
            "fair_id", "employer_id", name=op.f("uq_job_fair_stands_fair_id_employer_id")
        ),
    )
    with op.batch_alter_table("job_fair_stands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_fair_stands_employer_id"), ["employer_id"], unique=False
        )

    op.create_table(
        "job_profiles",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_job_profiles_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_profiles")),
        sa.UniqueConstraint("resident_id", name=op.f("uq_job_profiles_resident_id")),
    )
    op.create_table(
        "job_saved_searches",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("seen_number", sa.BigInteger(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_job_saved_searches_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_saved_searches")),
    )
    with op.batch_alter_table("job_saved_searches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_saved_searches_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "jobs",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("benefits", sa.Text(), nullable=False),
        sa.Column("pay_min_fen", sa.Integer(), nullable=True),
        sa.Column("pay_max_fen", sa.Integer(), nullable=True),
        sa.Column("pay_unit", sa.String(length=32), nullable=True),
        sa.Column("pay_parts", sa.String(), nullable=False),
        sa.Column("base_pay_fen", sa.Integer(), nullable=True),
        sa.Column("minutes_per_day", sa.Integer(), nullable=True),
        sa.Column("days_per_week", sa.Integer(), nullable=True),
        sa.Column("shifts", sa.String(), nullable=False),
        sa.Column("insured", sa.Boolean(), nullable=False),
        sa.Column("board", sa.Boolean(), nullable=False),
        sa.Column("lodging", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("hired", sa.Integer(), nullable=False),
        sa.Column("contract_months", sa.Integer(), nullable=True),
        sa.Column("probation_months", sa.Integer(), nullable=False),
        sa.Column("probation_pay_fen", sa.Integer(), nullable=True),
        sa.Column("shows_phone", sa.Boolean(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source_ref", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("law_version", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "hired >= 0 AND (wanted IS NULL OR hired <= wanted)", name=op.f("ck_jobs_hired")
        ),
        sa.CheckConstraint(
            "pay_max_fen IS NULL OR pay_min_fen IS NULL OR pay_max_fen >= pay_min_fen",
            name=op.f("ck_jobs_pay"),
        ),
        sa.CheckConstraint("wanted IS NULL OR wanted >= 1", name=op.f("ck_jobs_wanted")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_jobs_employer_id_employers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint(
            "employer_id", "source_ref", name=op.f("uq_jobs_employer_id_source_ref")
        ),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_jobs_employer_id_created_at", ["employer_id", "created_at"], unique=False
        )
        batch_op.create_index("ix_jobs_state_submitted_at", ["state", "submitted_at"], unique=False)
        batch_op.create_index("ix_jobs_state_valid_until", ["state", "valid_until"], unique=False)

    op.create_table(
        "job_applications",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("interview_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interview_place", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_job_applications_job_id_jobs")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_job_applications_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_applications")),
    )
    with op.batch_alter_table("job_applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_applications_job_id"), ["job_id"], unique=False)
        batch_op.create_index(
            "ix_job_applications_resident_id_created_at",
            ["resident_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_job_applications_state_created_at", ["state", "created_at"], unique=False
        )
        batch_op.create_index(
            "uq_job_applications_standing",
            ["job_id", "resident_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "job_changes",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_changes_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_changes")),
    )
    with op.batch_alter_table("job_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_changes_job_id"), ["job_id"], unique=False)

    op.create_table(
        "job_fair_posts",
        sa.Column("fair_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["job_fairs.id"], name=op.f("fk_job_fair_posts_fair_id_job_fairs")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_job_fair_posts_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_fair_posts")),
        sa.UniqueConstraint("fair_id", "job_id", name=op.f("uq_job_fair_posts_fair_id_job_id")),
    )
    with op.batch_alter_table("job_fair_posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_fair_posts_job_id"), ["job_id"], unique=False)

    op.create_table(
        "job_reports",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_reports_job_id_jobs")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_job_reports_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_reports")),
        sa.UniqueConstraint(
            "job_id", "resident_id", name=op.f("uq_job_reports_job_id_resident_id")
        ),
    )
    with op.batch_alter_table("job_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_reports_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_job_reports_state"), ["state"], unique=False)

    op.create_table(
        "job_search",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "title_tokens",
            sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "all_tokens",
            sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("pay_month_fen", sa.BigInteger(), nullable=False),
        sa.Column("minutes_per_day", sa.Integer(), nullable=True),
        sa.Column("insured", sa.Boolean(), nullable=False),
        sa.Column("board", sa.Boolean(), nullable=False),
        sa.Column("lodging", sa.Boolean(), nullable=False),
        sa.Column("east_m", sa.Integer(), nullable=True),
        sa.Column("north_m", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_job_search_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_search_job_id_jobs")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_job_search")),
        sa.UniqueConstraint("job_id", name=op.f("uq_job_search_job_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job_search", schema=None) as batch_op:
        batch_op.create_index(
            "ix_job_search_community_code_number", ["community_code", "number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_job_search_employer_id"), ["employer_id"], unique=False
        )
        batch_op.create_index("ix_job_search_kind_number", ["kind", "number"], unique=False)

    op.create_table(
        "job_application_moves",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by_employer", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["job_applications.id"],
            name=op.f("fk_job_application_moves_application_id_job_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_application_moves")),
    )
    with op.batch_alter_table("job_application_moves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_application_moves_application_id"), ["application_id"], unique=False
        )

    board = sa.table(
        "job_board",
        sa.column("id", sa.Uuid()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("name", sa.String()),
        sa.column("token", sa.Uuid()),
    )
    born = {"id": BOARD, "created_at": datetime(2026, 11, 23, tzinfo=UTC)}
    op.bulk_insert(board, [born | {"name": "open posts", "token": BOARD}])
    index_words()


def index_words() -> None:
    """The words of a post are found by GIN on PostgreSQL, by FTS5 in step with its table on SQLite."""
    if op.get_bind().dialect.name != "sqlite":
        for column in TOKENS:
            op.create_index(
                f"ix_job_search_{column}_fts", "job_search", [column], postgresql_using="gin"
            )
        return
    op.execute(
        "CREATE VIRTUAL TABLE job_search_fts USING fts5(title_tokens, all_tokens, "
        "content='job_search', content_rowid='number', tokenize='unicode61', detail='column')"
    )
    for verb, body in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER job_search_{verb.lower()} AFTER {verb} ON job_search BEGIN {body} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in TRIGGERS:
            op.execute(f"DROP TRIGGER job_search_{verb.lower()}")
        op.execute("DROP TABLE job_search_fts")
    for table in TABLES:
        op.drop_table(table)
