"""Asking every owner of a building for consent, and closing the sheet."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from weijiayuan import agreements
from weijiayuan.agreements import Consent
from weijiayuan.commons.errors import (
    BasisUnfit,
    BuildingUnknown,
    NotMember,
    PaperDiffers,
    PaperDone,
    RollNotFound,
    SheetClosed,
    SheetNotFound,
    SheetOutdated,
    SpeaksAlready,
)
from weijiayuan.commons.models import (
    ConsentGiven,
    ConsentSheet,
    ConsentWay,
    Member,
    Roll,
    RollState,
    Space,
    SpaceKind,
)
from weijiayuan.commons.queries import consent_sheets as sheet_queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.unit_number_spelling import building_of
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import readable_code
from weijiayuan.notices import service as notices

SHEET_CODE = 12


def open_sheet(
    space: Space, roll: Roll, *, unit: str, use: str, by: UUID, now: datetime
) -> ConsentSheet:
    """Ask every owner of a building (a roll of owners) for consent to a use of one's own unit.

    Whoever asks has agreed. Raises `RollNotFound` for a roll that is not in force,
    `BasisUnfit`, `UnitNotOnRoll`, `NotMember`, `BuildingUnknown`.
    """
    if roll.basis is not Basis.OWNERS or roll.space_id != space.id:
        raise BasisUnfit
    if roll.state is not RollState.IN_FORCE:
        raise RollNotFound
    require_nobody_named(use)
    if space.kind is not SpaceKind.BUILDING and building_of(unit) is None:
        raise BuildingUnknown
    owner = deliberation_spaces.member_with_unit(roll.id, unit)
    if owner.resident_id != by:
        raise NotMember
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
    say(found.id, owner, agrees=True, now=now)
    _ask_everybody(found, but=by, now=now)
    return found


def _ask_everybody(found: ConsentSheet, *, but: UUID, now: datetime) -> None:
    """Tell every owner with an account that their word is wanted."""
    for member in sheet_queries.owners_asked(found):
        if member.resident_id is not None and member.resident_id != but:
            notices.tell(
                member.resident_id,
                cause=f"commons.sheet:{found.id}",
                template="commons_sheet",
                facts={"unit": found.unit, "use": found.use},
                now=now,
                link="/pages/commons/consents/consents",
            )


def say(sheet_id: UUID, member: Member, *, agrees: bool, now: datetime) -> ConsentSheet:
    """Note what an owner says; the newest counts until it is closed.

    Raises `SheetClosed`, `SheetOutdated`.
    """
    sheet = _open_sheet(sheet_id)
    _require_asked(sheet, member)
    row = {"sheet_id": sheet.id, "member_id": member.id, "agrees": agrees, "said_at": now}
    if insert_new(ConsentGiven, [row]) == 0:
        before = sheet_queries.said(sheet.id, member.id)
        assert before is not None
        before.agrees, before.said_at, before.typed_by = agrees, now, None
        before.way = ConsentWay.ACCOUNT
    return sheet


def type_paper(
    sheet_id: UUID, number: int, *, agrees: bool, by: UUID, now: datetime
) -> ConsentSheet:
    """Type what an owner without an account wrote on paper; the second person's equal entry counts.

    Raises `SheetClosed`, `SheetOutdated`, `UnitNotOnRoll`, `SpeaksAlready`, `PaperDiffers`,
    `PaperDone`.
    """
    sheet = _open_sheet(sheet_id)
    member = deliberation_spaces.member_numbered(sheet.roll_id, number)
    _require_asked(sheet, member)
    if member.resident_id is not None:
        raise SpeaksAlready
    before = sheet_queries.said(sheet.id, member.id)
    if before is None:
        db.session.add(
            ConsentGiven(
                sheet_id=sheet.id,
                member_id=member.id,
                agrees=agrees,
                said_at=now,
                way=ConsentWay.PAPER,
                typed_by=by,
            )
        )
    elif before.typed_by is None:
        raise PaperDone
    elif before.typed_by == by:
        before.agrees = agrees
    elif before.agrees is not agrees:
        raise PaperDiffers
    else:
        before.typed_by = None
    db.session.flush()
    return sheet


def _require_asked(sheet: ConsentSheet, member: Member) -> None:
    if member.id not in {each.id for each in sheet_queries.owners_asked(sheet)}:
        raise NotMember


def _open_sheet(sheet_id: UUID) -> ConsentSheet:
    sheet = sheet_queries.sheet_to_change(sheet_id)
    if sheet.closed_at is not None:
        raise SheetClosed
    if not asks_the_owners(sheet):
        raise SheetOutdated
    return sheet


def asks_the_owners(sheet: ConsentSheet) -> bool:
    """Tell whether a sheet asks the owners: it was closed on their roll, or that is in force."""
    return (
        sheet.closed_at is not None
        or deliberation_spaces.roll(sheet.roll_id).state is RollState.IN_FORCE
    )


def forget_consents(member: Member) -> None:
    """Drop the yes of a member on open sheets: the account that said it is taken off the unit.

    A no stands until an owner whom two people verified says otherwise. Each sheet says how often
    this happened.
    """
    for given in sheet_queries.said_on_open_sheets(member.id):
        if given.way is ConsentWay.ACCOUNT:
            sheet_queries.sheet_to_change(given.sheet_id).replaced += 1
        if given.agrees:
            db.session.delete(given)


def close_sheet(sheet_id: UUID, *, now: datetime) -> ConsentSheet:
    """Close a sheet: what stands on it then is what an office reads.

    Raises `SheetClosed`, `SheetOutdated`.
    """
    sheet = _open_sheet(sheet_id)
    sheet.closed_at = now
    return sheet


def consent_of(sheet: ConsentSheet) -> Consent:
    """Return how far a sheet is, by which version of the roll."""
    roll = deliberation_spaces.roll(sheet.roll_id)
    said, asked = sheet_queries.consents(sheet.id), sheet_queries.owners_asked(sheet)
    owners, disputed = (
        len(asked),
        deliberation_spaces.disputed(roll.id) & {each.id for each in asked},
    )
    ways = sheet_queries.ways_of_agreeing(sheet)
    written = f"{sheet.code}:{roll.version}:{roll.digest}:{sheet.unit}:{sheet.use}"
    written += f":{owners}:{said[True]}:{said[False]}:{ways}:{sheet.replaced}:{len(disputed)}"
    return Consent(
        code=sheet.code,
        place=deliberation_spaces.space(sheet.space_id).name,
        unit=sheet.unit,
        use=sheet.use,
        owners=owners,
        agreed=said[True],
        refused=said[False],
        by_paper=ways.paper,
        bound_since=ways.account_bound_since,
        replaced=sheet.replaced,
        disputed=len(disputed),
        is_closed=sheet.closed_at is not None,
        digest=sha256(written.encode()).hexdigest(),
    )


def read(code: str) -> Consent | None:
    """Return the consent that a code opens, for other services."""
    try:
        return consent_of(sheet_queries.sheet_by_code(code.upper()))
    except SheetNotFound:
        return None


agreements.register_consent_reader("commons", read)
