"""Papers handed in after the submission: what a registrar asked for, or what an applicant adds."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.approvals import application_views
from weijiayuan.approvals.errors import (
    ApplicationNotFound,
    AttemptMovedOn,
    PaperNotFound,
    PaperSubmitted,
    TooManyPapers,
)
from weijiayuan.approvals.schemas.applicant import ApplicationOut, OnAttemptIn
from weijiayuan.approvals.schemas.supporting_papers import HandInIn
from weijiayuan.approvals.service import supporting_papers as service
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once

approval_papers = Blueprint(
    "approval_papers",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/approvals",
    description="光速办：补交材料",
)


@approval_papers.post("/applications/<uuid:application_id>/papers")
@approval_papers.arguments(HandInIn)
@approval_papers.response(201, ApplicationOut)
@approval_papers.refuses(
    ApplicationNotFound, IllegalMove, AttemptMovedOn, FileUnusable, TooManyPapers
)
def hand_in(given: dict[str, Any], application_id: UUID) -> Response:
    """Hand in a paper for what was given back, or for what a registrar is looking at."""

    def act() -> Response:
        found = service.hand_in(application_id, **given, by=current_resident_id(), now=clock.now())
        facts = application_views.application_facts(found, with_answers=True)
        answer: Response = jsonify(ApplicationOut().dump(facts))
        answer.status_code = 201
        return answer

    return once(act)


@approval_papers.post("/applications/<uuid:application_id>/papers/<uuid:paper_id>/take-back")
@approval_papers.arguments(OnAttemptIn)
@approval_papers.response(200, ApplicationOut)
@approval_papers.refuses(
    ApplicationNotFound, IllegalMove, AttemptMovedOn, PaperNotFound, PaperSubmitted
)
def take_back(given: dict[str, Any], application_id: UUID, paper_id: UUID) -> dict[str, Any]:
    """Take back a paper that was not submitted yet."""
    found = service.take_back(application_id, paper_id, **given, by=current_resident_id())
    return application_views.application_facts(found, with_answers=True)
