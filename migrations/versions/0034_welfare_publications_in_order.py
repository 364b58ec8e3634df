"""welfare: publications are numbered, so that of two at one moment only one is the next"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NUMBERS = """
UPDATE welfare_publications SET number =
    (SELECT count(*) FROM welfare_publications AS earlier WHERE earlier.id <= welfare_publications.id)
"""


def upgrade() -> None:
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
    op.execute(NUMBERS)
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_welfare_publications_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("welfare_publications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_welfare_publications_number"), type_="unique")
        batch_op.drop_column("number")
