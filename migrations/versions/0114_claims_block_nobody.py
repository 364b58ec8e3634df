"""let an unproven claim keep nobody else from asking for a first assembly"""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

TABLE = "commons_co_signs"
UNIT = ["founding_id", "unit_key"]
VERIFIED = sa.text("state = 'verified'")
NOT_REFUSED = sa.text("state <> 'refused'")


def upgrade() -> None:
    _replace(VERIFIED)
    op.create_index(
        "uq_commons_co_signs_claim",
        TABLE,
        [*UNIT, "resident_id"],
        unique=True,
        sqlite_where=NOT_REFUSED,
        postgresql_where=NOT_REFUSED,
    )


def downgrade() -> None:
    op.drop_index("uq_commons_co_signs_claim", TABLE)
    _refuse_what_two_claim(op.get_bind())
    _replace(NOT_REFUSED)


def _replace(where: sa.TextClause) -> None:
    op.drop_index("uq_commons_co_signs_unit", TABLE)
    op.create_index(
        "uq_commons_co_signs_unit",
        TABLE,
        UNIT,
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _refuse_what_two_claim(bind: sa.Connection) -> None:
    """Refuse every claim to a unit but one, the verified first: the older index allows one."""
    rows = sa.table(
        TABLE,
        sa.column("id", sa.Uuid()),
        sa.column("founding_id", sa.Uuid()),
        sa.column("unit_key", sa.String()),
        sa.column("state", sa.String()),
    )
    claims = sa.select(rows).where(rows.c.state != "refused")
    first = sa.case((rows.c.state == "verified", 0), else_=1)
    seen = set()
    for one, founding, unit, _ in bind.execute(claims.order_by(first, rows.c.id)).all():
        if (founding, unit) in seen:
            bind.execute(sa.update(rows).where(rows.c.id == one).values(state="refused"))
        seen.add((founding, unit))
