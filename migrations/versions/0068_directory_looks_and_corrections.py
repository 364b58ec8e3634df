"""one look a person, site and day; and when a site was last mended"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

LOOK = sa.text("by = 'visit'")


def upgrade() -> None:
    with op.batch_alter_table("directory_assurances") as assurances:
        assurances.add_column(sa.Column("day", sa.Date(), nullable=True))
    op.create_index(
        "uq_directory_assurances_look",
        "directory_assurances",
        ["site_id", "staff_id", "day"],
        unique=True,
        sqlite_where=LOOK,
        postgresql_where=LOOK,
    )
    op.add_column(
        "directory_sites", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("directory_sites", "corrected_at")
    op.drop_index("uq_directory_assurances_look", "directory_assurances")
    op.drop_column("directory_assurances", "day")
