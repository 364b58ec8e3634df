"""scarce things are lent by lot"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

DRAWS, ENTRIES, LOANS = (
    "directory_loan_draws",
    "directory_loan_draw_entries",
    "directory_loans",
)
OF_A_DRAW = "fk_directory_loans_loan_draw_id_directory_loan_draws"


def upgrade() -> None:
    op.create_table(
        DRAWS,
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_directory_loan_draws_span")),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["directory_resources.id"],
            name=op.f("fk_directory_loan_draws_resource_id_directory_resources"),
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draws.id"], name=op.f("fk_directory_loan_draws_draw_id_draws")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_loan_draws")),
        sa.UniqueConstraint("draw_id", name=op.f("uq_directory_loan_draws_draw_id")),
    )
    op.create_index("ix_directory_loan_draws_resource", DRAWS, ["resource_id", "starts_at"])
    op.create_table(
        ENTRIES,
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("loan_draw_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["draw_entries.id"],
            name=op.f("fk_directory_loan_draw_entries_entry_id_draw_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["loan_draw_id"],
            ["directory_loan_draws.id"],
            name=op.f("fk_directory_loan_draw_entries_loan_draw_id_directory_loan_draws"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_loan_draw_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_directory_loan_draw_entries_entry_id")),
    )
    op.create_index(op.f("ix_directory_loan_draw_entries_loan_draw_id"), ENTRIES, ["loan_draw_id"])
    with op.batch_alter_table(LOANS) as loans:
        loans.add_column(sa.Column("loan_draw_id", sa.Uuid(), nullable=True))
        loans.create_foreign_key(op.f(OF_A_DRAW), DRAWS, ["loan_draw_id"], ["id"])
        loans.create_index(op.f("ix_directory_loans_loan_draw_id"), ["loan_draw_id"])


def downgrade() -> None:
    with op.batch_alter_table(LOANS) as loans:
        loans.drop_index(op.f("ix_directory_loans_loan_draw_id"))
        loans.drop_constraint(op.f(OF_A_DRAW), type_="foreignkey")
        loans.drop_column("loan_draw_id")
    op.drop_table(ENTRIES)
    op.drop_table(DRAWS)
