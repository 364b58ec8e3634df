"""Fairs, their stands and the posts shown there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from weijiayuan.db import db
from weijiayuan.jobs.errors import FairNotFound
from weijiayuan.jobs.models import Employer, Fair, FairPost, FairStand, Job
from weijiayuan.jobs.models.job_fairs import FairState


def fair(fair_id: UUID, *, published: bool = False) -> Fair:
    """Return the fair, only if people may see it where asked. Raises `FairNotFound`."""
    found = db.session.get(Fair, fair_id)
    if found is None or (published and found.state is FairState.DRAFT):
        raise FairNotFound
    return found


def fair_to_change(fair_id: UUID) -> Fair:
    """Return the fair, locked until the transaction ends. Raises `FairNotFound`."""
    wanted = select(Fair).filter_by(id=fair_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise FairNotFound
    return found


def every_fair() -> Select[Fair]:
    """Select the fairs in every state, with their stands and posts."""
    return select(Fair).options(selectinload(Fair.stands), selectinload(Fair.posts))


def fairs_to_come(now: datetime, market_id: UUID | None) -> Select[Fair]:
    """Select the published fairs that have not ended, of one market if it is named."""
    coming = select(Fair).where(Fair.state == FairState.PUBLISHED, Fair.ends_at > now)
    return coming if market_id is None else coming.where(Fair.market_id == market_id)


def stands(fair_id: UUID) -> Sequence[tuple[str, Employer]]:
    """Return the stands of a fair with their employers."""
    rows = (
        select(FairStand.label, Employer)
        .join(Employer, Employer.id == FairStand.employer_id)
        .where(FairStand.fair_id == fair_id)
        .order_by(FairStand.label, FairStand.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def fair_jobs(fair_id: UUID) -> Sequence[Job]:
    """Return the posts that are shown at a fair."""
    rows = (
        select(Job)
        .join(FairPost, FairPost.job_id == Job.id)
        .where(FairPost.fair_id == fair_id)
        .options(joinedload(Job.employer))
        .order_by(Job.title, Job.id)
    )
    return db.session.scalars(rows).all()
