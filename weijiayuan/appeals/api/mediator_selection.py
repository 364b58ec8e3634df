"""Who mediates: named or drawn, with ties told and answered, refused by one side's wish."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_anyone, require_role
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.appeals import errors, mediation_views
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.mediations import shown, there, version_now
from weijiayuan.appeals.api.mediators import mediators
from weijiayuan.appeals.mediation_schemas.mediation_cases import (
    ChosenIn,
    DisclosureIn,
    DrawnOut,
    MediationLineOut,
    MediationOut,
    MediationsOut,
    StoppedIn,
    TiesIn,
)
from weijiayuan.appeals.models import Mediation
from weijiayuan.appeals.queries import staff_name
from weijiayuan.appeals.rules.mediator_selection import Choice
from weijiayuan.appeals.service import domestic_violence_guard
from weijiayuan.appeals.service import mediator_selection as service
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read

choosing = Blueprint(
    "choosing",
    __name__,
    guard=require_anyone,
    url_prefix="/api/v1/mediations",
    description="选调解员、回避",
)


@choosing.post("/<uuid:mediation_id>/mediator")
@choosing.arguments(ChosenIn)
@choosing.response(201, DrawnOut)
@choosing.refuses(errors.MediationNotFound, errors.NoMediator, IllegalMove)
def choose_mediator(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Name a mediator, or let filters, load and the draw decide. A side does so while none is."""
    who = there(mediation_id)
    if who.is_judge:
        raise errors.MediationNotFound
    if who.party is not None and who.mediation.mediator_id is not None:
        raise IllegalMove(old=who.mediation.state, new="another_mediator", allowed=[])
    return _chosen(who.mediation, asked)


def _chosen(mediation: Mediation, asked: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    if asked["mediator"] is None:
        languages = frozenset(asked["languages"])
        return _drawn(service.assign(mediation, languages=languages, now=now))
    service.choose_mediator(mediation, asked["mediator"], now=now)
    chosen = str(asked["mediator"])
    return {"mediator": chosen, "name": staff_name(asked["mediator"]), "among": [chosen]}


def _drawn(drawn: Choice | None) -> dict[str, Any]:
    if drawn is None:
        return {"mediator": None, "name": None, "among": [], "seed": None}
    return {
        "mediator": drawn.mediator,
        "name": staff_name(UUID(drawn.mediator)),
        "among": drawn.among,
        "seed": drawn.seed,
    }


@choosing.post("/<uuid:mediation_id>/refuse-mediator")
@choosing.response(201, DrawnOut)
@choosing.refuses(errors.MediationNotFound, errors.NotAParty, errors.RefusedBefore)
@choosing.refuses(errors.NoMediator, errors.SignedAlready)
def refuse_mediator(mediation_id: UUID) -> dict[str, Any]:
    """Have another mediator, once; no reason is asked. Nobody in the answer: one is looked for."""
    found = there(mediation_id)
    return _drawn(service.refuse_mediator(found.mediation, found.own_side(), now=clock.now()))


@choosing.post("/<uuid:mediation_id>/disclosures")
@choosing.arguments(DisclosureIn)
@choosing.response(201, MediationOut)
@choosing.refuses(errors.MediationNotFound, errors.ConsentsMissing, errors.LabelRefused)
@choosing.refuses(errors.TalkApart, IllegalMove)
@decided_as_read(version_now)
def disclose(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Say whether there are ties, before the first word."""
    mediation = there(mediation_id).as_mediator()
    service.disclose(mediation, **asked, now=clock.now())
    return shown(mediation_id)


@choosing.post("/<uuid:mediation_id>/ties")
@choosing.arguments(TiesIn)
@choosing.response(201, MediationOut)
@choosing.refuses(errors.MediationNotFound, errors.NotAParty, errors.NotDisclosed)
def answer_ties(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Say whether one goes on with a mediator who has ties. One no, and they leave."""
    found = there(mediation_id)
    service.answer_ties(found.mediation, found.own_side(), **asked, now=clock.now())
    return shown(mediation_id)


@mediators.get("/waiting", guard=require_role(Role.DUTY_WORKER))
@mediators.response(200, MediationsOut)
def list_waiting() -> dict[str, Any]:
    """List the mediations of the caller's areas that nobody mediates. None of their words."""
    return {"items": [mediation_views.line(each) for each in _waiting_here()]}


def _waiting_here() -> list[Mediation]:
    found = queries.waiting_for_mediator()
    return [one for one in found if one.territory_code.startswith(_my_areas())]


def _my_areas() -> tuple[str, ...]:
    areas = current().duties(Role.DUTY_WORKER)
    return tuple("" if area.kind is TerritoryKind.DISTRICT else area.code for area in areas)


def _stopped(mediation_id: UUID) -> Mediation:
    mediation = queries.locked(mediation_id)
    if not mediation.territory_code.startswith(_my_areas()):
        raise errors.MediationNotFound
    return mediation


def _told_now(mediation_id: UUID) -> str:
    return mediation_views.told_version(_stopped(mediation_id))


@mediators.post("/stopped/<uuid:mediation_id>", guard=require_role(Role.DUTY_WORKER))
@mediators.arguments(StoppedIn)
@mediators.response(201, MediationLineOut)
@mediators.refuses(errors.MediationNotFound, errors.NothingStopped, IllegalMove)
@decided_as_read(_told_now)
def look_into_violence(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Let go on what stopped for violence at home, where a second person found none."""
    mediation, by = _stopped(mediation_id), current_staff().id
    return mediation_views.line(domestic_violence_guard.lift(mediation, **asked, by=by))


@mediators.get("/stopped", guard=require_role(Role.DUTY_WORKER))
@mediators.response(200, MediationsOut)
def list_stopped() -> dict[str, Any]:
    """List the mediations of the caller's areas that stopped for violence at home. No words."""
    found = queries.stopped_for_violence()
    here = [one for one in found if one.territory_code.startswith(_my_areas())]
    items = [
        mediation_views.line(each) | {"version": mediation_views.told_version(each)}
        for each in here
    ]
    return {"items": items}


@mediators.post("/waiting/<uuid:mediation_id>", guard=require_role(Role.DUTY_WORKER))
@mediators.arguments(ChosenIn)
@mediators.response(201, DrawnOut)
@mediators.refuses(errors.MediationNotFound, errors.NoMediator, IllegalMove)
def find_mediator(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Find a mediator for what nobody mediates; whoever was refused is not among them."""
    current_staff()
    for mediation in _waiting_here():
        if mediation.id == mediation_id:
            return _chosen(mediation, asked)
    raise errors.MediationNotFound
