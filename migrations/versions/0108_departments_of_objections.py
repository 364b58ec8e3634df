"""for which department an officer objected to a closing"""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    department = sa.Column("department", sa.String(), nullable=False, server_default="")
    op.add_column("approval_objections", department)


def downgrade() -> None:
    op.drop_column("approval_objections", "department")
