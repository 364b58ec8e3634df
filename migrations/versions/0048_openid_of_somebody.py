"""accounts: no account without somebody behind it"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Part what an empty openid had joined: nobody can sign in to such an account any more."""
    op.execute(sa.text("UPDATE residents SET openid = NULL WHERE openid = ''"))
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_residents_openid"), "openid <> ''")


def downgrade() -> None:
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_residents_openid"), type_="check")
