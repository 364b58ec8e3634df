"""who is barred by a revocation, second persons at the registrars' desk"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_bars",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("lift_by", sa.String(), nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["approval_licences.id"],
            name=op.f("fk_approval_bars_licence_id_approval_licences"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_approval_bars_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_bars")),
        sa.UniqueConstraint("licence_id", name=op.f("uq_approval_bars_licence_id")),
    )
    op.create_index(op.f("ix_approval_bars_mark"), "approval_bars", ["mark"], unique=False)
    op.create_index(
        op.f("ix_approval_bars_resident_id"), "approval_bars", ["resident_id"], unique=False
    )
    with op.batch_alter_table("approval_applications") as table:
        table.add_column(sa.Column("approval_by", sa.String(), nullable=True))
    with op.batch_alter_table("approval_licence_changes") as table:
        table.add_column(sa.Column("ground", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("approval_licence_changes") as table:
        table.alter_column("ground", server_default=None)
    with op.batch_alter_table("approval_rulebooks") as table:
        table.add_column(sa.Column("base_digest", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("approval_rulebooks") as table:
        table.alter_column("base_digest", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("approval_rulebooks") as table:
        table.drop_column("base_digest")
    with op.batch_alter_table("approval_licence_changes") as table:
        table.drop_column("ground")
    with op.batch_alter_table("approval_applications") as table:
        table.drop_column("approval_by")
    op.drop_index(op.f("ix_approval_bars_resident_id"), table_name="approval_bars")
    op.drop_index(op.f("ix_approval_bars_mark"), table_name="approval_bars")
    op.drop_table("approval_bars")
