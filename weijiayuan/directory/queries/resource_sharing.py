"""What is shared, who has it, what was given and taken, and between whom."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.directory.errors import LoanNotFound, ResourceNotFound
from weijiayuan.directory.models import (
    Loan,
    Organisation,
    Representative,
    Resource,
)
from weijiayuan.directory.rules.near_duplicates import plain
from weijiayuan.directory.rules.resource_sharing import (
    CAN_END,
    GIVEN,
    HOLDING,
    LoanState,
    hours_used,
)
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.kernel.time_span import Span
from weijiayuan.web.pagination import Page, page_by

AT_ONCE = 200
MOST_MEMBERS = 1_000


def resource(resource_id: UUID) -> Resource:
    """Return something that is shared. Raises `ResourceNotFound`."""
    found = db.session.get(Resource, resource_id)
    if found is None or found.retired_at is not None:
        raise ResourceNotFound
    return found


def resources(*, kind: str | None, q: str, limit: int, cursor: str | None) -> Page[Resource]:
    """Return what is shared, in the order of entry."""
    wanted = select(Resource).where(Resource.retired_at.is_(None))
    if kind is not None:
        wanted = wanted.where(Resource.kind == kind)
    for word in q.split():
        said = (Resource.name, Resource.terms)
        wanted = wanted.where(or_(*(column.contains(word, autoescape=True) for column in said)))
    wanted = wanted.options(joinedload(Resource.owner))
    return page_by(wanted, Resource.id, limit=limit, cursor=cursor)


def loan_to_change(loan_id: UUID) -> Loan:
    """Return a loan, locked until the transaction ends. Raises `LoanNotFound`."""
    found = db.session.get(Loan, loan_id, with_for_update={"of": Loan})
    if found is None:
        raise LoanNotFound
    return found


def loans_of(
    members: Collection[UUID] | None, *, limit: int, cursor: str | None, state: str | None = None
) -> Page[Loan]:
    """Return the loans that members gave or took, or all of them, the newest first."""
    wanted = select(Loan).join(Loan.resource)
    if members is not None:
        wanted = wanted.where(or_(Loan.borrower_id.in_(members), Resource.owner_id.in_(members)))
    if state is not None:
        wanted = wanted.where(Loan.state == state)
    wanted = wanted.options(
        joinedload(Loan.resource).joinedload(Resource.owner), joinedload(Loan.borrower)
    )
    return page_by(wanted, Loan.id, limit=limit, cursor=cursor, newest_first=True)


def represented(resident_id: UUID) -> Sequence[UUID]:
    """Return the members that a resident acts for."""
    wanted = select(Representative.organisation_id).filter_by(resident_id=resident_id)
    return db.session.scalars(wanted).all()


def members_of(resident_id: UUID) -> Sequence[Organisation]:
    """Return the members that a resident acts for, by name."""
    wanted = select(Organisation).where(Organisation.id.in_(represented(resident_id)))
    return db.session.scalars(wanted.order_by(Organisation.name)).all()


def people_of(organisation_id: UUID) -> Sequence[UUID]:
    """Return the residents who act for a member."""
    wanted = select(Representative.resident_id).filter_by(organisation_id=organisation_id)
    return db.session.scalars(wanted).all()


def unanswered(now: datetime) -> Sequence[Loan]:
    """Return the requests whose owner did not answer in time."""
    wanted = select(Loan).where(Loan.state == LoanState.ASKED, Loan.answer_by <= now)
    return db.session.scalars(wanted.order_by(Loan.answer_by).limit(AT_ONCE)).all()


def still_holding(loan_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the loans that occupy their time still."""
    wanted = select(Loan.id).where(Loan.id.in_(loan_ids), Loan.state.in_(HOLDING))
    return set(db.session.scalars(wanted))


def ledger() -> list[dict[str, Any]]:
    """Return the hours that each member gave and took, of what was used and came back."""
    rows = db.session.execute(
        select(
            Resource.owner_id,
            Loan.borrower_id,
            Loan.starts_at,
            Loan.ends_at,
            Loan.handed_over_at,
            Loan.returned_at,
        )
        .join(Resource, Resource.id == Loan.resource_id)
        .where(Loan.state.in_(GIVEN), Resource.owner_id != Loan.borrower_id)
    )
    given: dict[UUID, float] = {}
    taken: dict[UUID, float] = {}
    for owner, borrower, begin, end, handed_over, returned in rows:
        hours = hours_used(Span(begin, end), handed_over, returned)
        given[owner] = given.get(owner, 0.0) + hours
        taken[borrower] = taken.get(borrower, 0.0) + hours
    members = select(Organisation.id, Organisation.name).where(
        Organisation.id.in_({*given, *taken})
    )
    return [
        {
            "id": one,
            "name": name,
            "given_hours": round(given.get(one, 0.0), 1),
            "taken_hours": round(taken.get(one, 0.0), 1),
        }
        for one, name in db.session.execute(members.order_by(Organisation.name))
    ]


def represented_members() -> Sequence[UUID]:
    """Return the members that have somebody who acts for them."""
    wanted = (
        select(Representative.organisation_id)
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(Organisation.standing == Standing.ACTIVE)
        .distinct()
        .order_by(Representative.organisation_id)
    )
    return db.session.scalars(wanted).all()


def all_members() -> Sequence[tuple[Organisation, int]]:
    """Return the members of an alliance, or with somebody who acts for them, and how many do."""
    people = func.count(Representative.id)
    wanted = (
        select(Organisation, people)
        .outerjoin(Representative, Representative.organisation_id == Organisation.id)
        .where(Organisation.standing == Standing.ACTIVE)
        .group_by(Organisation.id)
        .having(or_(people > 0, Organisation.alliance.is_not(None)))
        .order_by(Organisation.name)
    )
    return [(one, count) for one, count in db.session.execute(wanted.limit(MOST_MEMBERS))]


def organisation_called(name: str) -> Organisation | None:
    """Return the organisation of this name, whatever blanks and signs it is written with."""
    named = db.session.execute(select(Organisation.id, Organisation.name))
    found = next((one for one, known in named if plain(known) == plain(name)), None)
    return None if found is None else db.session.get(Organisation, found)


def shared_by(owner_id: UUID) -> Sequence[Resource]:
    """Return what a member shares."""
    wanted = select(Resource).filter_by(owner_id=owner_id, retired_at=None)
    return db.session.scalars(wanted.order_by(Resource.id)).all()


def not_begun(
    *, resource_id: UUID | None = None, borrower_id: UUID | None = None
) -> Sequence[Loan]:
    """Return the loans of a resource or of a member that nobody has in hand, locked."""
    wanted = select(Loan).where(Loan.state.in_(CAN_END)).with_for_update(of=Loan)
    if resource_id is not None:
        wanted = wanted.where(Loan.resource_id == resource_id)
    if borrower_id is not None:
        wanted = wanted.where(Loan.borrower_id == borrower_id)
    return db.session.scalars(wanted.order_by(Loan.id)).all()


def count_held(resource_id: UUID, borrower_id: UUID, now: datetime) -> int:
    """Return how many loans of a resource a member has that are not over."""
    wanted = select(func.count(Loan.id)).where(
        Loan.resource_id == resource_id,
        Loan.borrower_id == borrower_id,
        Loan.state.in_(HOLDING),
        Loan.ends_at > now,
    )
    return db.session.scalar(wanted) or 0
