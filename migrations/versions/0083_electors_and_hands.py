"""who decides on a charter is fixed with it, by a fraction; what is lent is noted hand by hand"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

ELECTORS, CHARTERS = "directory_charter_electors", "directory_charters"
SIGNATURES, LOANS = "directory_signatures", "directory_loans"
ONE_A_PERSON = "uq_directory_signatures_charter_id_resident_id"
TWICE = (
    f"UPDATE {SIGNATURES} SET resident_id = NULL WHERE EXISTS (SELECT 1 FROM {SIGNATURES} AS first"
    f" WHERE first.charter_id = {SIGNATURES}.charter_id"
    f" AND first.resident_id = {SIGNATURES}.resident_id AND first.id < {SIGNATURES}.id)"
)


def upgrade() -> None:
    _electors()
    op.execute(TWICE)
    with op.batch_alter_table(SIGNATURES) as table:
        table.create_unique_constraint(ONE_A_PERSON, ["charter_id", "resident_id"])
    with op.batch_alter_table(CHARTERS) as table:
        table.add_column(sa.Column("share", sa.String(), nullable=True))
        table.add_column(sa.Column("needed_share", sa.String(), nullable=True))
    op.execute(
        f"UPDATE {CHARTERS} SET share = CAST(percent AS VARCHAR) || '/100',"
        " needed_share = CAST(COALESCE(needed_percent, percent) AS VARCHAR) || '/100'"
    )
    with op.batch_alter_table(CHARTERS) as table:
        table.alter_column("share", existing_type=sa.String(), nullable=False)
        table.alter_column("needed_share", existing_type=sa.String(), nullable=False)
        table.drop_constraint(op.f("ck_directory_charters_percent"), type_="check")
        table.drop_column("percent")
        table.drop_column("needed_percent")
    with op.batch_alter_table(LOANS) as table:
        table.add_column(sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))


def _electors() -> None:
    """Those who are members now, and those who signed, are taken for members of each version."""
    op.create_table(
        ELECTORS,
        sa.Column("charter_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["directory_charters.id"],
            name=op.f("fk_directory_charter_electors_charter_id_directory_charters"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_charter_electors_organisation_id_directory_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_charter_electors")),
        sa.UniqueConstraint(
            "charter_id",
            "organisation_id",
            name=op.f("uq_directory_charter_electors_charter_id_organisation_id"),
        ),
    )
    kinds = {
        "charter_id": sa.Uuid(),
        "organisation_id": sa.Uuid(),
        "created_at": sa.DateTime(timezone=True),
    }
    found = sa.text(
        "SELECT c.id AS charter_id, r.organisation_id, c.created_at"
        f" FROM {CHARTERS} AS c CROSS JOIN directory_representatives AS r"
        " JOIN directory_organisations AS o ON o.id = r.organisation_id"
        " WHERE o.standing = 'active'"
        f" UNION SELECT c.id, s.organisation_id, c.created_at FROM {SIGNATURES} AS s"
        f" JOIN {CHARTERS} AS c ON c.id = s.charter_id"
    ).columns(**kinds)
    columns = [sa.column(name, kind) for name, kind in kinds.items()]
    columns.append(sa.column("id", sa.Uuid()))
    rows = [{**row._asdict(), "id": uuid4()} for row in op.get_bind().execute(found)]
    if rows:
        op.bulk_insert(sa.table(ELECTORS, *columns), rows)


def downgrade() -> None:
    with op.batch_alter_table(LOANS) as table:
        table.drop_column("returned_at")
        table.drop_column("handed_over_at")
    with op.batch_alter_table(CHARTERS) as table:
        table.add_column(sa.Column("percent", sa.Integer(), nullable=True))
        table.add_column(sa.Column("needed_percent", sa.Integer(), nullable=True))
    _percents()
    with op.batch_alter_table(CHARTERS) as table:
        table.alter_column("percent", existing_type=sa.Integer(), nullable=False)
        table.create_check_constraint("percent", "percent BETWEEN 1 AND 100")
        table.drop_column("needed_share")
        table.drop_column("share")
    with op.batch_alter_table(SIGNATURES) as table:
        table.drop_constraint(ONE_A_PERSON, type_="unique")
    op.drop_table(ELECTORS)


def _percents() -> None:
    """Write each share as the next whole per cent: 2/3 becomes 67."""
    kind = sa.Uuid()
    table = sa.table(
        CHARTERS,
        sa.column("id", kind),
        *(sa.column(name, sa.String()) for name in ("share", "needed_share")),
        *(sa.column(name, sa.Integer()) for name in ("percent", "needed_percent")),
    )
    bind = op.get_bind()
    for row in bind.execute(sa.select(table.c.id, table.c.share, table.c.needed_share)):
        values = {"percent": _percent(row.share), "needed_percent": _percent(row.needed_share)}
        bind.execute(sa.update(table).where(table.c.id == row.id).values(values))


def _percent(share: str) -> int:
    above, below = map(int, (share if "/" in share else f"{share}/1").split("/"))
    return -(-100 * above // below)
