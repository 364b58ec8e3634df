"""Rolls of who counts: entered in versions, put in force by a second person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons.errors import (
    NamesakesUnasked,
    RollMalformed,
    RollNotDraft,
    SecondPersonNeeded,
    TooFewDelegates,
)
from weijiayuan.commons.models import Member, Roll, RollState, Space
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.rules import ballot_box, decision_rules, owner_counting
from weijiayuan.commons.rules.buyer_number import buyer_key
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.owner_counting import Owner, Part, name_key, owners_of
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.service import roll_replacement
from weijiayuan.db import blind_index, db


def import_roll(
    space: Space,
    basis: Basis,
    rows: Sequence[Mapping[str, Any]],
    *,
    closes_on: date,
    source: str,
    by: UUID,
) -> Roll:
    """Enter a new version as a draft; units of one buyer's number are one head.

    Raises `RollMalformed`: a unit twice, an owner without area, a number with two names.
    """
    units = [key_of(row["unit"]) for row in rows]
    if len(set(units)) < len(units) or (basis is Basis.OWNERS and _lacks_area(rows)):
        raise RollMalformed
    if owner_counting.two_names(map(_part, rows)):
        raise RollMalformed
    found = owners_in(rows)
    version = queries.newest_version(space.id, basis) + 1
    roll = Roll(
        space_id=space.id,
        basis=basis,
        version=version,
        closes_on=closes_on,
        source=source,
        heads=len(found),
        area=sum(each.area for each in found),
        digest=ballot_box.roll_digest((n, each.area) for n, each in enumerate(found, start=1)),
        made_by=by,
    )
    db.session.add(roll)
    db.session.flush()
    delegates = {row["unit"] for row in rows if row["delegate"]}
    db.session.add_all(_members(roll, found, delegates))
    audit.record("roll entered", subject_kind="roll", subject_id=roll.id, digest=roll.digest)
    return roll


def owners_in(rows: Sequence[Mapping[str, Any]]) -> list[Owner]:
    """Return whom the rows make one head each."""
    return owners_of(_part(row) for row in rows)


def _part(row: Mapping[str, Any]) -> Part:
    """Return a row as a part; the buyer's name and number become marks and are kept nowhere."""
    name, number = name_key(row["owner"]), buyer_key(row["buyer"])
    return Part(
        unit=row["unit"],
        area=row["area_m2"],
        owner=blind_index(f"commons.owner:{name}") if name else "",
        is_unsold=row["unsold"],
        buyer=blind_index(f"commons.buyer:{number}") if number else "",
    )


def _lacks_area(rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(row["area_m2"] == 0 for row in rows)


def _members(roll: Roll, found: Sequence[Owner], delegates: set[str]) -> list[Member]:
    return [
        Member(
            roll_id=roll.id,
            number=number,
            units=list(each.units),
            area=each.area,
            is_developer=each.is_developer,
            is_delegate=bool(delegates & set(each.units)),
            owner_mark=(each.name or None) if not each.is_developer else None,
            buyer_mark=(each.buyer or None) if not each.is_developer else None,
        )
        for number, each in enumerate(found, start=1)
    ]


def namesakes_on(roll_id: UUID) -> list[tuple[str, ...]]:
    """Return the units of members who have one name and no number that tells them apart."""
    return owner_counting.namesakes(
        Owner(
            key="",
            units=tuple(each.units),
            area=each.area,
            is_developer=each.is_developer,
            name=each.owner_mark or "",
            buyer=each.buyer_mark or "",
        )
        for each in queries.members(roll_id)
    )


def confirm_roll(roll_id: UUID, *, namesakes_differ: bool, by: UUID, now: datetime) -> Roll:
    """Put a draft in force as a second person; who was verified before stays so.

    Owners of one name are different people only if that person says so, too.
    Raises `RollNotDraft`, `SecondPersonNeeded`, `TooFewDelegates`, `NamesakesUnasked`.
    """
    roll = queries.roll_to_change(roll_id)
    if roll.state is not RollState.DRAFT:
        raise RollNotDraft
    if roll.made_by == by:
        raise SecondPersonNeeded
    _check_composition(roll)
    same = namesakes_on(roll.id)
    if same and not namesakes_differ:
        raise NamesakesUnasked(units="；".join("、".join(each) for each in same))
    former = _replaced(roll)
    roll.state, roll.confirmed_by = RollState.IN_FORCE, by
    db.session.flush()
    if former is not None:
        roll_replacement.carry_over(former, roll, by=by, now=now)
    audit.record("roll in force", subject_kind="roll", subject_id=roll.id, digest=roll.digest)
    return roll


def _check_composition(roll: Roll) -> None:
    """Raise `TooFewDelegates` where the law says how many of the members are delegates."""
    delegates = queries.delegates_on(roll.id)
    for rule in decision_rules.shipped().values():
        for share in rule.composition if rule.basis is roll.basis else ():
            if not share.holds(delegates, roll.heads):
                raise TooFewDelegates(
                    share=str(share.fraction),
                    article=share.article,
                    delegates=delegates,
                    least=share.least(roll.heads),
                )


def _replaced(roll: Roll) -> Roll | None:
    former = next(
        (
            each
            for each in queries.rolls_of(roll.space_id)
            if each.basis is roll.basis and each.state is RollState.IN_FORCE
        ),
        None,
    )
    if former is not None:
        former.state = RollState.REPLACED
        db.session.flush()
    return former
