"""results that the court signed, who is in a session, and its room for seeing each other"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "court_results",
        sa.Column("result_id", sa.String(), nullable=False),
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmations.id"],
            name=op.f("fk_court_results_confirmation_id_confirmations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_results")),
        sa.UniqueConstraint("result_id", name=op.f("uq_court_results_result_id")),
    )
    op.create_index(op.f("ix_court_results_confirmation_id"), "court_results", ["confirmation_id"])
    op.create_table(
        "confirmation_presences",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmations.id"],
            name=op.f("fk_confirmation_presences_confirmation_id_confirmations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_presences")),
        sa.UniqueConstraint(
            "confirmation_id", "who", name=op.f("uq_confirmation_presences_confirmation_id_who")
        ),
    )
    with op.batch_alter_table("confirmations") as table:
        table.add_column(sa.Column("video", sa.String(), nullable=False, server_default="record"))
        table.add_column(sa.Column("video_link", sa.Text(), nullable=True))
    with op.batch_alter_table("confirmations") as table:
        table.alter_column("video", server_default=None)
    with op.batch_alter_table("mediation_performances") as table:
        table.add_column(sa.Column("court_says", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mediation_performances") as table:
        table.drop_column("court_says")
    with op.batch_alter_table("confirmations") as table:
        table.drop_column("video_link")
        table.drop_column("video")
    op.drop_table("confirmation_presences")
    op.drop_table("court_results")
