"""rooms that wait to be opened are found by the name that their module has now"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

OLD = "appeals.service.attending.open_room"
NEW = "appeals.service.session_attendance.open_room"
JOBS = sa.table("background_tasks", sa.column("name", sa.String))


def upgrade() -> None:
    op.execute(JOBS.update().where(JOBS.c.name == OLD).values(name=NEW))


def downgrade() -> None:
    op.execute(JOBS.update().where(JOBS.c.name == NEW).values(name=OLD))
