"""appeals of a reporter, wrong report-in codes, cancelled orders, why a result has no photo"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events") as batch_op:
        batch_op.add_column(
            sa.Column("reporter_appeals", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("order_parts") as batch_op:
        batch_op.add_column(sa.Column("no_photo", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("code_locked_until", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("cancel_reason", sa.Text(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("order_parts") as batch_op:
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("code_locked_until")
        batch_op.drop_column("wrong_codes")
        batch_op.drop_column("no_photo")
    with op.batch_alter_table("events") as batch_op:
        batch_op.drop_column("reporter_appeals")
