"""welfare: proposals that another officer decides, days from which packs are in force"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "welfare_proposals",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by <> by",
            name=op.f("ck_welfare_proposals_decided_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL)",
            name=op.f("ck_welfare_proposals_decided_by_somebody"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welfare_proposals")),
    )
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("in_force_on", sa.Date(), nullable=False, server_default="2000-01-01")
        )
        batch_op.add_column(sa.Column("approved_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("proposal_id", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_welfare_publications_proposal_id"), ["proposal_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_welfare_publications_proposal_id_welfare_proposals"),
            "welfare_proposals",
            ["proposal_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_welfare_publications_approved_by_another"), "approved_by <> by"
        )
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.alter_column("in_force_on", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_welfare_publications_approved_by_another"))
        batch_op.drop_constraint(
            batch_op.f("fk_welfare_publications_proposal_id_welfare_proposals"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_welfare_publications_proposal_id"))
        batch_op.drop_column("proposal_id")
        batch_op.drop_column("approved_by")
        batch_op.drop_column("in_force_on")
    op.drop_table("welfare_proposals")
