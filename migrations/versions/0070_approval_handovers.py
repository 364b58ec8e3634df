"""licences that are handed over to another operator by a code"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

OPEN = sa.text("is_open")


def upgrade() -> None:
    op.create_table(
        "approval_handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("from_resident_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("to_resident_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_handovers_application_id_approval_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["from_resident_id"],
            ["residents.id"],
            name=op.f("fk_approval_handovers_from_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["to_resident_id"],
            ["residents.id"],
            name=op.f("fk_approval_handovers_to_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_handovers")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_approval_handovers_code_mark")),
    )
    op.create_index(
        "uq_approval_handovers_open",
        "approval_handovers",
        ["uscc"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    for name in ("application_id", "from_resident_id", "to_resident_id"):
        op.create_index(op.f(f"ix_approval_handovers_{name}"), "approval_handovers", [name])


def downgrade() -> None:
    op.drop_table("approval_handovers")
