"""What an applicant does: check who they are, apply, correct, withdraw, ask for a person."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.approvals import application_views, decision_proofs
from weijiayuan.approvals.errors import (
    ApplicationNotFound,
    AttemptMovedOn,
    IdentityUnavailable,
    TooManyDrafts,
)
from weijiayuan.approvals.identity_check_validity import identity_minutes
from weijiayuan.approvals.models import Application, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rulebook_in_force import current, ground
from weijiayuan.approvals.schemas.applicant import (
    ApplicationBriefOut,
    ApplicationOut,
    ApplyIn,
    CorrectIn,
    IdentityIn,
    IdentityOut,
    MyApplicationsIn,
    OnAttemptIn,
    ProofOut,
)
from weijiayuan.approvals.service import applications as service
from weijiayuan.approvals.service import licence_sealing
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

applying = Blueprint(
    "applying",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/approvals",
    description="光速办：我的申请",
)
logger = logging.getLogger(__name__)


@applying.post("/identity-checks", asks_outside=True)
@applying.arguments(IdentityIn)
@applying.response(201, IdentityOut)
@applying.refuses(IdentityUnavailable)
def check_identity(given: dict[str, Any]) -> Response:
    """Have a face checked against name and number; it holds for half an hour. Keeps no picture."""
    resident_id = current_resident_id()
    found = service.check_identity(resident_id, given["name"], given["number"], given["face"])
    if found is None:
        raise IdentityUnavailable(retry_after=30)

    def act() -> Response:
        check = service.keep_identity(resident_id, *found, now=clock.now())
        body = IdentityOut().dump(
            {
                "result": check.result,
                "checked_at": check.checked_at,
                "valid_minutes": identity_minutes(),
            }
        )
        return _answer(body, 201)

    return once(act)


@applying.post("/applications", asks_outside=True)
@applying.arguments(ApplyIn)
@applying.response(201, ApplicationOut)
@applying.refuses(TooManyDrafts)
def apply(given: dict[str, Any]) -> Response:
    """Apply for a licence: approved in this request, given back with every fault, or looked at.

    With `draft` the answers are only kept.
    """
    resident_id, answers = current_resident_id(), given["answers"]
    if given["draft"]:
        return once(lambda: _shown(service.begin(resident_id, given["kind"], answers), 201))

    def act(*, barred: BarAnswer) -> Application:
        application = service.begin(resident_id, given["kind"], answers)
        service.submit(application, answers, barred=barred, now=clock.now())
        return application

    return decided(answers, act, status=201)


@applying.get("/applications")
@applying.arguments(MyApplicationsIn, location="query")
@applying.response(200, page_schema(ApplicationBriefOut))
def list_applications(asked: dict[str, Any]) -> dict[str, Any]:
    """List the resident's applications, newest first."""
    found = page_by(
        queries.my_applications(current_resident_id()),
        Application.created_at,
        Application.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [application_views.brief(each) for each in found.items]
    return {"items": items, "next_cursor": found.next_cursor}


@applying.get("/applications/<uuid:application_id>")
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound)
def read_application(application_id: UUID) -> dict[str, Any]:
    """Return an application with every ruling, what happened, and the licence."""
    found = queries.application(application_id, current_resident_id())
    return application_views.application_facts(found, with_answers=True)


@applying.put("/applications/<uuid:application_id>")
@applying.arguments(CorrectIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove, AttemptMovedOn)
def save_draft(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Keep other answers without submitting them."""
    found = service.save_draft(application_id, **given, by=current_resident_id())
    return application_views.application_facts(found, with_answers=True)


@applying.post("/applications/<uuid:application_id>/correct", asks_outside=True)
@applying.arguments(CorrectIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove, AttemptMovedOn)
def correct(given: dict[str, Any], application_id: UUID) -> Response:
    """Submit a draft, or what was corrected: a new attempt; the former ones stay.

    `attempt` is the one that was corrected: answers written on another would undo a newer one.
    """
    resident_id = current_resident_id()

    def act(*, barred: BarAnswer) -> Application:
        application = queries.application_to_change(application_id, resident_id)
        service.check_attempt(application, given["attempt"], given["saves"])
        service.submit(application, answers, barred=barred, now=clock.now())
        return application

    with reading():
        before = queries.application(application_id, resident_id)
        answers = service.with_number(before, given["answers"])
    return decided(answers, act)


@applying.post("/applications/<uuid:application_id>/withdraw")
@applying.arguments(OnAttemptIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove, AttemptMovedOn)
def withdraw(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Take an application back, on the attempt that was read."""
    found = service.withdraw(application_id, **given, by=current_resident_id(), now=clock.now())
    return application_views.application_facts(found, with_answers=True)


@applying.post("/applications/<uuid:application_id>/human", asks_outside=True)
@applying.arguments(OnAttemptIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove, AttemptMovedOn)
def ask_for_person(given: dict[str, Any], application_id: UUID) -> Response:
    """Have a person look at it: 我要人工办理. Asked once more, it stays the same attempt."""
    resident_id = current_resident_id()
    with reading():
        answers = queries.answers_of(queries.application(application_id, resident_id))

    def act(*, barred: BarAnswer) -> Application:
        return service.ask_for_person(
            application_id, **given, barred=barred, by=resident_id, now=clock.now()
        )

    return decided(answers, act)


@applying.get("/applications/<uuid:application_id>/proof")
@applying.response(200, ProofOut)
@applying.refuses(ApplicationNotFound)
def read_proof(application_id: UUID) -> dict[str, Any]:
    """Return the signed proof of the newest decision: anybody can decide it again with it."""
    found = queries.application(application_id, current_resident_id())
    return decision_proofs.proof_facts(found)


def decided(
    answers: dict[str, Any], act: Callable[..., Application], *, status: int = 200
) -> Response:
    """Ask the registers outside, decide in one transaction, seal what was granted after it."""

    def decide(*, barred: BarAnswer) -> tuple[Response, Licence | None]:
        application = act(barred=barred)
        return _shown(application, status), queries.licence_of(application.id)

    return with_registers(answers, decide)


def with_registers(
    answers: Mapping[str, Any], act: Callable[..., tuple[Response, Licence | None]]
) -> Response:
    """Ask the registers outside, act in one transaction, seal the licence that came of it."""
    current().decider().ground(ground())  # what is read for the first time holds no lock
    barred = service.ask_registers(answers)
    granted: list[UUID] = []

    def decide() -> Response:
        granted.clear()
        answer, licence = act(barred=barred)
        if licence is not None and licence.sealed_at is None:
            granted.append(licence.id)
        return answer

    answer = once(decide)
    for licence_id in granted:
        _seal(licence_id)
    return answer


def _seal(licence_id: UUID) -> None:
    """Seal now; if that fails, the job that was left with the approval does it."""
    try:
        licence_sealing.seal(licence_id)
    except Exception:
        logger.exception("licence not sealed at once", extra={"licence_id": str(licence_id)})


def _shown(application: Application, status: int) -> Response:
    facts = application_views.application_facts(application, with_answers=False)
    return _answer(ApplicationOut().dump(facts), status)


def _answer(body: Any, status: int) -> Response:
    answer: Response = jsonify(body)
    answer.status_code = status
    return answer
