"""Being named by another: what one is asked to agree to, and saying yes or no (细则 16, 50)."""

import json
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.approvals.api.applicant import with_registers
from weijiayuan.approvals.errors import ConsentNotAsked, FaceCheckNeeded, NotSimple, TermsChanged
from weijiayuan.approvals.models import Application, Consent, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.schemas.consents import AgreeIn, ConsentOut, ConsentsOut
from weijiayuan.approvals.service import consent_answers, consent_versions
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint

consents = Blueprint(
    "approval_consents",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/approvals",
    description="光速办：请我同意的事",
)
ANSWERING = (ConsentNotAsked, IllegalMove, NotSimple)


@consents.get("/consents")
@consents.response(200, ConsentsOut)
def list_consents() -> dict[str, Any]:
    """List what others ask of the resident: known by the face check that passed here."""
    found = asked_queries.asked_of_person(current_resident_id())
    return {"items": [_shown(consent, application) for consent, application in found]}


def _shown(consent: Consent, application: Application) -> dict[str, Any]:
    """Return a question: who asks, for what, and what the yes is to. No number of anybody."""
    return {
        "id": consent.id,
        "what": consent.what.value,
        "title": application.title,
        "by": queries.answers_of(application).get("operator_name") or "",
        "roles": consent.roles,
        "lines": json.loads(consent.lines),
        "version": consent_versions.version_of(consent),
        "changed": consent_versions.changed_since_last(consent),
        "state": consent.state.value,
        "asked_at": consent.asked_at,
        "answered_at": consent.answered_at,
        "until": consent.until,
    }


@consents.post("/consents/<uuid:consent_id>/agree", asks_outside=True)
@consents.arguments(AgreeIn)
@consents.response(200, ConsentOut)
@consents.refuses(*ANSWERING, FaceCheckNeeded, TermsChanged)
def agree(given: dict[str, Any], consent_id: UUID) -> Response:
    """Agree, with a face check of the last half hour; the last yes lets the application go on.

    `version` says what was read: where it was altered since, nothing is agreed to, and `findings`
    say what is otherwise.
    """
    return _answered(consent_id, read=given["version"])


@consents.post("/consents/<uuid:consent_id>/decline", asks_outside=True)
@consents.response(200, ConsentOut)
@consents.refuses(*ANSWERING)
def decline(consent_id: UUID) -> Response:
    """Say no, or take a yes back as long as nothing is registered. A no is one to any terms."""
    return _answered(consent_id, read=None)


def _answered(consent_id: UUID, *, read: str | None) -> Response:
    """Write down a yes to the version that was read, or a no where none is named."""
    resident_id = current_resident_id()
    with reading():
        told = consent_answers.answers_asked_about(consent_id, by=resident_id)

    def act(*, barred: BarAnswer) -> tuple[Response, Licence | None]:
        row, application = consent_answers.answer(
            consent_id, read=read, barred=barred, by=resident_id, now=clock.now()
        )
        shown = jsonify(ConsentOut().dump(_shown(row, application)))
        return shown, queries.licence_of(application.id)

    return with_registers(told, act)
