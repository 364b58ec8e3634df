"""Asking every owner of a building for consent, and closing the sheet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.commons.errors import (
    BasisUnfit,
    SheetClosed,
)
from weijiayuan.commons.models import (
    ConsentGiven,
    ConsentSheet,
    Member,
    Roll,
    Space,
)
from weijiayuan.commons.queries import consent_sheets as sheet_queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import readable_code

SHEET_CODE = 12


def open_sheet(space: Space, roll: Roll, *, unit: str, use: str, by: UUID) -> ConsentSheet:
    """Ask every owner of a building (a roll of owners) for consent to a use of one unit.

    Raises `BasisUnfit`, `UnitNotOnRoll`.
    """
    if roll.basis is not Basis.OWNERS or roll.space_id != space.id:
        raise BasisUnfit
    spaces.member_with_unit(roll.id, unit)
    found = ConsentSheet(
        space_id=space.id,
        roll_id=roll.id,
        unit=unit,
        use=use,
        asked_by=by,
        code=readable_code(SHEET_CODE),
    )
    db.session.add(found)
    db.session.flush()
    return found


def say(sheet_id: UUID, member: Member, *, agrees: bool, now: datetime) -> ConsentSheet:
    """Note what an owner says; the newest counts until it is closed. Raises `SheetClosed`."""
    sheet = sheet_queries.sheet_to_change(sheet_id)
    if sheet.closed_at is not None:
        raise SheetClosed
    row = {"sheet_id": sheet.id, "member_id": member.id, "agrees": agrees, "said_at": now}
    if insert_new(ConsentGiven, [row]) == 0:
        wanted = select(ConsentGiven).filter_by(sheet_id=sheet.id, member_id=member.id)
        before = db.session.scalars(wanted).one()
        before.agrees, before.said_at = agrees, now
    return sheet


def close_sheet(sheet_id: UUID, *, now: datetime) -> ConsentSheet:
    """Close a sheet: what stands on it then is what an office reads. Raises `SheetClosed`."""
    sheet = sheet_queries.sheet_to_change(sheet_id)
    if sheet.closed_at is not None:
        raise SheetClosed
    sheet.closed_at = now
    return sheet
