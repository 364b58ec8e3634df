"""How a side comes into a mediation: the invitation, yes or no, and who it is."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_anyone, require_resident
from weijiayuan.appeals import errors, mediation_views
from weijiayuan.appeals.api.mediations import asking, shown, there
from weijiayuan.appeals.mediation_schemas.mediation_cases import (
    CodeIn,
    ConsentIn,
    IdentityIn,
    InvitationOut,
    MediationOut,
)
from weijiayuan.appeals.models import Mediation
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import MEDIATION_NAMES
from weijiayuan.appeals.service import mediation_consents, mediation_invitations, mediation_term
from weijiayuan.appeals.service import party_participation as joining
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.anonymous_rate_limits import check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

taking_part = Blueprint(
    "taking_part",
    __name__,
    guard=require_anyone,
    url_prefix="/api/v1/mediations",
    description="参加调解",
)


@taking_part.post("/invitations", guard=open_to_all, idempotent=False)
@taking_part.arguments(CodeIn)
@taking_part.response(200, InvitationOut)
@taking_part.refuses(errors.CodeUnknown)
def read_invitation(asked: dict[str, Any]) -> dict[str, Any]:
    """Read an invitation without an account: what it is, what one's rights are. No words of it."""
    check_anonymous_limit(asking)
    party = mediation_invitations.read(asked["code"], now=clock.now())
    mediation = db.session.get_one(Mediation, party.mediation_id)
    return mediation_views.line(mediation) | {
        "side": LABELS[party.side],
        "answer_by": party.answer_by,
        "rights": mediation_consents.RIGHTS,
        "state_text": MEDIATION_NAMES[mediation.state],
    }


@taking_part.post("/invitations/decline", guard=open_to_all, idempotent=False)
@taking_part.arguments(CodeIn)
@taking_part.response(201)
@taking_part.refuses(errors.CodeUnknown, IllegalMove)
def decline_invitation(asked: dict[str, Any]) -> Response:
    """Say no without an account: nobody is mediated against their will (人民调解法 17)."""
    check_anonymous_limit(asking)
    joining.decline_invitation(asked["code"], now=clock.now())
    return Response(status=201)


@taking_part.post("/join", guard=require_resident)
@taking_part.arguments(CodeIn)
@taking_part.response(201, MediationOut)
@taking_part.refuses(errors.CodeUnknown, errors.SamePerson)
def join(asked: dict[str, Any]) -> dict[str, Any]:
    """Take part under a code."""
    party = joining.join(asked["code"], resident_id=current_resident_id(), now=clock.now())
    return shown(party.mediation_id)


@taking_part.post("/<uuid:mediation_id>/consent")
@taking_part.arguments(ConsentIn)
@taking_part.response(201, MediationOut)
@taking_part.refuses(errors.MediationNotFound, errors.NotAParty, IllegalMove)
@taking_part.refuses(errors.GuardianMustAct, errors.ConsentChanged)
def consent(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Agree to mediation.

    `version` says what was read: where it is otherwise by now nothing is agreed to, and `findings`
    say what changed.
    """
    found, read = there(mediation_id), asked["version"]
    joining.consent(found.mediation, found.own_side(), read=read, now=clock.now())
    return shown(mediation_id)


@taking_part.post("/<uuid:mediation_id>/withdraw-consent")
@taking_part.response(201, MediationOut)
@taking_part.refuses(errors.MediationNotFound, errors.NotAParty, IllegalMove)
def withdraw_consent(mediation_id: UUID) -> dict[str, Any]:
    """Take consent back."""
    found = there(mediation_id)
    joining.withdraw_consent(found.mediation, found.own_side(), now=clock.now())
    return shown(mediation_id)


@taking_part.post("/<uuid:mediation_id>/longer")
@taking_part.response(201, MediationOut)
@taking_part.refuses(errors.MediationNotFound, errors.NotAParty, IllegalMove)
def go_on_longer(mediation_id: UUID) -> dict[str, Any]:
    """Agree to go on for thirty days more; it needs the word of every side."""
    found = there(mediation_id)
    mediation_term.longer(found.mediation, found.own_side(), now=clock.now())
    return shown(mediation_id)


@taking_part.post("/<uuid:mediation_id>/verify")
@taking_part.arguments(IdentityIn)
@taking_part.response(201, MediationOut)
@taking_part.refuses(errors.MediationNotFound, errors.NotAParty, errors.IdentityMismatch)
@taking_part.refuses(errors.SamePerson, errors.GuardianMustAct)
def verify(asked: dict[str, Any], mediation_id: UUID) -> dict[str, Any]:
    """Have one's identity checked; it holds thirty minutes."""
    joining.verify(there(mediation_id).own_side(), **asked, now=clock.now())
    return shown(mediation_id)
