"""Reservations of names: of one application, over ones, those that nobody needs, missing ones."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from weijiayuan.approvals.models import Application, Attempt, RegisteredName
from weijiayuan.approvals.rules.states import LIVE, ApplicationState, NameState
from weijiayuan.db import db

AT_ONCE = 200
IS_RESERVED = RegisteredName.state == NameState.RESERVED


def of(application_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return what selects the reservation of an application."""
    return RegisteredName.application_id == application_id, IS_RESERVED


def own(application_id: UUID) -> bool:
    """Tell whether an application has a reservation."""
    return bool(db.session.scalar(select(exists().where(*of(application_id)))))


def over(key: Mapping[str, Any], *, on: date) -> tuple[ColumnElement[bool], ...]:
    """Return what selects the reservation of a name that ended before a day."""
    return (
        RegisteredName.authority == key["authority"],
        RegisteredName.trade_name == key["trade_name"],
        RegisteredName.industry == key["industry"],
        IS_RESERVED,
        RegisteredName.until < on,
    )


def to_end(*, on: date) -> Sequence[UUID]:
    """Return the applications whose reservation is over, or that are not under way any more."""
    wanted = (
        select(RegisteredName.application_id)
        .join(Application, Application.id == RegisteredName.application_id)
        .where(
            IS_RESERVED,
            or_(RegisteredName.until < on, Application.state.not_in(sorted(LIVE))),
        )
        .limit(AT_ONCE)
    )
    return [each for each in db.session.scalars(wanted) if each is not None]


def ran_out(*, on: date) -> Sequence[tuple[Application, str]]:
    """Return the applications under way whose reservation is over, each with the name."""
    wanted = (
        select(Application, RegisteredName.name)
        .join(RegisteredName, Application.id == RegisteredName.application_id)
        .where(IS_RESERVED, RegisteredName.until < on, Application.state.in_(sorted(LIVE)))
        .limit(AT_ONCE)
    )
    return [(application, name) for application, name in db.session.execute(wanted)]


def without() -> Sequence[Application]:
    """Return applications that a person looks at and whose name is nowhere in the register.

    Only where the rules found nothing about the name that has to be mended; those where they did
    keep nobody behind them waiting.
    """
    held = exists().where(RegisteredName.application_id == Application.id)
    wanted = (
        select(Application, Attempt.rules)
        .join(Attempt, Attempt.application_id == Application.id)
        .where(
            Application.state == ApplicationState.IN_REVIEW,
            Attempt.number == Application.attempt,
            Application.changes_uscc.is_(None),
            ~held,
        )
        .order_by(Application.submitted_at)
    )
    free = (
        application
        for application, rules in db.session.execute(wanted)
        if not any(rule.startswith("N") and end == "correct" for rule, end in rules.items())
    )
    return list(islice(free, AT_ONCE))
