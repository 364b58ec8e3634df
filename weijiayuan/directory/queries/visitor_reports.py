"""What residents found at the door of a site, and the doubts that came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.directory.models import DoorReport, Doubt, Site
from weijiayuan.directory.queries.entry_verification import AT_ONCE
from weijiayuan.directory.rules.visitor_reports import ReportKind, Told


def report_of(site_id: UUID, resident_id: UUID, day: Any) -> DoorReport | None:
    """Return what a resident reported of a site on a day."""
    wanted = select(DoorReport).filter_by(site_id=site_id, resident_id=resident_id, day=day)
    return db.session.scalars(wanted).one_or_none()


def has_device(site_id: UUID, mark: str, since: datetime) -> bool:
    """Say whether a report from this device counts already."""
    wanted = select(DoorReport.id).where(
        DoorReport.site_id == site_id,
        DoorReport.device_mark == mark,
        DoorReport.counts,
        DoorReport.at > since,
    )
    return db.session.scalar(wanted.limit(1)) is not None


def against(site_id: UUID, since: datetime) -> Sequence[DoorReport]:
    """Return the reports that weigh against a site since a moment."""
    wanted = select(DoorReport).where(
        DoorReport.site_id == site_id,
        DoorReport.counts,
        DoorReport.kind != ReportKind.AS_LISTED,
        DoorReport.at > since,
    )
    return db.session.scalars(wanted.order_by(DoorReport.at)).all()


def moments_of(doubt_id: UUID, kind: ReportKind) -> Sequence[datetime]:
    """Return when the reports of a kind were made that a doubt rests on."""
    wanted = select(DoorReport.at).filter_by(doubt_id=doubt_id, kind=kind)
    return db.session.scalars(wanted).all()


def told(reports: Sequence[DoorReport]) -> list[Told]:
    """Return them as the rules weigh them: a person who has left stands for one unknown each."""
    return [Told(each.resident_id or each.id, each.at) for each in reports]


def open_doubt(site_id: UUID) -> Doubt | None:
    """Return the doubt about a site that has not ended."""
    return db.session.scalars(select(Doubt).filter_by(site_id=site_id, ended_at=None)).one_or_none()


def last_mended(site_id: UUID, since: datetime) -> Doubt | None:
    """Return the doubt that was ended last by mending the entry, if it was since then."""
    wanted = select(Doubt).where(
        Doubt.site_id == site_id, Doubt.corrected.is_(True), Doubt.ended_at > since
    )
    return db.session.scalars(wanted.order_by(Doubt.ended_at.desc()).limit(1)).one_or_none()


def doubts_of(site_id: UUID, limit: int = 20) -> Sequence[Doubt]:
    """Return the doubts about a site, the newest first."""
    wanted = select(Doubt).filter_by(site_id=site_id).order_by(Doubt.opened_at.desc())
    return db.session.scalars(wanted.limit(limit)).all()


def last_answered(site_id: UUID) -> datetime | None:
    """Return when the last doubt about a site was answered."""
    wanted = select(func.max(Doubt.ended_at)).where(Doubt.site_id == site_id)
    return db.session.scalar(wanted)


def overdue_doubts(now: datetime) -> Sequence[tuple[Doubt, Site]]:
    """Return the doubts that nobody answered in time, each told of once."""
    wanted = (
        select(Doubt, Site)
        .join(Site, Site.id == Doubt.site_id)
        .where(
            Doubt.ended_at.is_(None),
            Doubt.answer == "",
            Doubt.due_at <= now,
            Doubt.escalated_at.is_(None),
        )
        .order_by(Doubt.due_at)
    )
    return [(doubt, site) for doubt, site in db.session.execute(wanted.limit(AT_ONCE))]
