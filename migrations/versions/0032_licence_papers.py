"""the sealed PDF of a licence stands in the database, beside the row that tells of it"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_papers",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["approval_licences.id"],
            name="fk_approval_papers_licence_id_approval_licences",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_papers"),
        sa.UniqueConstraint("licence_id", name="uq_approval_papers_licence_id"),
    )
    op.drop_column("approval_licences", "pdf_key")


def downgrade() -> None:
    op.add_column(
        "approval_licences",
        sa.Column("pdf_key", sa.String(), nullable=False, server_default=""),
    )
    op.drop_table("approval_papers")
