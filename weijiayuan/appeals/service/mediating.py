"""Opening a mediation, bringing both sides in, choosing a mediator, and the sealed talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AuthorityMissing,
    ConsentsMissing,
    NoJointMediation,
    NoMediator,
    NotAParty,
    NotDisclosed,
    OpenedBefore,
    RefusedBefore,
    SamePerson,
    TooManyParties,
)
from weijiayuan.appeals.models import Appeal, Mediation, MediationParty, TalkLine
from weijiayuan.appeals.roads import dangers
from weijiayuan.appeals.rules import mediators
from weijiayuan.appeals.rules.states import AppealState, MediationState, Track
from weijiayuan.appeals.service.handling import check_words
from weijiayuan.db import blind_index, db
from weijiayuan.draws.rules import new_seed, promise_of
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits, readable_code
from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell

SIDES = "abcdefgh"
USUAL_DAYS, LABOUR_DAYS = 30, 15
NOTICE_VERSION = "2026-11"
CODE_LENGTH = 10
LINK = "/pages/appeals/mediation/mediation?id={id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a mediation is about."""

    title: str
    category: str
    territory_code: str
    appeal_number: str | None = None


def open_case(asked: Opened, *, by: UUID, as_mediator: bool, now: datetime) -> Mediation:
    """Open a mediation. One out of an appeal is opened by who has the appeal.

    Raises `NoJointMediation`, `AppealNotFound`, `OpenedBefore`.
    """
    appeal = queries.appeal_to_mediate(asked.appeal_number, by) if asked.appeal_number else None
    if appeal is not None:
        if queries.live_mediation_of(appeal.id) is not None:
            raise OpenedBefore
        _begin(appeal)
    days = LABOUR_DAYS if asked.category == "labour" else USUAL_DAYS
    mediation = Mediation(
        number=f"TJ{clock.local_date(now):%Y%m%d}{digits(6)}",
        category=asked.category,
        territory_code=asked.territory_code,
        title=asked.title,
        opened_by=by,
        opened_at=now,
        due_at=now + timedelta(days=days),
        appeal_id=appeal.id if appeal else None,
        mediator_id=by if as_mediator else None,
        mediator_how="opened" if as_mediator else "",
    )
    db.session.add(mediation)
    db.session.flush()
    audit.record("mediation opened", subject_kind="mediation", subject_id=mediation.id)
    if appeal is not None and appeal.resident_id is not None:
        add_party(mediation, {"name": "申请人"}, resident_id=appeal.resident_id, now=now)
    return mediation


def _begin(appeal: Appeal) -> None:
    if appeal.violence_at_home or appeal.danger == "domestic":
        raise NoJointMediation
    if appeal.state in (AppealState.TRIAGED, AppealState.REOPENED):
        appeal.move_to(AppealState.IN_HAND)
    appeal.track = Track.MEDIATION


def add_party(
    mediation: Mediation,
    facts: Mapping[str, Any],
    *,
    resident_id: UUID | None = None,
    now: datetime,
) -> tuple[MediationParty, str | None]:
    """Add a side. Whoever has no account here gets a code, shown this once."""
    sides = {party.side for party in queries.parties_of(mediation.id)}
    side = next((each for each in SIDES if each not in sides), None)
    if side is None:
        raise TooManyParties
    if facts.get("agent") and not facts.get("authority"):
        raise AuthorityMissing
    number = facts.get("id_number")
    check_another(mediation.id, number)
    code = None if resident_id else readable_code(CODE_LENGTH)
    phone = facts.get("phone")
    party = MediationParty(
        mediation_id=mediation.id,
        side=side,
        name=facts["name"],
        capacity=facts.get("capacity") or "full",
        id_number=number,
        id_mark=id_mark(number),
        phone=phone,
        phone_mark=blind_index(f"phone:{phone}") if phone else None,
        address=facts.get("address"),
        guardian=facts.get("guardian"),
        agent=facts.get("agent"),
        authority=bool(facts.get("authority")),
        resident_id=resident_id,
        code_mark=mark_of(code) if code else None,
    )
    db.session.add(party)
    db.session.flush()
    if resident_id is not None:
        show(mediation, party, now=now)
    return party, code


def id_mark(number: str | None) -> str | None:
    """Return the blind mark under which an identity number is compared."""
    return blind_index(f"id:{number}") if number else None


def check_another(mediation_id: UUID, number: str | None, *, side: str | None = None) -> None:
    """Raise `SamePerson` if another side has this identity number already."""
    mark = id_mark(number)
    for each in queries.parties_of(mediation_id):
        if mark is not None and each.id_mark == mark and each.side != side:
            raise SamePerson


def mark_of(code: str) -> str:
    """Return what is kept of an invitation code."""
    return sha256(f"mediation:{code.strip().upper()}".encode()).hexdigest()


def new_code(party: MediationParty) -> str:
    """Give a side a new code; the old one ends."""
    code = readable_code(CODE_LENGTH)
    party.code_mark = mark_of(code)
    return code


def show(mediation: Mediation, party: MediationParty, *, now: datetime) -> None:
    """Show the mediation among a party's matters; nothing of what it is about stands there."""
    from weijiayuan.appeals.rules.states import MEDIATION_NAMES  # noqa: PLC0415

    if party.resident_id is not None:
        my_matters.put(
            party.resident_id,
            kind="mediation",
            ref=mediation.number,
            title=f"调解 {mediation.number}",
            state=mediation.state,
            state_text=MEDIATION_NAMES[mediation.state],
            link=LINK.format(id=mediation.id),
            at=now,
        )


def show_all(mediation: Mediation, *, now: datetime) -> None:
    for party in queries.parties_of(mediation.id):
        show(mediation, party, now=now)


def assign(mediation: Mediation, *, languages: frozenset[str], now: datetime) -> mediators.Choice:
    """Choose the mediator: by filters, then least load, then a draw. Raises `NoMediator`."""
    needed = queries.needed(mediation, languages)
    seed = new_seed()
    chosen = mediators.choose(queries.candidates(now), needed, seed=seed)
    if chosen is None:
        raise NoMediator
    mediation.mediator_id = UUID(chosen.mediator)
    mediation.mediator_how = f"draw:{seed}"
    mediation.disclosed_at, mediation.disclosure = None, ""
    audit.record(
        "mediator drawn",
        subject_kind="mediation",
        subject_id=mediation.id,
        mediator=chosen.mediator,
        among=list(chosen.among),
        promise=promise_of(seed),
        seed=seed,
    )
    return chosen


def choose_mediator(mediation: Mediation, staff_id: UUID, *, now: datetime) -> Mediation:
    """Take the mediator that the parties name from the list. Raises `NoMediator`."""
    needed = queries.needed(mediation, frozenset())
    able = {one.id for one in mediators.able(queries.candidates(now), needed)}
    if str(staff_id) not in able:
        raise NoMediator
    mediation.mediator_id, mediation.mediator_how = staff_id, "chosen"
    mediation.disclosed_at, mediation.disclosure = None, ""
    return mediation


def refuse_mediator(
    mediation: Mediation, party: MediationParty, *, now: datetime
) -> mediators.Choice:
    """Have another mediator: one side's wish is enough, once each (深圳条例 23)."""
    if party.refused_mediator:
        raise RefusedBefore
    party.refused_mediator = True
    mediation.refused = f"{mediation.refused} {mediation.mediator_id}".strip()
    if mediation.state is MediationState.TALKING:
        mediation.move_to(MediationState.CONSENTED)
    return assign(mediation, languages=frozenset(), now=now)


def disclose(mediation: Mediation, *, has_ties: bool, text: str, now: datetime) -> Mediation:
    """Say whether there are ties to a party, before the first word; then the talk is open."""
    if mediation.state is MediationState.OPENED:
        raise ConsentsMissing
    check_words(text)
    mediation.disclosed_at = now
    mediation.disclosure = text or ("有利害关系" if has_ties else "没有利害关系")
    if mediation.state is MediationState.CONSENTED:
        mediation.move_to(MediationState.TALKING)
    show_all(mediation, now=now)
    return mediation


def say(mediation: Mediation, *, room: str, speaker: str, text: str, now: datetime) -> TalkLine:
    """Say something in the joint room or in private. It is sealed and never leaves.

    Raises `ConsentsMissing`, `NotDisclosed`, `NotAParty`.
    """
    if mediation.state is MediationState.OPENED:
        raise ConsentsMissing
    if mediation.disclosed_at is None:
        raise NotDisclosed
    if speaker != "mediator" and room not in ("joint", speaker):
        raise NotAParty
    line = TalkLine(mediation_id=mediation.id, room=room, speaker=speaker, text=text, at=now)
    db.session.add(line)
    if dangers.recognise(text) is not None:
        audit.record("danger in talk", subject_kind="mediation", subject_id=mediation.id)
        _warn_mediator(mediation, now)
    return line


def _warn_mediator(mediation: Mediation, now: datetime) -> None:
    """The mediator must report when a quarrel may turn violent (人民调解法 25)."""
    resident_id = queries.resident_of_staff(mediation.mediator_id)
    if resident_id is not None:
        tell(
            resident_id,
            cause=f"mediation_danger:{mediation.number}:{now.timestamp():.0f}",
            template="mediation_danger",
            facts={"number": mediation.number},
            now=now,
            urgent=True,
        )


def fail(mediation: Mediation, *, reason: str, now: datetime) -> Mediation:
    """End without agreement; the other roads are told (人民调解法 26)."""
    check_words(reason)
    mediation.move_to(MediationState.FAILED)
    mediation.failed_because = reason
    queries.drop_unsigned(mediation.id)
    audit.record("mediation failed", subject_kind="mediation", subject_id=mediation.id)
    show_all(mediation, now=now)
    return mediation
