"""who decided an application in which capacity and by which rulebook, and every text that decided"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

COLUMNS = {"capacity": sa.String(), "attempt": sa.Integer(), "book_digest": sa.String()}


def upgrade() -> None:
    with op.batch_alter_table("approval_moves") as moves:
        for name, kind in COLUMNS.items():
            empty = "0" if isinstance(kind, sa.Integer) else ""
            moves.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
    with op.batch_alter_table("approval_moves") as moves:
        for name in COLUMNS:
            moves.alter_column(name, server_default=None)
    op.create_table(
        "approval_rulebook_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_rulebook_texts")),
        sa.UniqueConstraint("digest", name=op.f("uq_approval_rulebook_texts_digest")),
    )


def downgrade() -> None:
    op.drop_table("approval_rulebook_texts")
    with op.batch_alter_table("approval_moves") as moves:
        for name in reversed(COLUMNS):
            moves.drop_column(name)
