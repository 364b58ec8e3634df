"""the title of a co-signer is read by two people, and the area on it counts"""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

CO_SIGNS = {
    "evidence": sa.String(),
    "evidence_digest": sa.String(),
    "area_read": sa.BigInteger(),
    "confirmed_by": sa.Uuid(),
}


def upgrade() -> None:
    for name, kind in CO_SIGNS.items():
        op.add_column("commons_co_signs", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    op.execute("UPDATE commons_co_signs SET state = 'asked' WHERE state = 'seen'")
    for name in CO_SIGNS:
        op.drop_column("commons_co_signs", name)
