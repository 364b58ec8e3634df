"""the orders in which the desk lists alarms, devices and sites, each from an index"""

from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

INDEXES = {
    "sensing_alarms": ("level", "kind", "state"),
    "sensing_devices": ("kind", "name", "owner"),
    "directory_sites": ("name",),
}


def upgrade() -> None:
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])


def downgrade() -> None:
    for table, columns in INDEXES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}_id", table_name=table)
