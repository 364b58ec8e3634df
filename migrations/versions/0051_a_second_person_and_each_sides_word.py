"""terms that a second person looked at, ties that each side answered, what each side says settled"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mediation_reviews",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("asked_by <> reviewer_id", name=op.f("ck_mediation_reviews_by_another")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["mediation_agreements.id"],
            name=op.f("fk_mediation_reviews_agreement_id_mediation_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["staff_accounts.id"],
            name=op.f("fk_mediation_reviews_asked_by_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["staff_accounts.id"],
            name=op.f("fk_mediation_reviews_reviewer_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_reviews")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_mediation_reviews_agreement_id")),
    )
    op.create_index(op.f("ix_mediation_reviews_reviewer_id"), "mediation_reviews", ["reviewer_id"])
    with op.batch_alter_table("mediations") as table:
        table.add_column(
            sa.Column("has_ties", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("mediations") as table:
        table.alter_column("has_ties", server_default=None)
    with op.batch_alter_table("confirmations") as table:
        table.add_column(
            sa.Column("wrong_guesses", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("guessed_at", MOMENT, nullable=True))
    with op.batch_alter_table("confirmations") as table:
        table.alter_column("wrong_guesses", server_default=None)
    with op.batch_alter_table("mediation_parties") as table:
        table.add_column(sa.Column("accepts_ties", sa.Boolean(), nullable=True))
    with op.batch_alter_table("appeals") as table:
        table.add_column(sa.Column("asker_said_at", MOMENT, nullable=True))
        table.add_column(sa.Column("other_said_at", MOMENT, nullable=True))
        table.add_column(sa.Column("other_mark", sa.String(), nullable=True))
        table.create_unique_constraint(op.f("uq_appeals_other_mark"), ["other_mark"])
        table.drop_column("both_said_settled")  # an officer's tick, nobody's own word


def downgrade() -> None:
    with op.batch_alter_table("appeals") as table:
        table.add_column(
            sa.Column("both_said_settled", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.drop_constraint(op.f("uq_appeals_other_mark"))
        for column in ("other_mark", "other_said_at", "asker_said_at"):
            table.drop_column(column)
    with op.batch_alter_table("appeals") as table:
        table.alter_column("both_said_settled", server_default=None)
    with op.batch_alter_table("mediation_parties") as table:
        table.drop_column("accepts_ties")
    with op.batch_alter_table("confirmations") as table:
        table.drop_column("guessed_at")
        table.drop_column("wrong_guesses")
    with op.batch_alter_table("mediations") as table:
        table.drop_column("has_ties")
    op.drop_table("mediation_reviews")
