"""indexes for long histories"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = (
    "state IN ('submitted', 'accepted', 'dispatched', 'returned', 'handling', 'waiting', "
    "'handled', 'verified', 'reopened')"
)
OVER = "state IN ('closed', 'rejected', 'merged', 'withdrawn', 'archived')"

NEW = {
    "ix_events_grid_reported": ("events", ["grid_code", "reported_at", "id"], None),
    "ix_events_unit_reported": ("events", ["unit_code", "reported_at", "id"], None),
    "ix_events_over_state": ("events", ["state", "reported_at", "id"], OVER),
    "ix_events_open_reported": ("events", ["reported_at", "id"], OPEN),
    "ix_events_open_due": ("events", ["due_at", "id"], OPEN),
    "ix_events_open_unit": ("events", ["unit_code", "due_at", "id"], OPEN),
    "ix_events_open_grid": ("events", ["grid_code", "due_at", "id"], OPEN),
    "ix_events_open_unit_reported": ("events", ["unit_code", "reported_at", "id"], OPEN),
    "ix_events_open_grid_reported": ("events", ["grid_code", "reported_at", "id"], OPEN),
    "ix_events_open_place": ("events", ["street_code", "community_code", "state"], OPEN),
    "ix_events_open_running": (
        "events",
        ["due_at", "street_code", "community_code"],
        f"{OPEN} AND handled_at IS NULL",
    ),
    "ix_orders_created_at_id": ("orders", ["created_at", "id"], None),
    "ix_order_parts_state_done_at": ("order_parts", ["state", "done_at"], None),
    "ix_event_supervisions_opened_at_id": ("event_supervisions", ["opened_at", "id"], None),
    "ix_tips_resident_id_created_at": ("tips", ["resident_id", "created_at", "id"], None),
    "ix_tips_receipt_until": ("tips", ["receipt_until"], "receipt_mark IS NOT NULL"),
}
OLD = {
    "ix_events_open_unit": ("events", ["unit_code", "due_at"], OPEN),
    "ix_events_open_grid": ("events", ["grid_code", "due_at"], OPEN),
    "ix_events_open_state": ("events", ["state", "street_code", "due_at"], OPEN),
    "ix_tips_resident_id_created_at": ("tips", ["resident_id", "created_at"], None),
}
Indexes = dict[str, tuple[str, list[str], str | None]]


def create(indexes: Indexes) -> None:
    for name, (table, columns, only) in indexes.items():
        where = sa.text(only) if only else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def drop(indexes: Indexes) -> None:
    for name, (table, _, _) in indexes.items():
        op.drop_index(name, table_name=table)


def upgrade() -> None:
    drop(OLD)
    create(NEW)
    with op.batch_alter_table("tips") as batch_op:
        batch_op.add_column(
            sa.Column("points_due", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE tips SET points_due = true WHERE resident_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM tip_points WHERE tip_points.resident_id = tips.resident_id "
        "AND tip_points.cause = tips.number)"
    )
    op.create_index(
        "ix_tips_points_due",
        "tips",
        ["id"],
        sqlite_where=sa.text("points_due = 1"),
        postgresql_where=sa.text("points_due"),
    )


def downgrade() -> None:
    op.drop_index("ix_tips_points_due", table_name="tips")
    drop(NEW)
    with op.batch_alter_table("tips") as batch_op:
        batch_op.drop_column("points_due")
    create(OLD)
