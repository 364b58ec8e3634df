"""a plain no, a silence and a consent taken back are kept apart, with when and how one was asked"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mediation_invitation_steps",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_staff", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["mediation_parties.id"],
            name=op.f("fk_mediation_invitation_steps_party_id_mediation_parties"),
        ),
        sa.ForeignKeyConstraint(
            ["by_staff"],
            ["staff_accounts.id"],
            name=op.f("fk_mediation_invitation_steps_by_staff_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_invitation_steps")),
    )
    op.create_index(
        op.f("ix_mediation_invitation_steps_party_id"), "mediation_invitation_steps", ["party_id"]
    )
    with op.batch_alter_table("mediation_parties") as parties:
        parties.add_column(sa.Column("answer_by", MOMENT, nullable=True))
        parties.create_index(op.f("ix_mediation_parties_answer_by"), ["answer_by"])
    with op.batch_alter_table("mediations") as mediations:
        mediations.add_column(sa.Column("violence_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mediations") as mediations:
        mediations.drop_column("violence_at")
    with op.batch_alter_table("mediation_parties") as parties:
        parties.drop_index(op.f("ix_mediation_parties_answer_by"))
        parties.drop_column("answer_by")
    op.drop_index(
        op.f("ix_mediation_invitation_steps_party_id"), table_name="mediation_invitation_steps"
    )
    op.drop_table("mediation_invitation_steps")
