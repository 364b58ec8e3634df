"""note which matters a grave alarm of a device belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "events",
        sa.Column("is_sensed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    events = sa.table("events", sa.column("is_sensed"), sa.column("source"))
    op.execute(events.update().where(events.c.source == "sensor").values(is_sensed=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("events") as table:
        table.drop_column("is_sensed")
