"""Applications for a post, from both sides: who applied, and who employs."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident
from weijiayuan.accounts.guards import require_resident
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.errors import (
    AcceptedOtherTerms,
    AlreadyApplied,
    ApplicationNotFound,
    EmployerMayNot,
    InterviewIncomplete,
    JobNotFound,
    MessageNotSent,
    NotOpen,
    OwnPost,
    PlacesFilled,
    ReasonNeeded,
    TermsChanged,
)
from weijiayuan.jobs.models import Application
from weijiayuan.jobs.queries import applications as applied
from weijiayuan.jobs.queries import posts as queries
from weijiayuan.jobs.rules.states import ApplicationState
from weijiayuan.jobs.schemas.employers_and_applicants import (
    AcceptIn,
    ApplicantOut,
    ApplicationOut,
    ApplicationsIn,
    ApplyIn,
    BoardOut,
    LeaveIn,
    MoveIn,
)
from weijiayuan.jobs.service import applications, posts
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by

applying = Blueprint(
    "job_applications",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/jobs",
    description="线上招工：投递与处理",
)


@applying.post("/<uuid:job_id>/applications")
@applying.arguments(ApplyIn)
@applying.response(201, ApplicationOut)
@applying.refuses(JobNotFound, NotOpen, AlreadyApplied, OwnPost)
def apply(given: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """Apply with the profile as it is now; the telephone number goes along."""
    now = clock.now()
    made = applications.apply(job_id, by=current_resident(), message=given["message"], now=now)
    return serializers.application_facts(made, now=now)


@applying.get("/<uuid:job_id>/applications")
@applying.arguments(ApplicationsIn, location="query")
@applying.response(200, BoardOut)
@applying.refuses(JobNotFound, EmployerMayNot)
def list_applicants(asked: dict[str, Any], job_id: UUID) -> dict[str, Any]:
    """List who applied for a post of one's own, the longest waiting first."""
    job = queries.job_of(job_id, resident_id=current_resident().id, to_change=False)
    posts.check_employer(job.employer)
    now = clock.now()
    found = page_by(
        applied.applications_for(job_id, asked["state"]),
        Application.created_at,
        Application.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    return {
        "items": [serializers.applicant_facts(each, now=now) for each in found.items],
        "next_cursor": found.next_cursor,
        "counts": applied.counts_by_state(job_id),
    }


@applying.post("/applications/<uuid:application_id>/move")
@applying.arguments(MoveIn)
@applying.response(200, ApplicantOut)
@applying.refuses(
    ApplicationNotFound,
    EmployerMayNot,
    IllegalMove,
    InterviewIncomplete,
    PlacesFilled,
    ReasonNeeded,
    MessageNotSent,
    AcceptedOtherTerms,
)
def move_application(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Move an application on: seen, talking, interview, offered, hired, or rejected with reason."""
    now, to = clock.now(), ApplicationState(given.pop("to"))
    moved = applications.move(application_id, to, by=current_resident(), given=given, now=now)
    return serializers.applicant_facts(moved, now=now)


@applying.post("/applications/<uuid:application_id>/withdraw")
@applying.arguments(LeaveIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove)
def withdraw(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Withdraw one's own application."""
    return left(application_id, ApplicationState.WITHDRAWN, given["reason"])


@applying.post("/applications/<uuid:application_id>/accept")
@applying.arguments(AcceptIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove, PlacesFilled, TermsChanged)
def accept(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Say yes to an offer, to the terms that were read, so that the employer can hire."""
    now = clock.now()
    accepted = applications.accept(application_id, **given, by=current_resident(), now=now)
    return serializers.application_facts(accepted, now=now)


@applying.post("/applications/<uuid:application_id>/decline")
@applying.arguments(LeaveIn)
@applying.response(200, ApplicationOut)
@applying.refuses(ApplicationNotFound, IllegalMove)
def decline(given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Decline an offer."""
    return left(application_id, ApplicationState.DECLINED, given["reason"])


def left(application_id: UUID, state: ApplicationState, reason: str) -> dict[str, Any]:
    """Leave an application and return it."""
    now = clock.now()
    gone = applications.leave(application_id, state, by=current_resident(), reason=reason, now=now)
    return serializers.application_facts(gone, now=now)
