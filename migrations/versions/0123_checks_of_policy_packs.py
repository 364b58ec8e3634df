"""welfare: checks of packs as long work, to come back to"""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "welfare_pack_checks",
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("text_digest", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welfare_pack_checks")),
    )
    op.create_index(
        op.f("ix_welfare_pack_checks_text_digest"), "welfare_pack_checks", ["text_digest"]
    )


def downgrade() -> None:
    op.drop_table("welfare_pack_checks")
