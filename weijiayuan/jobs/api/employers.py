"""Employers: registering, the people who act for them, their posts."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident
from weijiayuan.accounts.guards import require_resident
from weijiayuan.jobs.api import serializers
from weijiayuan.jobs.errors import (
    AgencyLicenceMissing,
    BadCreditCode,
    CreditCodeTaken,
    EmployerMayNot,
    EmployerNotFound,
    InvitationInvalid,
    LastOwner,
    NotYourEmployer,
)
from weijiayuan.jobs.models import Employer, EmployerInvitation, Job
from weijiayuan.jobs.queries import employers as queries
from weijiayuan.jobs.queries import posts
from weijiayuan.jobs.schemas.employers_and_applicants import (
    EmployerChangeIn,
    EmployerIn,
    EmployerJobsIn,
    EmployerOut,
    InvitationIn,
    InvitationOut,
    JoinIn,
    MembersOut,
    MyEmployersOut,
)
from weijiayuan.jobs.schemas.posts import JobPage
from weijiayuan.jobs.service import employers as service
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by
from weijiayuan.web.rate_limits import limited

employers = Blueprint("employers", __name__, guard=require_resident, description="招工单位")


@employers.post("")
@employers.arguments(EmployerIn)
@employers.response(201, EmployerOut)
@employers.refuses(BadCreditCode, CreditCodeTaken, AgencyLicenceMissing)
@limited("10 per hour")
def register(given: dict[str, Any]) -> Employer:
    """Register an organisation by its unified social credit code; staff verify it."""
    given["licence_file_id"] = given.pop("licence_file")
    return service.register(given, by=current_resident())


@employers.get("/mine")
@employers.response(200, MyEmployersOut)
def list_mine() -> dict[str, Any]:
    """List the employers that the resident acts for."""
    return {"items": queries.employers_of(current_resident().id)}


@employers.get("/<uuid:employer_id>")
@employers.response(200, EmployerOut)
@employers.refuses(EmployerNotFound, NotYourEmployer)
def read_employer(employer_id: UUID) -> Employer:
    """Return an employer that the resident acts for."""
    return queries.employer_of(employer_id, resident_id=current_resident().id)


@employers.put("/<uuid:employer_id>")
@employers.arguments(EmployerChangeIn)
@employers.response(200, EmployerOut)
@employers.refuses(EmployerNotFound, NotYourEmployer, AgencyLicenceMissing)
def change_employer(given: dict[str, Any], employer_id: UUID) -> Employer:
    """Replace what an employer says of itself; what was proven by paper is verified again."""
    by = current_resident()
    given["licence_file_id"] = given.pop("licence_file")
    employer = queries.employer_of(employer_id, resident_id=by.id, owner=True)
    return service.change(employer, given, by=by)


@employers.get("/<uuid:employer_id>/jobs")
@employers.arguments(EmployerJobsIn, location="query")
@employers.response(200, JobPage)
@employers.refuses(EmployerNotFound, NotYourEmployer)
def list_jobs(asked: dict[str, Any], employer_id: UUID) -> dict[str, Any]:
    """List the posts of an employer in every state, newest first."""
    queries.employer_of(employer_id, resident_id=current_resident().id)
    today = clock.local_date(clock.now())
    found = page_by(
        posts.jobs_of(employer_id, asked["state"]),
        Job.created_at,
        Job.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = serializers.jobs_facts(found.items, today=today)
    return {"items": items, "next_cursor": found.next_cursor}


@employers.get("/<uuid:employer_id>/members")
@employers.response(200, MembersOut)
@employers.refuses(EmployerNotFound, NotYourEmployer)
def list_members(employer_id: UUID) -> dict[str, Any]:
    """List the people who act for an employer."""
    queries.employer_of(employer_id, resident_id=current_resident().id)
    return {"items": queries.members(employer_id)}


@employers.post("/<uuid:employer_id>/invitations")
@employers.arguments(InvitationIn)
@employers.response(201, InvitationOut)
@employers.refuses(EmployerNotFound, NotYourEmployer, EmployerMayNot)
def invite(given: dict[str, Any], employer_id: UUID) -> EmployerInvitation:
    """Make a code by which one more person joins within seven days. Owners only."""
    employer = queries.employer_of(employer_id, resident_id=current_resident().id, owner=True)
    return service.invite(employer, role=given["role"], now=clock.now())


@employers.post("/joins")
@employers.arguments(JoinIn)
@employers.response(200, EmployerOut)
@employers.refuses(InvitationInvalid, EmployerMayNot)
@limited("20 per hour")
def join(given: dict[str, Any]) -> Employer:
    """Join an employer by an invitation."""
    return service.accept(given["code"], by=current_resident(), now=clock.now())


@employers.delete("/<uuid:employer_id>/members/<uuid:member_id>")
@employers.response(204)
@employers.refuses(EmployerNotFound, NotYourEmployer, LastOwner)
def remove_member(employer_id: UUID, member_id: UUID) -> None:
    """Take somebody off an employer: owners anybody, everybody themselves."""
    by = current_resident()
    employer = queries.employer_of(employer_id, resident_id=by.id)
    service.leave(employer, member_id, by=by)
