"""one live mediation an appeal, one person a side, one ruling a number, none before its session"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIVE = "state IN ('opened', 'consented', 'talking', 'agreed', 'signing')"
ALIVE = "state IN ('applying', 'filed', 'accepted', 'heard', 'offline', 'confirmed')"
ALIVE_BEFORE = "state IN ('applying', 'filed', 'accepted', 'heard', 'confirmed')"
BEGUN = (
    "state <> 'confirmed' OR result_id IS NOT NULL OR (starts_at IS NOT NULL "
    "AND served_at >= starts_at)"
)
mediations = sa.table("mediations", sa.column("id"), sa.column("appeal_id"), sa.column("state"))
parties = sa.table(
    "mediation_parties",
    sa.column("id"),
    sa.column("mediation_id"),
    sa.column("resident_id"),
)
confirmations = sa.table(
    "confirmations",
    sa.column("id"),
    sa.column("mediation_id"),
    sa.column("state"),
    sa.column("ruling_number"),
    sa.column("starts_at"),
    sa.column("served_at"),
)


def upgrade() -> None:
    _make_room()
    op.create_index(
        "uq_mediations_live_of_appeal",
        "mediations",
        ["appeal_id"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )
    with op.batch_alter_table("mediation_parties") as table:
        table.add_column(sa.Column("id_mark", sa.String(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", MOMENT, nullable=True))
        for column in ("resident_id", "id_mark"):
            name = f"uq_mediation_parties_mediation_id_{column}"
            table.create_unique_constraint(op.f(name), ["mediation_id", column])
    _alive(ALIVE)
    with op.batch_alter_table("confirmations") as table:
        table.add_column(sa.Column("began_at", MOMENT, nullable=True))
        table.add_column(sa.Column("ended_at", MOMENT, nullable=True))
        table.add_column(sa.Column("late_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("result_id", sa.String(), nullable=True))
        for column in ("ruling_number", "result_id"):
            table.create_unique_constraint(op.f(f"uq_confirmations_{column}"), [column])
        table.create_check_constraint(op.f("ck_confirmations_begun_before_ruled"), BEGUN)


def downgrade() -> None:
    with op.batch_alter_table("confirmations") as table:
        table.drop_constraint(op.f("ck_confirmations_begun_before_ruled"))
        for column in ("result_id", "ruling_number"):
            table.drop_constraint(op.f(f"uq_confirmations_{column}"))
        for column in ("result_id", "late_reason", "ended_at", "began_at"):
            table.drop_column(column)
    _alive(ALIVE_BEFORE)
    with op.batch_alter_table("mediation_parties") as table:
        for column in ("id_mark", "resident_id"):
            table.drop_constraint(op.f(f"uq_mediation_parties_mediation_id_{column}"))
        table.drop_column("withdrawn_at")
        table.drop_column("id_mark")
    op.drop_index("uq_mediations_live_of_appeal", table_name="mediations")


def _alive(where: str) -> None:
    op.drop_index("uq_confirmations_alive", table_name="confirmations")
    op.create_index(
        "uq_confirmations_alive",
        "confirmations",
        ["mediation_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _make_room() -> None:
    """Settle what the new rules forbid: the newest of two stays, and every other says so."""
    bind = op.get_bind()
    m, p, c = mediations.c, parties.c, confirmations.c
    live = sa.select(m.id, m.appeal_id).where(m.appeal_id.is_not(None), sa.text(LIVE))
    _end(bind, live, mediations, {"state": "failed"})
    joined = sa.select(p.id, p.mediation_id, p.resident_id).where(p.resident_id.is_not(None))
    _end(bind, joined, parties, {"resident_id": None})
    alive = sa.select(c.id, c.mediation_id).where(sa.text(ALIVE))
    _end(bind, alive, confirmations, {"state": "withdrawn"})
    _renumber(bind)
    early = sa.or_(c.starts_at.is_(None), c.starts_at > c.served_at)
    bind.execute(
        confirmations.update().where(c.state == "confirmed", early).values(starts_at=c.served_at)
    )


def _renumber(bind: sa.Connection) -> None:
    """Let the first ruling keep its number; the court puts the others right."""
    c = confirmations.c
    asked = sa.select(c.id, c.ruling_number).where(c.ruling_number.is_not(None)).order_by(c.id)
    seen: set[str] = set()
    for row in bind.execute(asked).all():
        number, more = row.ruling_number, 2
        while number in seen:
            number, more = f"{row.ruling_number}（重号{more}，待法院更正）", more + 1
        seen.add(number)
        if number != row.ruling_number:
            bind.execute(confirmations.update().where(c.id == row.id).values(ruling_number=number))


def _end(
    bind: sa.Connection,
    rows: sa.Select[tuple[object, ...]],
    table: sa.TableClause,
    to: dict[str, str | None],
) -> None:
    """Change every row but the first of those that are the same but for their id."""
    seen: set[tuple[object, ...]] = set()
    for row in bind.execute(rows.order_by(table.c.id.desc())).all():
        key = tuple(row[1:])
        if key in seen:
            bind.execute(table.update().where(table.c.id == row.id).values(**to))
        seen.add(key)
