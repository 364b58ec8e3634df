"""one index answers which places near somebody fit, without reading the places"""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

SITES, HELD = "directory_sites", "directory_service_at"
NEAR = ["strip", "lng", "lat", "id", "hours_id", "standing", "assured_on", "doubted_at"]
FITS = ["kind", "community_code", "ramp", "lift", "toilet", "hearing_loop", "nursing"]


def upgrade() -> None:
    op.drop_index("ix_directory_sites_strip", table_name=SITES)
    op.drop_index("ix_directory_service_at_strip", table_name=HELD)
    op.create_index("ix_directory_sites_near", SITES, [*NEAR, *FITS])


def downgrade() -> None:
    op.drop_index("ix_directory_sites_near", table_name=SITES)
    op.create_index("ix_directory_service_at_strip", HELD, ["strip", "lng"])
    op.create_index("ix_directory_sites_strip", SITES, ["strip", "lng", "lat"])
