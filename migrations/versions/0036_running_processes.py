"""which processes run, where, with which keys and folder"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "running_processes",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("keys", sa.String(), nullable=False),
        sa.Column("key_marks", sa.String(), nullable=False),
        sa.Column("schema_head", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_processes")),
    )


def downgrade() -> None:
    op.drop_table("running_processes")
