"""Opening a mediation, bringing both sides in, choosing a mediator, and the sealed talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AuthorityMissing,
    ConsentsMissing,
    NotAParty,
    NotDisclosed,
    OpenedBefore,
    SamePerson,
    TooManyParties,
)
from weijiayuan.appeals.models import Appeal, Mediation, MediationParty, TalkLine
from weijiayuan.appeals.rules.legal_capacity import capacity_at_most, must_be_guarded
from weijiayuan.appeals.rules.sides import SIDES
from weijiayuan.appeals.rules.states import (
    LIVE_MEDIATIONS,
    MEDIATION_NAMES,
    AppealState,
    MediationState,
    Track,
)
from weijiayuan.appeals.service import (
    disputed_covenant_clauses,
    domestic_violence_guard,
    mediation_consents,
    mediation_invitations,
)
from weijiayuan.appeals.service.appeal_lifecycle import check_mediation, check_words
from weijiayuan.appeals.service.mediation_notices import LINK, tell_sides, tell_staff
from weijiayuan.db import blind_index, db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.notices import my_matters

USUAL_DAYS, LABOUR_DAYS = 30, 15
NOBODY_MEDIATES = "正在找调解员"
TIES_ASKED = "调解员有利害关系，等各方说是否继续"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a mediation is about."""

    title: str
    category: str
    territory_code: str
    appeal_number: str | None = None
    clause_code: str = ""


def open_case(asked: Opened, *, by: UUID, as_mediator: bool, now: datetime) -> Mediation:
    """Open a mediation. One out of an appeal is opened by who has the appeal.

    It is about the clause of a covenant that is named, else about the one that the appeal names.
    Raises `NoJointMediation`, `FormalRoadFirst`, `AppealNotFound`, `OpenedBefore`, `ClauseUnknown`.
    """
    disputed_covenant_clauses.require_known(asked.clause_code)
    domestic_violence_guard.check_told(asked.title, asked.category)
    appeal = queries.appeal_to_mediate(asked.appeal_number, by) if asked.appeal_number else None
    if appeal is not None:
        if queries.live_mediation_of(appeal.id) is not None:
            raise OpenedBefore
        _begin(appeal, now=now)
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
        clause_code=asked.clause_code or (appeal.clause_code if appeal else None),
    )
    db.session.add(mediation)
    db.session.flush()
    audit.record("mediation opened", subject_kind="mediation", subject_id=mediation.id)
    domestic_violence_guard.heed(mediation, asked.title, by=None, now=now)
    if appeal is not None and appeal.resident_id is not None:
        add_party(mediation, {"name": "申请人"}, resident_id=appeal.resident_id, now=now)
    return mediation


def _begin(appeal: Appeal, *, now: datetime) -> None:
    check_mediation(appeal, told=appeal.track is Track.MEDIATION, now=now)
    if appeal.state in (AppealState.TRIAGED, AppealState.REOPENED):
        appeal.move_to(AppealState.IN_HAND)
    appeal.track = Track.MEDIATION


def add_party(
    mediation: Mediation,
    facts: Mapping[str, Any],
    *,
    resident_id: UUID | None = None,
    by: UUID | None = None,
    now: datetime,
) -> tuple[MediationParty, str | None]:
    """Add a side. Whoever has no account here gets a code, shown this once.

    Everybody is asked, also those who said yes to talking without it. Raises
    `IllegalMove`, `TooManyParties`, `AuthorityMissing`, `SamePerson`, `TalkApart`, `SaidNo`.
    """
    domestic_violence_guard.check_joint(mediation)
    side = _next_side(mediation)
    if facts.get("agent") and not facts.get("authority"):
        raise AuthorityMissing
    check_another(mediation.id, facts.get("id_number"))
    _check_helpers(mediation, facts)
    party = _party(mediation.id, side, facts, on=clock.local_date(now))
    party.resident_id = resident_id
    if resident_id is None:
        mediation_invitations.check_may_be_asked(mediation, party)
    before = queries.parties_of(mediation.id)
    mediation_consents.keep(mediation)
    db.session.add(party)
    db.session.flush()
    mediation_consents.ask_anew(mediation, before, now=now)
    domestic_violence_guard.heed(mediation, facts.get("address") or "", by=None, now=now)
    if resident_id is not None:
        show(mediation, party, now=now)
        return party, None
    return party, mediation_invitations.invite(party, by=by, now=now)


def _next_side(mediation: Mediation) -> str:
    if mediation.state not in LIVE_MEDIATIONS:
        raise IllegalMove(old=mediation.state, new="another_party", allowed=[])
    sides = {party.side for party in queries.parties_of(mediation.id)}
    side = next((each for each in SIDES if each not in sides), None)
    if side is None:
        raise TooManyParties
    return side


def _party(mediation_id: UUID, side: str, facts: Mapping[str, Any], *, on: date) -> MediationParty:
    number, phone = facts.get("id_number"), facts.get("phone")
    return MediationParty(
        mediation_id=mediation_id,
        side=side,
        name=facts["name"],
        capacity=capacity_at_most(facts.get("capacity") or "full", number, on=on),
        id_number=number,
        id_mark=id_mark(number),
        phone=phone,
        phone_mark=blind_index(f"phone:{phone}") if phone else None,
        address=facts.get("address"),
        guardian=facts.get("guardian"),
        agent=facts.get("agent"),
        authority=bool(facts.get("authority")),
    )


def _check_helpers(mediation: Mediation, facts: Mapping[str, Any]) -> None:
    """Raise `SamePerson` where a guardian or agent stands elsewhere too, or is the party."""
    helpers = {name for name in (facts.get("guardian"), facts.get("agent")) if name}
    if helpers & queries.hosts_of(mediation):
        raise SamePerson
    others = queries.parties_of(mediation.id)
    parties = {facts["name"], *(each.name for each in others)}
    taken = {name for each in others for name in (each.guardian, each.agent) if name}
    if helpers & (parties | taken) or facts["name"] in taken:
        raise SamePerson


def id_mark(number: str | None) -> str | None:
    """Return the blind mark under which an identity number is compared."""
    return blind_index(f"id:{number}") if number else None


def check_another(mediation_id: UUID, number: str | None, *, side: str | None = None) -> None:
    """Raise `SamePerson` if another side, or its guardian, has this identity number already."""
    mark = id_mark(number)
    for each in queries.parties_of(mediation_id):
        if mark in (each.id_mark, each.guardian_mark) and mark is not None and each.side != side:
            raise SamePerson


def lacks_guardian(party: MediationParty, *, now: datetime) -> bool:
    """Tell whether somebody whom only a guardian may act for stands alone, or with a mere name.

    What they do is void, whoever waves it through (民法典 20、21、22、144、145).
    """
    if party.guardian_mark is not None:
        return False
    named = bool(party.guardian) and party.capacity != "full"
    today = clock.local_date(now)
    return named or must_be_guarded(party.capacity, party.id_number, on=today)


def add_guardian(
    mediation: Mediation, party: MediationParty, *, name: str, now: datetime
) -> MediationParty:
    """Let a guardian stand beside a side that is there already. Raises `SamePerson`, `IllegalMove`.

    What the side said before was said without them, or by another: it is asked anew. Nobody guards
    against themselves, nor mediates between themselves and others.
    """
    if mediation.state not in LIVE_MEDIATIONS:
        raise IllegalMove(old=mediation.state, new="guardian", allowed=[])
    _check_guardian(mediation, party, name)
    if party.guardian == name and party.guardian_mark is not None:
        return party
    mediation_consents.keep(mediation)
    party.guardian, party.guardian_mark, party.verified_at = name, None, None
    mediation_consents.ask_anew(mediation, [party], now=now)
    audit.record(
        "guardian added", subject_kind="mediation", subject_id=mediation.id, side=party.side
    )
    show_all(mediation, now=now)
    return party


def _check_guardian(mediation: Mediation, party: MediationParty, name: str) -> None:
    """Raise `SamePerson` where a guardian is a party, somebody's helper, or the mediator."""
    if name in queries.hosts_of(mediation):
        raise SamePerson
    for each in queries.parties_of(mediation.id):
        helpers = {each.agent} if each is party else {each.agent, each.guardian}
        if name in {each.name, *helpers}:
            raise SamePerson


def show(mediation: Mediation, party: MediationParty, *, now: datetime) -> None:
    """Show the mediation among a party's matters; nothing of what it is about stands there."""
    if party.resident_id is not None:
        my_matters.put(
            party.resident_id,
            kind="mediation",
            ref=mediation.number,
            title=f"调解 {mediation.number}",
            state=mediation.state,
            state_text=state_text(mediation),
            link=LINK.format(id=mediation.id),
            at=now,
        )


def state_text(mediation: Mediation) -> str:
    """Return the state in words; that nobody mediates is said."""
    if mediation.mediator_id is None and mediation.state in LIVE_MEDIATIONS:
        return NOBODY_MEDIATES
    if mediation.has_ties and mediation.state is MediationState.CONSENTED:
        return TIES_ASKED
    return MEDIATION_NAMES[mediation.state]


def show_all(mediation: Mediation, *, now: datetime) -> None:
    for party in queries.parties_of(mediation.id):
        show(mediation, party, now=now)


def say(mediation: Mediation, *, room: str, speaker: str, text: str, now: datetime) -> TalkLine:
    """Say something in the joint room or in private. It is sealed and never leaves.

    Raises `ConsentsMissing`, `NotDisclosed`, `NotAParty`, `TalkApart`.
    """
    if mediation.state is MediationState.OPENED:
        raise ConsentsMissing
    if mediation.disclosed_at is None or mediation.state is MediationState.CONSENTED:
        raise NotDisclosed
    if room not in ("joint", *(party.side for party in mediation.parties)):
        raise NotAParty
    if speaker != "mediator" and room not in ("joint", speaker):
        raise NotAParty
    if room == "joint":
        domestic_violence_guard.check_joint(mediation)
    line = TalkLine(mediation_id=mediation.id, room=room, speaker=speaker, text=text, at=now)
    db.session.add(line)
    if speaker != "mediator":
        domestic_violence_guard.heed(mediation, text, by=speaker, now=now)
    return line


def fail(mediation: Mediation, *, by: str, reason: str, now: datetime) -> Mediation:
    """End without agreement; the other roads are told (人民调解法 26).

    Everybody hears but `by`, whose doing it is: nobody waits on for what is over. Who ended it is
    not said: it may be somebody who is afraid of the other side.
    """
    check_words(reason)
    mediation.move_to(MediationState.FAILED)
    mediation.failed_because = reason
    queries.drop_unsigned(mediation.id)
    facts, cause = {"number": mediation.number}, now.isoformat()
    tell_sides(mediation, "mediation_ended", facts, cause=cause, but=by, now=now)
    if by != "mediator":
        host = [mediation.mediator_id]
        tell_staff(mediation, host, "mediation_ended", facts, cause=cause, now=now)
    audit.record("mediation failed", subject_kind="mediation", subject_id=mediation.id)
    show_all(mediation, now=now)
    return mediation
