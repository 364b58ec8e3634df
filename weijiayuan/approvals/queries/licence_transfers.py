"""Offers to take over a licence, by licence, code and application."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from weijiayuan.approvals.errors import HandoverNotFound
from weijiayuan.approvals.models import Handover
from weijiayuan.db import blind_index, db


def mark_of(code: str) -> str:
    """Return the mark of a code, however it is typed."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    return blind_index(f"handover|{plain}")


def open_one(uscc: str) -> Handover | None:
    """Return the open offer of a licence, locked."""
    return db.session.scalar(
        select(Handover)
        .where(Handover.uscc == uscc, Handover.is_open)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def waiting(uscc: str) -> Handover | None:
    """Return the open offer of a licence as it stands, not locked."""
    return db.session.scalar(select(Handover).where(Handover.uscc == uscc, Handover.is_open))


def by_code(code: str) -> Handover:
    """Return the open offer that a code opens, not locked. Raises `HandoverNotFound`."""
    wanted = select(Handover).where(Handover.code_mark == mark_of(code), Handover.is_open)
    found = db.session.scalar(wanted)
    if found is None:
        raise HandoverNotFound
    return found


def taken_up(application_id: UUID) -> Handover | None:
    """Return the open offer that an application takes up."""
    return db.session.scalar(
        select(Handover).where(Handover.application_id == application_id, Handover.is_open)
    )


def of_person(resident_id: UUID) -> Sequence[Handover]:
    """Return the offers that somebody made or took up."""
    mine = or_(Handover.from_resident_id == resident_id, Handover.to_resident_id == resident_id)
    return db.session.scalars(select(Handover).where(mine).order_by(Handover.id)).all()
