"""jobs that were put off are found by the names that their modules have now"""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

RENAMED = {
    "appeals.service.session_attendance.open_room": (
        "appeals.service.attendance_and_video_room.open_room"
    ),
    "commons.service.invitations.tell_everybody": (
        "commons.service.meeting_invitations.tell_everybody"
    ),
    "markets.service.rating.check_words": "markets.service.satisfaction_rating.check_words",
    "venues.service.rating.judge": "venues.service.satisfaction_rating.judge",
}
JOBS = sa.table("background_tasks", sa.column("name", sa.String))


def upgrade() -> None:
    for old, new in RENAMED.items():
        op.execute(JOBS.update().where(JOBS.c.name == old).values(name=new))


def downgrade() -> None:
    for old, new in RENAMED.items():
        op.execute(JOBS.update().where(JOBS.c.name == new).values(name=old))
