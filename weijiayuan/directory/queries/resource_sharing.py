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
from weijiayuan.directory.rules.resource_sharing import GIVEN, HOLDING, LoanState
from weijiayuan.directory.rules.vocabulary import Standing
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
    """Return the hours that each member gave and took, of what came back."""
    rows = db.session.execute(
        select(Resource.owner_id, Loan.borrower_id, Loan.starts_at, Loan.ends_at)
        .join(Resource, Resource.id == Loan.resource_id)
        .where(Loan.state.in_(GIVEN))
    )
    given: dict[UUID, float] = {}
    taken: dict[UUID, float] = {}
    for owner, borrower, begin, end in rows:
        hours = (end - begin).total_seconds() / 3600
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


def members() -> int:
    """Return how many members have somebody who acts for them."""
    wanted = (
        select(func.count(Representative.organisation_id.distinct()))
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(Organisation.standing == Standing.ACTIVE)
    )
    return db.session.scalar(wanted) or 0


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


def is_known(name: str) -> bool:
    """Say whether an organisation has this name."""
    return db.session.scalar(select(Organisation.id).filter_by(name=name).limit(1)) is not None
