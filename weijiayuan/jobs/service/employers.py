"""Registering employers, the people who act for them, and what staff decide."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.files import service as files
from weijiayuan.files.rules import duty
from weijiayuan.jobs.errors import (
    AgencyLicenceMissing,
    BadCreditCode,
    ContactUnverified,
    CreditCodeTaken,
    EmployerSeenOtherwise,
    InvitationInvalid,
    LastOwner,
    NotYourEmployer,
    ReasonNeeded,
)
from weijiayuan.jobs.models import Employer, EmployerInvitation, EmployerMember
from weijiayuan.jobs.queries import applications, employers, posts
from weijiayuan.jobs.rules import unified_social_credit_code
from weijiayuan.jobs.rules.states import EmployerState, JobState, MemberRole
from weijiayuan.jobs.service import notifications, publishing
from weijiayuan.jobs.service.insertable_row_values import values_of
from weijiayuan.jobs.service.posts import check_employer
from weijiayuan.kernel.ids import readable_code

INVITATION_LASTS = timedelta(days=7)
CODE_LENGTH = 10
PROVEN = ("name", "licence_file_id", "is_agency", "agency_licence")
REVIEWERS = ("department", "admin")
DECISION_TEMPLATES = {
    EmployerState.VERIFIED: "jobs_employer_verified",
    EmployerState.REFUSED: "jobs_employer_refused",
    EmployerState.SUSPENDED: "jobs_employer_suspended",
}


def register(given: dict[str, Any], *, by: Resident) -> Employer:
    """Register an organisation; whoever does becomes its owner. Staff verify it later."""
    code = credit_code(given.pop("uscc"))
    check_agency(given)
    employer = Employer(**given, uscc=code.text, contact_phone=by.phone)
    if not insert_new(Employer, [values_of(employer)]):
        raise CreditCodeTaken
    found = employers.employer(employer.id)
    attach_licence(found, found.licence_file_id, by=by)
    join(found.id, by.id, role=MemberRole.OWNER)
    audit.record("jobs.employer_registered", subject_kind="employer", subject_id=found.id)
    return found


def credit_code(text: str) -> unified_social_credit_code.CreditCode:
    """Return the code. Raises `BadCreditCode` with the sentence of what is wrong."""
    try:
        return unified_social_credit_code.parse(text)
    except unified_social_credit_code.BadCode as bad:
        raise BadCreditCode(fields={"uscc": [f"jobs.uscc_{bad.fault}"]}) from bad


def check_agency(given: dict[str, Any]) -> None:
    """Ask an agency for its licence number."""
    if given.get("is_agency") and not given.get("agency_licence"):
        raise AgencyLicenceMissing(fields={"agency_licence": ["jobs.agency_licence_missing"]})


def attach_licence(employer: Employer, file_id: UUID, *, by: Resident) -> None:
    """Tie the photo of the licence to the employer, so that staff can see it."""
    files.attach(
        [file_id],
        owner=by.id,
        kind="employer_licence",
        subject=employer.id,
        readers=[duty(role, "district", district().code) for role in REVIEWERS],
    )


def change(employer: Employer, given: dict[str, Any], *, by: Resident) -> Employer:
    """Replace what the employer says of itself.

    What was proven by paper is verified anew: a verified employer proposes it and is known as it
    was until then. A refused one goes back to the queue.
    """
    check_agency(given)
    employers.employer_to_change(employer.id)
    if employer.stated("licence_file_id") != proven_value(given["licence_file_id"]):
        attach_licence(employer, given["licence_file_id"], by=by)
    if employer.state is EmployerState.VERIFIED or employer.proposed is not None:
        propose(employer, {name: given.pop(name) for name in PROVEN})
    for name, value in given.items():
        setattr(employer, name, value)
    employer.contact_phone = by.phone or employer.contact_phone
    employer.version += 1
    if employer.state is EmployerState.REFUSED:
        employer.move_to(EmployerState.PENDING)
    posts.move_board()
    return employer


def propose(employer: Employer, proven: dict[str, Any]) -> None:
    """Let what is to be verified anew wait, or nothing where it is what was verified."""
    others = {
        name: proven_value(value)
        for name, value in proven.items()
        if value != getattr(employer, name)
    }
    employer.proposed = others or None
    wanted = EmployerState.PENDING if others else EmployerState.VERIFIED
    if employer.state is not wanted:
        employer.move_to(wanted)


def proven_value(value: Any) -> Any:
    """Return a proven fact as JSON keeps it."""
    return str(value) if isinstance(value, UUID) else value


def invite(employer: Employer, *, role: MemberRole, now: datetime) -> EmployerInvitation:
    """Make a code by which one more person can join within seven days. Raises `EmployerMayNot`."""
    check_employer(employer)
    invitation = EmployerInvitation(
        employer_id=employer.id,
        code=readable_code(CODE_LENGTH),
        role=role,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    return invitation


def accept(code: str, *, by: Resident, now: datetime) -> Employer:
    """Join the employer that the invitation is from.

    Raises `InvitationInvalid`, `EmployerMayNot`.
    """
    invitation = employers.invitation_to_use(code.strip().upper())
    if invitation is None or invitation.used_at or invitation.expires_at <= now:
        raise InvitationInvalid
    check_employer(employers.employer(invitation.employer_id))
    invitation.used_at = now
    join(invitation.employer_id, by.id, role=invitation.role)
    audit.record("jobs.member_joined", subject_kind="employer", subject_id=invitation.employer_id)
    return employers.employer(invitation.employer_id)


def join(employer_id: UUID, resident_id: UUID, *, role: MemberRole) -> None:
    """Let the resident act for the employer; joining twice is joining once."""
    row = {"employer_id": employer_id, "resident_id": resident_id, "role": role}
    insert_new(EmployerMember, [row])


def leave(employer: Employer, member_id: UUID, *, by: Resident) -> None:
    """Take somebody off the employer: an owner anybody, everybody themselves."""
    employers.employer_to_change(employer.id)
    member = db.session.get(EmployerMember, member_id)
    if member is None or member.employer_id != employer.id:
        raise NotYourEmployer
    acting = employers.membership(employer.id, by.id)
    is_owner = acting is not None and acting.role is MemberRole.OWNER
    if member.resident_id != by.id and not is_owner:
        raise NotYourEmployer
    if member.role is MemberRole.OWNER and employers.owners(employer.id) == 1:
        raise LastOwner
    db.session.delete(member)
    audit.record("jobs.member_left", subject_kind="employer", subject_id=employer.id)


def decide(
    employer_id: UUID,
    state: EmployerState,
    *,
    reason: str,
    contact_checked: bool = False,
    version: int | None = None,
    now: datetime,
) -> Employer:
    """Verify, refuse, suspend or reinstate an employer; a no needs its reason.

    Verification needs a contact whose number WeChat verified, or that staff called themselves.
    Suspension takes its open posts out of public. Raises `EmployerSeenOtherwise` where it says
    something else than what was read.
    """
    employer = employers.employer_to_change(employer_id)
    if version is not None and version != employer.version:
        raise EmployerSeenOtherwise
    _check_grounds(employer, state, reason=reason, contact_checked=contact_checked)
    if state is EmployerState.REFUSED and employer.proposed is not None:
        return keep_as_verified(employer, reason=reason, now=now)
    was = employer.name
    employer.move_to(state, reason=reason)
    employer.decided_at = now
    if state is EmployerState.VERIFIED:
        adopt_proposed(employer)
    audit.record(
        f"jobs.employer_{state.value}",
        subject_kind="employer",
        subject_id=employer_id,
        reason=reason,
    )
    if state is EmployerState.SUSPENDED:
        take_down_posts(employer, now=now)
    elif employer.name != was:
        rename_posts(employer, was=was, now=now)
    people = employers.recruiters(employer_id)
    notifications.tell_employer(people, employer, template=DECISION_TEMPLATES[state], now=now)
    return employer


def _check_grounds(
    employer: Employer, state: EmployerState, *, reason: str, contact_checked: bool
) -> None:
    if state is not EmployerState.VERIFIED and not reason:
        raise ReasonNeeded
    if state is EmployerState.VERIFIED and not (employer.contact_phone or contact_checked):
        raise ContactUnverified


def keep_as_verified(employer: Employer, *, reason: str, now: datetime) -> Employer:
    """Refuse what a verified employer proposed: it stays what it was, and its people are told."""
    name = employer.stated("name")
    employer.proposed = None
    employer.version += 1
    employer.decided_at = now
    employer.move_to(EmployerState.VERIFIED)
    audit.record(
        "jobs.employer_change_refused",
        subject_kind="employer",
        subject_id=employer.id,
        reason=reason,
    )
    notifications.tell_employer(
        employers.recruiters(employer.id),
        employer,
        template="jobs_employer_change_refused",
        now=now,
        name=name,
        reason=reason,
    )
    return employer


def adopt_proposed(employer: Employer) -> None:
    """Make what was proposed what the employer is known by."""
    for name, value in (employer.proposed or {}).items():
        setattr(employer, name, UUID(value) if name == "licence_file_id" else value)
    employer.proposed = None


def rename_posts(employer: Employer, *, was: str, now: datetime) -> None:
    """Let the open posts be found under the new name, and tell whoever applied."""
    for job in posts.open_jobs_of(employer.id):
        publishing.index(job)
    standing = applications.standing_with(employer.id)
    notifications.tell_of_other_name(employer, standing, was=was, now=now)


def take_down_posts(employer: Employer, *, now: datetime) -> None:
    """Take every open post of the employer out of public."""
    for job in posts.open_jobs_of(employer.id):
        publishing.withdraw(job)
        job.move_to(JobState.TAKEN_DOWN, reason=f"单位被暂停：{employer.state_reason}")
        publishing.note(job, "taken_down", now=now, reason=job.state_reason)
