"""What the worker does for welfare: it ends simulations that nobody works on any more."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.welfare import simulation_job
from weijiayuan.welfare.publishing import check_job


@every(minutes=1)
def end_lost_simulations(now: datetime) -> str:
    """End, with a reason, the simulations whose job was given up or is gone."""
    ended = simulation_job.end_lost(now)
    return f"{ended} lost simulations ended" if ended else ""


@every(minutes=1)
def end_lost_checks(now: datetime) -> str:
    """End, with a reason, the checks of packs whose job was given up or is gone."""
    ended = check_job.end_lost(now)
    return f"{ended} lost checks ended" if ended else ""
