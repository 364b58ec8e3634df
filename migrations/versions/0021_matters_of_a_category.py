"""the matters of a category are found without reading those of the others"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_events_category_reported",
        "events",
        ["category_code", "reported_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_events_category_reported", table_name="events")
