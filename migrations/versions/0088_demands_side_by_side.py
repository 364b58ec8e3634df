"""demands stand side by side, and paper signatures take two people"""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

DEMANDS, SIGNATURES = "commons_demands", "commons_demand_signatures"
ONE = "uq_commons_demands_open"
OPEN = sa.text("state IN ('held', 'gathering', 'reached')")


def _one_open(*columns: str) -> None:
    op.drop_index(ONE, DEMANDS)
    op.create_index(
        ONE, DEMANDS, list(columns), unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def upgrade() -> None:
    _one_open("space_id", "kind", "started_by")
    op.add_column(SIGNATURES, sa.Column("typed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column(SIGNATURES, "typed_by")
    _one_open("space_id", "kind")
