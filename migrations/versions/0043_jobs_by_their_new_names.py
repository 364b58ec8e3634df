"""jobs that were put off are found by the names that their modules have now"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

NAMES = {
    "files.chores.remove_bytes": "files.periodic_tasks.remove_bytes",
    "tips.checking.check_event": "tips.text_moderation.check_event",
    "tips.checking.check_message": "tips.text_moderation.check_message",
    "welfare.simulations.run_simulation": "welfare.simulation_job.run_simulation",
}
JOBS = sa.table("background_tasks", sa.column("name", sa.String))


def upgrade() -> None:
    _rename(NAMES)


def downgrade() -> None:
    _rename({new: old for old, new in NAMES.items()})


def _rename(names: dict[str, str]) -> None:
    """Rename what waits; periodic tasks get their rows anew from whoever runs them."""
    for old, new in names.items():
        op.execute(JOBS.update().where(JOBS.c.name == old).values(name=new))
    op.execute(sa.text("DELETE FROM background_chores"))
