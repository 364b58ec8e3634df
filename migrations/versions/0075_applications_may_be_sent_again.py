"""applications may be sent again: only one that is on its way or hired bars another"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

NAME, TABLE = "uq_job_applications_standing", "job_applications"
BEFORE = "state <> 'withdrawn'"
NOW = "state NOT IN ('withdrawn', 'rejected', 'declined')"


def upgrade() -> None:
    make_anew(NOW)


def downgrade() -> None:
    """Withdraw what was sent again after a no, which the older index does not allow."""
    op.execute(
        "UPDATE job_applications SET state = 'withdrawn' WHERE state IN ('rejected', 'declined') "
        "AND EXISTS (SELECT 1 FROM job_applications AS later WHERE later.id > job_applications.id "
        "AND later.job_id = job_applications.job_id "
        "AND later.resident_id = job_applications.resident_id AND later.state <> 'withdrawn')"
    )
    op.execute("UPDATE job_applications SET state = 'offered' WHERE state = 'accepted'")
    make_anew(BEFORE)


def make_anew(where: str) -> None:
    """Make the index for the rows that the condition names."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(
        NAME,
        TABLE,
        ["job_id", "resident_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
