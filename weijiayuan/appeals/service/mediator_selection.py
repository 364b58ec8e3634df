"""Who mediates: chosen or drawn, told of, refused, tied to a side; and what happens with nobody."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.errors import (
    ConsentsMissing,
    NoMediator,
    NotDisclosed,
    RefusedBefore,
    SignedAlready,
)
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.appeals.rules import mediator_selection
from weijiayuan.appeals.rules.states import IN_EFFECT, LIVE_MEDIATIONS, MediationState
from weijiayuan.appeals.service import domestic_violence_guard, fallen_signatures
from weijiayuan.appeals.service.appeal_lifecycle import check_words
from weijiayuan.appeals.service.mediation_cases import show_all
from weijiayuan.appeals.service.mediation_notices import tell_staff
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.lottery_draws.rules import new_seed, promise_of

WAITING = "waiting"
AT_THE_TABLE = (MediationState.TALKING, MediationState.AGREED, MediationState.SIGNING)


def assign(
    mediation: Mediation, *, languages: frozenset[str], now: datetime
) -> mediator_selection.Choice:
    """Choose the mediator: by filters, then least load, then a draw. Raises `NoMediator`."""
    _check_free(mediation)
    seed = new_seed()
    needed = queries.needed(mediation, languages)
    chosen = mediator_selection.choose(queries.candidates(now), needed, seed=seed)
    if chosen is None:
        raise NoMediator
    _give(mediation, UUID(chosen.mediator), how=f"draw:{seed}", now=now)
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
    _check_free(mediation)
    needed = queries.needed(mediation, frozenset())
    if str(staff_id) not in {
        one.id for one in mediator_selection.able(queries.candidates(now), needed)
    }:
        raise NoMediator
    _give(mediation, staff_id, how="chosen", now=now)
    return mediation


def _check_free(mediation: Mediation) -> None:
    """Raise `IllegalMove` where a mediator sits at the table: they are refused, not replaced."""
    at_work = mediation.mediator_id is not None and mediation.disclosed_at is not None
    if at_work or mediation.state not in LIVE_MEDIATIONS:
        raise IllegalMove(old=mediation.state, new="another_mediator", allowed=[])


def _give(mediation: Mediation, staff_id: UUID, *, how: str, now: datetime) -> None:
    mediation.mediator_id, mediation.mediator_how = staff_id, how
    _forget_disclosure(mediation)
    _tell_staff(mediation, [staff_id], "mediation_given", now)
    show_all(mediation, now=now)


def _forget_disclosure(mediation: Mediation) -> None:
    for party in queries.parties_of(mediation.id):
        party.accepts_ties = None
    mediation.disclosed_at, mediation.disclosure, mediation.has_ties = None, "", False


def refuse_mediator(
    mediation: Mediation, party: MediationParty, *, now: datetime
) -> mediator_selection.Choice | None:
    """Have another mediator: one side's wish is enough, once each (深圳条例 23).

    Whoever was refused leaves at once, whether or not anybody else is there. Returns who follows.
    """
    if mediation.state in IN_EFFECT:
        raise SignedAlready
    if mediation.mediator_id is None or mediation.state not in LIVE_MEDIATIONS:
        raise NoMediator
    if party.refused_mediator:
        raise RefusedBefore
    party.refused_mediator = True
    return send_away(mediation, side=party.side, now=now)


def send_away(
    mediation: Mediation, *, side: str, now: datetime
) -> mediator_selection.Choice | None:
    """Let the mediator leave; draw another, or tell who is on duty that nobody mediates."""
    left = mediation.mediator_id
    mediation.refused = f"{mediation.refused} {left}".strip()
    mediation.mediator_id, mediation.mediator_how = None, WAITING
    if mediation.state in AT_THE_TABLE:
        fallen_signatures.drop(mediation, fallen_signatures.MEDIATOR_LEFT, now=now)
        mediation.move_to(MediationState.CONSENTED)
    _forget_disclosure(mediation)
    audit.record(
        "mediator left",
        subject_kind="mediation",
        subject_id=mediation.id,
        mediator=left,
        side=side,
    )
    try:
        return assign(mediation, languages=frozenset(), now=now)
    except NoMediator:
        _call_duty(mediation, now)
        show_all(mediation, now=now)
        return None


def _call_duty(mediation: Mediation, now: datetime) -> None:
    line = appeal_queries.on_duty(mediation.territory_code, now)
    _tell_staff(mediation, line, "mediation_waiting", now)


def _tell_staff(mediation: Mediation, staff: list[UUID], template: str, now: datetime) -> None:
    facts, cause = {"number": mediation.number}, str(len(mediation.refused))
    tell_staff(mediation, staff, template, facts, cause=cause, now=now)


def draw_for_waiting(now: datetime) -> int:
    """Draw again for every mediation that nobody mediates; returns how many found somebody."""
    found = 0
    for mediation in queries.waiting_for_mediator():
        try:
            assign(mediation, languages=frozenset(), now=now)
        except NoMediator:
            continue
        found += 1
    return found


def disclose(mediation: Mediation, *, has_ties: bool, text: str, now: datetime) -> Mediation:
    """Say whether there are ties to a party, before the first word and whenever one is found.

    Without ties the talk is open. With ties every party is asked, and until all of them say yes
    there is no talk (在线调解规则 13).
    """
    if mediation.state is MediationState.OPENED:
        raise ConsentsMissing
    domestic_violence_guard.check_joint(mediation)
    check_words(text)
    if has_ties and mediation.state in AT_THE_TABLE:
        fallen_signatures.drop(mediation, fallen_signatures.TIES, now=now)
        mediation.move_to(MediationState.CONSENTED)
    _forget_disclosure(mediation)
    mediation.disclosed_at, mediation.has_ties = now, has_ties
    mediation.disclosure = text or ("有利害关系" if has_ties else "没有利害关系")
    if mediation.state is MediationState.CONSENTED and not has_ties:
        mediation.move_to(MediationState.TALKING)
    audit.record(
        "ties disclosed",
        subject_kind="mediation",
        subject_id=mediation.id,
        has_ties=has_ties,
    )
    domestic_violence_guard.heed(mediation, text, by=None, now=now)
    show_all(mediation, now=now)
    return mediation


def answer_ties(
    mediation: Mediation, party: MediationParty, *, go_on: bool, now: datetime
) -> Mediation:
    """Say yes or no to a mediator with ties. One no and they leave. Raises `NotDisclosed`."""
    if not mediation.has_ties or mediation.state is not MediationState.CONSENTED:
        raise NotDisclosed
    party.accepts_ties = go_on
    audit.record(
        "ties answered",
        subject_kind="mediation",
        subject_id=mediation.id,
        side=party.side,
        go_on=go_on,
    )
    if not go_on:
        send_away(mediation, side=party.side, now=now)
    elif all(each.accepts_ties for each in queries.parties_of(mediation.id)):
        mediation.move_to(MediationState.TALKING)
    show_all(mediation, now=now)
    return mediation
