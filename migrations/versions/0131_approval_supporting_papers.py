"""papers that applicants hand in after a submission, and what a registrar asked for"""

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_supporting_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["approval_applications.id"],
            name=op.f("fk_approval_supporting_papers_application_id_approval_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_supporting_papers")),
        sa.UniqueConstraint(
            "application_id",
            "file_id",
            name=op.f("uq_approval_supporting_papers_application_id_file_id"),
        ),
    )
    op.create_index(
        op.f("ix_approval_supporting_papers_application_id"),
        "approval_supporting_papers",
        ["application_id"],
    )
    op.add_column("approval_moves", sa.Column("asked", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("approval_moves", "asked")
    op.drop_table("approval_supporting_papers")
