"""whether only a person lets a post back into public"""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "jobs", sa.Column("needs_review", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    jobs = sa.table("jobs", sa.column("state", sa.String), sa.column("needs_review", sa.Boolean))
    waiting = jobs.c.state.in_(["in_review", "refused", "taken_down"])
    op.execute(jobs.update().where(waiting).values(needs_review=sa.true()))


def downgrade() -> None:
    op.drop_column("jobs", "needs_review")
