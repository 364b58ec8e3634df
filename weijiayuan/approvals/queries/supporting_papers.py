"""The papers of an application, and what a registrar asked for when giving it back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from weijiayuan.approvals.models import ApplicationMove, SupportingPaper
from weijiayuan.db import db


def of_application(application_id: UUID) -> Sequence[SupportingPaper]:
    """Return the papers of an application in the order in which they came."""
    wanted = select(SupportingPaper).where(SupportingPaper.application_id == application_id)
    return db.session.scalars(wanted.order_by(SupportingPaper.created_at, SupportingPaper.id)).all()


def of_applications(application_ids: Sequence[UUID]) -> Sequence[SupportingPaper]:
    """Return the papers of several applications."""
    wanted = select(SupportingPaper).where(SupportingPaper.application_id.in_(application_ids))
    return db.session.scalars(wanted).all()


def asked(application_id: UUID) -> list[str]:
    """Return the kinds of papers that were asked for when it was last given back."""
    wanted = (
        select(ApplicationMove.asked)
        .where(ApplicationMove.application_id == application_id, ApplicationMove.what == "returned")
        .order_by(ApplicationMove.created_at.desc(), ApplicationMove.id.desc())
        .limit(1)
    )
    return db.session.scalar(wanted) or []
