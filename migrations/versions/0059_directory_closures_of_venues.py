"""a closure of the directory may be a venue's, kept as long as that one stands"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("directory_closures", sa.Column("venue_closure_id", sa.Uuid(), nullable=True))
    op.create_index(
        "uq_directory_closures_venue_closure_id",
        "directory_closures",
        ["venue_closure_id"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_index("uq_directory_closures_venue_closure_id", table_name="directory_closures")
    op.drop_column("directory_closures", "venue_closure_id")
