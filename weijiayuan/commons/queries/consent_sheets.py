"""Questions about consent sheets."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import SheetNotFound
from weijiayuan.commons.models import ConsentGiven, ConsentSheet, ConsentWay, Member, SpaceKind
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries.fetch_by_id import row_to_change
from weijiayuan.commons.rules.unit_number_spelling import building_of
from weijiayuan.db import db


def sheet_to_change(sheet_id: UUID) -> ConsentSheet:
    """Return a consent sheet, locked until the transaction ends. Raises `SheetNotFound`."""
    return row_to_change(ConsentSheet, sheet_id, SheetNotFound)


def sheet_by_code(code: str) -> ConsentSheet:
    """Return a consent sheet by the code on it. Raises `SheetNotFound`."""
    found = db.session.scalars(select(ConsentSheet).filter_by(code=code)).one_or_none()
    if found is None:
        raise SheetNotFound
    return found


def sheets(space_id: UUID) -> Select[Any]:
    """Select the sheets of a space."""
    return select(ConsentSheet).filter_by(space_id=space_id)


def sheets_asking(resident_id: UUID) -> Select[Any]:
    """Select the sheets of every roll on which a resident speaks for somebody."""
    rolls = select(Member.roll_id).where(Member.resident_id == resident_id)
    return select(ConsentSheet).where(ConsentSheet.roll_id.in_(rolls))


def said(sheet_id: UUID, member_id: UUID) -> ConsentGiven | None:
    """Return what was said for an owner, typed twice or not."""
    wanted = select(ConsentGiven).filter_by(sheet_id=sheet_id, member_id=member_id)
    return db.session.scalars(wanted).one_or_none()


def said_on_open_sheets(member_id: UUID) -> list[ConsentGiven]:
    """Return what was said for a member on sheets that are not closed."""
    wanted = (
        select(ConsentGiven)
        .join(ConsentSheet, ConsentSheet.id == ConsentGiven.sheet_id)
        .where(ConsentGiven.member_id == member_id, ConsentSheet.closed_at.is_(None))
    )
    return list(db.session.scalars(wanted))


def said_by(sheet_id: UUID, member_id: UUID) -> bool | None:
    """Return what an owner said, None while they said nothing."""
    wanted = select(ConsentGiven.agrees).filter_by(sheet_id=sheet_id, member_id=member_id)
    return db.session.scalar(wanted)


def owners_asked(sheet: ConsentSheet) -> list[Member]:
    """Return the owners of the building: of the roll of a building all, else those beside it."""
    found = deliberation_spaces.members(sheet.roll_id)
    building = building_of(sheet.unit)
    if deliberation_spaces.space(sheet.space_id).kind is SpaceKind.BUILDING or building is None:
        return list(found)
    return [each for each in found if building in map(building_of, each.units)]


@dataclass(frozen=True, slots=True)
class Ways:
    """How many agreed by an account from before the sheet, by one bound since, and on paper."""

    account: int
    account_bound_since: int
    paper: int


def ways_of_agreeing(sheet: ConsentSheet) -> Ways:
    """Return by which way each consent came; what one person typed is none yet."""
    rows = db.session.execute(
        select(ConsentGiven.way, Member.bound_at)
        .join(Member, Member.id == ConsentGiven.member_id)
        .where(
            ConsentGiven.sheet_id == sheet.id,
            ConsentGiven.agrees.is_(True),
            ConsentGiven.typed_by.is_(None),
        )
    ).all()
    paper = sum(way is ConsentWay.PAPER for way, _ in rows)
    since = sum(
        way is ConsentWay.ACCOUNT and bound_at is not None and bound_at > sheet.created_at
        for way, bound_at in rows
    )
    return Ways(len(rows) - paper - since, since, paper)


def consents(sheet_id: UUID) -> dict[bool, int]:
    """Return how many owners said yes and no; paper that one person typed is not said yet."""
    rows = db.session.execute(
        select(ConsentGiven.agrees, func.count())
        .filter_by(sheet_id=sheet_id, typed_by=None)
        .group_by(ConsentGiven.agrees)
    ).all()
    return {True: 0, False: 0} | {row[0]: row[1] for row in rows}
