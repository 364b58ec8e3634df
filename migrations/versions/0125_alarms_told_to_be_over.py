"""of which alarms whoever was told of them knows that they are over"""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.Column("told_over", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("sensing_alarms", told)
    alarms = sa.table(
        "sensing_alarms",
        sa.column("told_over", sa.Boolean()),
        sa.column("cleared_at", sa.DateTime()),
        sa.column("state", sa.Text()),
    )
    is_over = sa.or_(alarms.c.cleared_at.is_not(None), alarms.c.state == "false")
    op.execute(alarms.update().where(is_over).values(told_over=sa.true()))
    op.create_index(
        "ix_sensing_alarms_untold",
        "sensing_alarms",
        ["event_id"],
        sqlite_where=sa.text("NOT told_over"),
        postgresql_where=sa.text("NOT told_over"),
    )


def downgrade() -> None:
    op.drop_index("ix_sensing_alarms_untold", "sensing_alarms")
    with op.batch_alter_table("sensing_alarms") as table:
        table.drop_column("told_over")
