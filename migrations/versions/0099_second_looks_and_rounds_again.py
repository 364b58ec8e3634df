"""texts that a second person looks at; ballots called off by two, and asked again"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

BALLOTS = {"cancel_asked_by": sa.Uuid(), "earlier_id": sa.Uuid()}
WORDS = ("cancel_reason", "again_because")


def upgrade() -> None:
    op.create_table(
        "commons_text_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["commons_spaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("space_id", "digest"),
    )
    for name, kind in BALLOTS.items():
        op.add_column("commons_ballots", sa.Column(name, kind, nullable=True))
    for name in WORDS:
        op.add_column(
            "commons_ballots", sa.Column(name, sa.String(), nullable=False, server_default="")
        )


def downgrade() -> None:
    for name in (*WORDS, *BALLOTS):
        op.drop_column("commons_ballots", name)
    op.drop_table("commons_text_reviews")
