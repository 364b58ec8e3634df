"""Writing covenants, having their clauses read, signing freely, filing; and consent sheets."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.commons.errors import (
    BasisUnfit,
    ClausesBlocked,
    ReviewNeeded,
    SecondPersonNeeded,
    SheetClosed,
    SignedBefore,
)
from weijiayuan.commons.models.community import (
    ConsentGiven,
    ConsentSheet,
    Covenant,
    CovenantKind,
    CovenantSignature,
    CovenantState,
)
from weijiayuan.commons.models.spaces import Member, Roll, Space
from weijiayuan.commons.queries import community as queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules import clause_check
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import readable_code

SHEET_CODE = 12


def write(
    space: Space, kind: CovenantKind, *, title: str, clauses: Sequence[str], by: UUID
) -> Covenant:
    """Write a new version as a draft, with what the check finds in its clauses."""
    found = Covenant(
        space_id=space.id,
        kind=kind,
        version=queries.newest_version(space.id, kind) + 1,
        title=title,
        clauses=list(clauses),
        findings=[asdict(each) for each in clause_check.check(clauses)],
        made_by=by,
    )
    db.session.add(found)
    db.session.flush()
    return found


def review(covenant_id: UUID, words: str, *, by: UUID) -> Covenant:
    """Note as a second person that what the check asked a person about was looked at."""
    found = queries.covenant_to_change(covenant_id)
    if found.made_by == by:
        raise SecondPersonNeeded
    found.reviewed_by, found.review = by, words
    return found


def open_for_signing(covenant_id: UUID) -> Covenant:
    """Let people sign a version that takes nothing it cannot take; it replaces the former one.

    Raises `ClausesBlocked` with the findings, `ReviewNeeded`, `IllegalMove`.
    """
    found = queries.covenant_to_change(covenant_id)
    blocked = [each for each in found.findings if each["level"] == "block"]
    if blocked:
        raise ClausesBlocked(findings=blocked)
    if any(each["level"] == "review" for each in found.findings) and found.reviewed_by is None:
        raise ReviewNeeded
    former = queries.former_covenant(found)
    found.move_to(CovenantState.SIGNING)
    if former is not None and former.state is not CovenantState.REPLACED:
        former.move_to(CovenantState.REPLACED)
    audit.record("covenant opened", subject_kind="covenant", subject_id=found.id)
    return found


def sign(covenant_id: UUID, *, by: UUID) -> Covenant:
    """Sign a version, freely. Raises `NotMember`, `SignedBefore`, `IllegalMove`."""
    found = queries.covenant_to_change(covenant_id)
    if found.state not in {CovenantState.SIGNING, CovenantState.FILED}:
        found.move_to(CovenantState.FILED)
    spaces.require_belongs(found.space_id, by)
    if insert_new(CovenantSignature, [{"covenant_id": found.id, "resident_id": by}]) == 0:
        raise SignedBefore
    return found


def file(
    covenant_id: UUID, *, accepted: bool, number: str, remark: str, by: UUID, now: datetime
) -> Covenant:
    """File a covenant as the street, or return it to be mended. Raises `IllegalMove`."""
    found = queries.covenant_to_change(covenant_id)
    found.move_to(CovenantState.FILED if accepted else CovenantState.RETURNED)
    found.filed_at, found.filed_by, found.filing_no, found.remark = now, by, number, remark
    audit.record("covenant filed", subject_kind="covenant", subject_id=found.id, accepted=accepted)
    return found


def changes(found: Covenant) -> dict[str, list[str]]:
    """Return the clauses that are new since the former version, and those that are gone."""
    former = queries.former_covenant(found)
    before = former.clauses if former else []
    return {
        "added": [each for each in found.clauses if each not in before],
        "removed": [each for each in before if each not in found.clauses],
    }


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
    sheet = queries.sheet_to_change(sheet_id)
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
    sheet = queries.sheet_to_change(sheet_id)
    if sheet.closed_at is not None:
        raise SheetClosed
    sheet.closed_at = now
    return sheet
