"""What the directory keeps of a resident: what they keep, wish, reported and signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.db import db
from weijiayuan.directory.models import (
    Charter,
    DoorReport,
    Loan,
    Representative,
    SavedSite,
    Signature,
    Site,
    Wish,
)


def export(resident_id: UUID) -> dict[str, Any]:
    """Return everything these tables hold about the resident."""
    saved = select(Site.name).join(SavedSite).where(SavedSite.resident_id == resident_id)
    wishes = select(Wish.need, Wish.community_code).where(Wish.resident_id == resident_id)
    reports = select(DoorReport.kind, DoorReport.day, Site.name).join(
        Site, Site.id == DoorReport.site_id
    )
    told = db.session.execute(reports.where(DoorReport.resident_id == resident_id))
    loans = select(Loan.purpose, Loan.starts_at).where(Loan.asked_by == resident_id)
    votes = select(Charter.number, Signature.agrees, Signature.words, Signature.at).join(
        Signature, Signature.charter_id == Charter.id
    )
    cast = db.session.execute(votes.where(Signature.resident_id == resident_id))
    return {
        "charter_votes": [
            {"version": number, "agrees": agrees, "words": words, "at": at.isoformat()}
            for number, agrees, words, at in cast
        ],
        "door_reports": [
            {"kind": kind.value, "day": day.isoformat(), "site": site} for kind, day, site in told
        ],
        "loans": [
            {"purpose": purpose, "starts_at": begin.isoformat()}
            for purpose, begin in db.session.execute(loans.order_by(Loan.id))
        ],
        "saved_sites": list(db.session.scalars(saved.order_by(SavedSite.id))),
        "wishes": [
            {"need": need, "community": community}
            for need, community in db.session.execute(wishes.order_by(Wish.id))
        ],
    }


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # one shape for all
    """Drop what they kept; a wish, a report, a loan and a signature stay without the person."""
    blank = {"resident_id": None, "device_mark": None}
    db.session.execute(update(DoorReport).filter_by(resident_id=resident_id).values(blank))
    db.session.execute(update(Loan).filter_by(asked_by=resident_id).values(asked_by=None))
    db.session.execute(
        update(Signature).filter_by(resident_id=resident_id).values(resident_id=None)
    )
    db.session.execute(delete(Representative).filter_by(resident_id=resident_id))
    db.session.execute(delete(SavedSite).filter_by(resident_id=resident_id))
    db.session.execute(update(Wish).filter_by(resident_id=resident_id).values(resident_id=None))
