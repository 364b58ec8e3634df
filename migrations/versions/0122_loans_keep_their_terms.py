"""a loan keeps the terms under which it was asked for"""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    terms = sa.Column("terms", sa.Text(), nullable=False, server_default="")
    op.add_column("directory_loans", terms)
    op.execute(
        "UPDATE directory_loans SET terms = (SELECT terms FROM directory_resources "
        "WHERE directory_resources.id = directory_loans.resource_id)"
    )


def downgrade() -> None:
    op.drop_column("directory_loans", "terms")
