"""Employers and the people who act for them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.db import db
from weijiayuan.jobs.errors import EmployerNotFound, NotYourEmployer
from weijiayuan.jobs.models import Employer, EmployerInvitation, EmployerMember, Job, JobChange
from weijiayuan.jobs.rules.states import EmployerState, MemberRole

TAKEN_DOWN = "taken_down"
DECIDED = ("approved", TAKEN_DOWN)


def employer(employer_id: UUID) -> Employer:
    """Return the employer. Raises `EmployerNotFound`."""
    found = db.session.get(Employer, employer_id)
    if found is None:
        raise EmployerNotFound
    return found


def employer_to_change(employer_id: UUID) -> Employer:
    """Return the employer, locked until the transaction ends."""
    wanted = select(Employer).where(Employer.id == employer_id).with_for_update(of=Employer)
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise EmployerNotFound
    return found


def employer_by_code(uscc: str) -> Employer | None:
    """Return the employer with this credit code."""
    return db.session.scalar(select(Employer).where(Employer.uscc == uscc))


def membership(employer_id: UUID, resident_id: UUID) -> EmployerMember | None:
    """Return what the resident is for the employer."""
    return db.session.scalar(
        select(EmployerMember).where(
            EmployerMember.employer_id == employer_id, EmployerMember.resident_id == resident_id
        )
    )


def employer_of(employer_id: UUID, *, resident_id: UUID, owner: bool = False) -> Employer:
    """Return the employer for somebody who acts for it, as an owner if asked.

    Raises `EmployerNotFound`, `NotYourEmployer`.
    """
    found = employer(employer_id)
    member = membership(employer_id, resident_id)
    if member is None or (owner and member.role is not MemberRole.OWNER):
        raise NotYourEmployer
    return found


def employers_of(resident_id: UUID) -> Sequence[EmployerMember]:
    """Return every employer that the resident acts for, oldest first."""
    mine = (
        select(EmployerMember)
        .where(EmployerMember.resident_id == resident_id)
        .order_by(EmployerMember.created_at)
    )
    return db.session.scalars(mine).all()


def members(employer_id: UUID) -> Sequence[EmployerMember]:
    """Return the people who act for the employer, oldest first."""
    all_of_them = (
        select(EmployerMember)
        .where(EmployerMember.employer_id == employer_id)
        .order_by(EmployerMember.created_at)
    )
    return db.session.scalars(all_of_them).all()


def owners(employer_id: UUID) -> int:
    """Return how many owners the employer has."""
    count = (
        select(func.count())
        .select_from(EmployerMember)
        .where(EmployerMember.employer_id == employer_id, EmployerMember.role == MemberRole.OWNER)
    )
    return db.session.scalar(count) or 0


def invitation_to_use(code: str) -> EmployerInvitation | None:
    """Return the invitation with this code, locked until the transaction ends."""
    return db.session.scalar(
        select(EmployerInvitation).where(EmployerInvitation.code == code).with_for_update()
    )


def employers_in(state: EmployerState) -> Select[Employer]:
    """Select the employers in a state, for the queue of staff."""
    return select(Employer).where(Employer.state == state)


def is_trusted(employer_id: UUID) -> bool:
    """Say whether the employer had a post in public, and one approved since one was taken down."""
    before = select(Job.id).where(Job.employer_id == employer_id, Job.published_at.is_not(None))
    decided = (
        select(JobChange.what)
        .join(Job, Job.id == JobChange.job_id)
        .where(Job.employer_id == employer_id, JobChange.what.in_(DECIDED))
        .order_by(JobChange.id.desc())
        .limit(1)
    )
    if db.session.scalar(decided) == TAKEN_DOWN:
        return False
    return db.session.scalar(select(before.exists())) or False


def post_by_reference(employer_id: UUID, source_ref: str | None) -> Job | None:
    """Return the employer's post under this number of its own list, locked."""
    same = select(Job).where(Job.employer_id == employer_id, Job.source_ref == source_ref)
    return db.session.scalar(same.with_for_update(of=Job))


def recruiters(employer_id: UUID) -> Sequence[UUID]:
    """Return the ids of the residents who act for the employer."""
    people = select(EmployerMember.resident_id).where(EmployerMember.employer_id == employer_id)
    return db.session.scalars(people).all()
