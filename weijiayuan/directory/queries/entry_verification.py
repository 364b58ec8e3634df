"""What was found at sites by those who looked, who is to be asked, and how often promises held."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, union_all

from weijiayuan.db import db
from weijiayuan.directory.models import Assurance, Check, DoorReport, Site
from weijiayuan.directory.rules.visitor_reports import ASKED_AFTER, RANKED_FROM, Finding, ReportKind
from weijiayuan.directory.rules.vocabulary import Assurer, Standing
from weijiayuan.events.models import Event
from weijiayuan.events.rules.confidence_interval import Rate, wilson
from weijiayuan.kernel.clock import local_date

AT_ONCE = 200
MOST_RANKED = 2_000
LOOKED = (Assurer.VISIT,)
"""Who looked from outside; what an owner says of itself, however, is no check."""


def has_looked(site_id: UUID, staff_id: UUID, day: date) -> bool:
    """Say whether somebody went to look at a site on a day."""
    wanted = select(Assurance.id).filter_by(
        site_id=site_id, staff_id=staff_id, day=day, by=Assurer.VISIT
    )
    return db.session.scalar(wanted.limit(1)) is not None


def last_look(staff_id: UUID, now: datetime) -> Any:
    """Return when and where somebody looked last today, None for nowhere."""
    wanted = (
        select(Assurance.at, Site.lng, Site.lat)
        .join(Site, Site.id == Assurance.site_id)
        .where(
            Assurance.staff_id == staff_id,
            Assurance.by == Assurer.VISIT,
            Assurance.day == local_date(now),
        )
    )
    return db.session.execute(wanted.order_by(Assurance.at.desc()).limit(1)).one_or_none()


def marks_of_looks(since: datetime) -> list[str]:
    """Return what the proofs of the looks since a moment look like."""
    wanted = select(Assurance.photo_marks).where(
        Assurance.by == Assurer.VISIT, Assurance.at > since
    )
    return [each for marks in db.session.scalars(wanted) for each in marks or ()]


def unasked(now: datetime) -> Sequence[Site]:
    """Return the sites that are fresh no more and of which nobody was asked yet."""
    open_checks = select(Check.site_id).where(Check.ended_at.is_(None))
    wanted = select(Site).where(
        Site.standing == Standing.ACTIVE,
        Site.assured_on < local_date(now - ASKED_AFTER),
        Site.id.not_in(open_checks),
    )
    return db.session.scalars(wanted.order_by(Site.assured_on).limit(AT_ONCE)).all()


def silent(now: datetime) -> Sequence[tuple[Check, Site]]:
    """Return the checks whose owner kept silent, and of which there is no matter yet."""
    wanted = (
        select(Check, Site)
        .join(Site, Site.id == Check.site_id)
        .where(
            Check.ended_at.is_(None),
            Check.due_at <= now,
            Check.event_id.is_(None),
            Site.lng.is_not(None),
        )
        .order_by(Check.due_at)
    )
    return [(check, site) for check, site in db.session.execute(wanted.limit(AT_ONCE))]


def settled_checks() -> Sequence[tuple[Check, Event]]:
    """Return the open checks whose matter is over."""
    wanted = (
        select(Check, Event)
        .join(Event, Event.id == Check.event_id)
        .where(Check.ended_at.is_(None), Event.closed_at.is_not(None))
        .order_by(Event.closed_at)
    )
    return [(check, event) for check, event in db.session.execute(wanted.limit(AT_ONCE))]


def open_check(site_id: UUID) -> Check | None:
    """Return the check of a site that nobody has answered."""
    return db.session.scalars(select(Check).filter_by(site_id=site_id, ended_at=None)).one_or_none()


def promises(site_ids: Collection[UUID] | None = None) -> Mapping[UUID, Rate]:
    """Return how often each site was found as listed, of all who looked; None for those ranked."""
    found = _found(site_ids).subquery()
    hits, looked = func.sum(found.c.hit), func.count()
    wanted = select(found.c.site_id, hits, looked).group_by(found.c.site_id)
    if site_ids is None:
        wanted = wanted.having(looked >= RANKED_FROM).limit(MOST_RANKED)
    return {site: wilson(int(kept), of) for site, kept, of in db.session.execute(wanted)}


def _found(site_ids: Collection[UUID] | None) -> Any:
    found, told = Assurance.finding == Finding.AS_LISTED, DoorReport.kind == ReportKind.AS_LISTED
    looks = select(Assurance.site_id, case((found, 1), else_=0).label("hit"))
    looks = looks.where(Assurance.by.in_(LOOKED))
    said = select(DoorReport.site_id, case((told, 1), else_=0).label("hit"))
    said = said.where(DoorReport.counts)
    if site_ids is not None:
        looks = looks.where(Assurance.site_id.in_(site_ids))
        said = said.where(DoorReport.site_id.in_(site_ids))
    return union_all(looks, said)
