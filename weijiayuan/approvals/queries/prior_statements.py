"""What anybody told of a place before, as far as no registrar has settled it since."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from weijiayuan.approvals.models import Application, Attempt, ToldPlace
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.db import db

MOST = 400
BY_RULES = "rulebook"


def of_houses(marks: Collection[str], *, since: datetime | None) -> Sequence[ToldPlace]:
    """Return what was told of houses, the newest first; after a moment, where one is given."""
    wanted = select(ToldPlace).where(ToldPlace.mark.in_(marks))
    if since is not None:
        wanted = wanted.where(ToldPlace.told_at > since)
    return db.session.scalars(wanted.order_by(ToldPlace.told_at.desc()).limit(MOST)).all()


def of_the_place(address_mark: str, *, since: datetime | None) -> Sequence[frozenset[str]]:
    """Return the conditions that a person had to look at, of each attempt at this very place.

    It is how those are found that were erased with their account before houses had marks.
    """
    wanted = (
        select(Attempt.place_told, Attempt.submitted_at)
        .where(Attempt.address_mark == address_mark)
        .order_by(Attempt.submitted_at.desc())
        .limit(MOST)
    )
    rows = db.session.execute(wanted).all()
    return [
        frozenset(row.place_told)
        for row in rows
        if row.place_told and (since is None or row.submitted_at > since)
    ]


def settled_at(address_mark: str) -> datetime | None:
    """Return when a registrar last approved this very place as business premises, by a paper."""
    wanted = (
        select(Attempt.place_told, Application.decided_at)
        .join(Application, Application.id == Attempt.application_id)
        .where(
            Attempt.address_mark == address_mark,
            Attempt.number == Application.attempt,
            Application.state == ApplicationState.APPROVED,
            Application.decided_by != BY_RULES,
        )
    )
    found = (row.decided_at for row in db.session.execute(wanted) if not row.place_told)
    return max((each for each in found if each is not None), default=None)
