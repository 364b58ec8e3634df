"""Applications, attempts and licences, by whom they belong to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from weijiayuan.accounts.models import Resident
from weijiayuan.approvals.errors import ApplicationNotFound, LicenceMovedOn, LicenceNotFound
from weijiayuan.approvals.models import (
    Application,
    ApplicationMove,
    Attempt,
    Counter,
    IdentityCheck,
    Licence,
)
from weijiayuan.approvals.rules.states import LIVE, ApplicationState, LicenceState
from weijiayuan.db import db, insert_new

OPEN = (ApplicationState.DRAFT, *sorted(LIVE))


def lock_person(resident_id: UUID) -> None:
    """Let one request at a time change what a resident applies for."""
    db.session.execute(select(Resident.id).where(Resident.id == resident_id).with_for_update())


def next_number(name: str) -> int:
    """Return the next number of a row; locked until the transaction ends, so take it last."""
    insert_new(Counter, [{"name": name, "value": 0}])
    found = db.session.scalars(
        select(Counter)
        .where(Counter.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    found.value += 1
    db.session.flush()
    return found.value


def lock_trade_name(trade_name: str) -> None:
    """Let one request at a time decide about a 字号: names without an industry meet all others."""
    name = f"name:{trade_name}"
    insert_new(Counter, [{"name": name, "value": 0}])
    db.session.execute(select(Counter.id).where(Counter.name == name).with_for_update())


def application_to_change(application_id: UUID, resident_id: UUID | None = None) -> Application:
    """Return an application, locked until the transaction ends. Raises `ApplicationNotFound`."""
    found = db.session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or (resident_id is not None and found.resident_id != resident_id):
        raise ApplicationNotFound
    return found


def application(application_id: UUID, resident_id: UUID | None = None) -> Application:
    """Return an application, of the resident if one is named. Raises `ApplicationNotFound`."""
    found = db.session.get(Application, application_id)
    if found is None or (resident_id is not None and found.resident_id != resident_id):
        raise ApplicationNotFound
    return found


def answers_of(row: Application | Attempt) -> dict[str, Any]:
    """Return what was written in an application or an attempt."""
    found: dict[str, Any] = json.loads(row.answers)
    return found


def my_applications(resident_id: UUID) -> Select[Application]:
    """Select a resident's applications."""
    return select(Application).where(Application.resident_id == resident_id)


def open_count(resident_id: UUID) -> int:
    """Return how many applications of a resident are drafts or under way."""
    return int(
        db.session.scalar(
            select(func.count())
            .select_from(Application)
            .where(Application.resident_id == resident_id, Application.state.in_(OPEN))
        )
        or 0
    )


def attempts(application_id: UUID) -> Sequence[Attempt]:
    """Return every attempt, the first one first."""
    wanted = select(Attempt).where(Attempt.application_id == application_id)
    return db.session.scalars(wanted.order_by(Attempt.number)).all()


def last_attempt(application_id: UUID) -> Attempt | None:
    """Return the newest attempt."""
    wanted = select(Attempt).where(Attempt.application_id == application_id)
    return db.session.scalar(wanted.order_by(Attempt.number.desc()).limit(1))


def attempts_at(place_mark: str) -> Sequence[tuple[Attempt, Application]]:
    """Return what a person submitted for a place, with the application of each."""
    wanted = (
        select(Attempt, Application)
        .join(Application, Application.id == Attempt.application_id)
        .where(Attempt.place_mark == place_mark)
    )
    return [(attempt, application) for attempt, application in db.session.execute(wanted)]


def moves(application_id: UUID) -> Sequence[ApplicationMove]:
    """Return what happened to an application, in order."""
    wanted = select(ApplicationMove).where(ApplicationMove.application_id == application_id)
    return db.session.scalars(wanted.order_by(ApplicationMove.id)).all()


def decided_by_person(application: Application) -> ApplicationMove | None:
    """Return the deed by which a person ended the newest attempt, if its facts were kept."""
    wanted = select(ApplicationMove).where(
        ApplicationMove.application_id == application.id,
        ApplicationMove.attempt == application.attempt,
        ApplicationMove.decision.is_not(None),
    )
    return db.session.scalar(wanted.order_by(ApplicationMove.id.desc()).limit(1))


def is_live_elsewhere(live_key: str, *, but: UUID, but_uscc: str | None) -> bool:
    """Tell whether the same person has another application or licence for address and scope."""
    other = select(Application.id).where(Application.live_key == live_key, Application.id != but)
    licence = select(Licence.id).where(Licence.live_key == live_key, Licence.is_current)
    if but_uscc is not None:
        licence = licence.where(Licence.uscc != but_uscc)
    return any(db.session.scalar(each.limit(1)) is not None for each in (other, licence))


def newest_check(resident_id: UUID, mark: str) -> IdentityCheck | None:
    """Return the newest identity check of a resident for a name and number."""
    return db.session.scalar(
        select(IdentityCheck)
        .where(IdentityCheck.resident_id == resident_id, IdentityCheck.mark == mark)
        .order_by(IdentityCheck.checked_at.desc())
        .limit(1)
    )


def newest_check_of_any(resident_id: UUID) -> IdentityCheck | None:
    """Return a resident's newest identity check, whosever name it was for."""
    return db.session.scalar(
        select(IdentityCheck)
        .where(IdentityCheck.resident_id == resident_id)
        .order_by(IdentityCheck.checked_at.desc())
        .limit(1)
    )


def waiting_for_registry(limit: int) -> Sequence[UUID]:
    """Return applications that only the registers' silence holds up, others each time.

    Those about whom a register says nothing for long keep nobody else waiting.
    """
    wanted = select(Application.id).where(
        Application.waits_for_registry, Application.state == ApplicationState.IN_REVIEW
    )
    return db.session.scalars(wanted.order_by(func.random()).limit(limit)).all()


QUEUE_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "submitted": Application.submitted_at.expression,
    "due": Application.due_at.expression,
    "number": Application.number.expression,
    "title": Application.title.expression,
}


def queue(*, q: str | None = None, kind: str | None = None) -> Select[Application]:
    """Select what waits for a registrar; by a part of its number or its title, of one kind."""
    wanted = select(Application).where(Application.state == ApplicationState.IN_REVIEW)
    if kind is not None:
        wanted = wanted.where(Application.kind == kind)
    if q is not None:
        named = (Application.number, Application.title)
        wanted = wanted.where(or_(*(column.contains(q, autoescape=True) for column in named)))
    return wanted


def licence_to_change(
    uscc: str, resident_id: UUID | None = None, version: int | None = None
) -> Licence:
    """Return the current licence of a number, locked. Raises `LicenceNotFound`.

    `version` is the one that was looked at: `LicenceMovedOn` where another came, sealed or not yet.
    """
    found = db.session.scalar(
        select(Licence)
        .where(Licence.uscc == uscc, Licence.is_current)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or (resident_id is not None and found.resident_id != resident_id):
        raise LicenceNotFound
    if version is not None and found.version != version:
        raise LicenceMovedOn
    if found.sealed_at is None:
        raise LicenceNotFound
    return found


def current_to_change(uscc: str) -> Licence | None:
    """Return the current version of a licence, sealed or not, locked."""
    return db.session.scalar(
        select(Licence)
        .where(Licence.uscc == uscc, Licence.is_current)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def licence(uscc: str, resident_id: UUID | None = None) -> Licence:
    """Return the current sealed licence of a number. Raises `LicenceNotFound`."""
    found = db.session.scalar(select(Licence).where(Licence.uscc == uscc, Licence.is_current))
    if found is None or found.sealed_at is None:
        raise LicenceNotFound
    if resident_id is not None and found.resident_id != resident_id:
        raise LicenceNotFound
    return found


def licence_of_version(uscc: str, version: int, resident_id: UUID) -> Licence:
    """Return somebody's current licence, which must be of a version.

    Raises `LicenceNotFound`, and `LicenceMovedOn` where another version came, sealed or not yet.
    """
    mine = Licence.uscc == uscc, Licence.resident_id == resident_id, Licence.is_current
    found = db.session.scalar(select(Licence).where(*mine))
    if found is not None and found.version != version:
        raise LicenceMovedOn
    return licence(uscc, resident_id)


def licence_of(application_id: UUID) -> Licence | None:
    """Return the licence that an application led to."""
    return db.session.scalar(select(Licence).where(Licence.application_id == application_id))


def licence_by_code(code: str) -> Licence:
    """Return the sealed licence that a public code opens. Raises `LicenceNotFound`."""
    found = db.session.scalar(select(Licence).where(Licence.code == code))
    if found is None or found.sealed_at is None:
        raise LicenceNotFound
    return found


def licence_by_digest(digest: str) -> Licence | None:
    """Return the licence whose sealed PDF has this digest."""
    return db.session.scalar(select(Licence).where(Licence.pdf_sha256 == digest))


def current_of(uscc: str) -> Licence | None:
    """Return the current version of a licence."""
    return db.session.scalar(select(Licence).where(Licence.uscc == uscc, Licence.is_current))


def my_licences(resident_id: UUID) -> Sequence[Licence]:
    """Return a resident's current licences, newest first; unsealed ones too."""
    wanted = select(Licence).where(Licence.resident_id == resident_id, Licence.is_current)
    return db.session.scalars(wanted.order_by(Licence.id.desc())).all()


def unsealed(limit: int) -> Sequence[UUID]:
    """Return licences that were approved and never sealed."""
    wanted = select(Licence.id).where(Licence.sealed_at.is_(None))
    return db.session.scalars(wanted.order_by(Licence.id).limit(limit)).all()


def ended_indexes(first: int, last: int) -> Sequence[int]:
    """Return the places in the status list of licences that no longer hold."""
    ended = (LicenceState.REVOKED, LicenceState.DEREGISTERED)
    wanted = select(Licence.status_index).where(
        Licence.status_index >= first,
        Licence.status_index < last,
        Licence.state.in_(ended) | ~Licence.is_current,
    )
    return db.session.scalars(wanted).all()


def last_status_index() -> int:
    """Return the last place in the status list that a licence was given; the first for none."""
    return db.session.scalar(select(func.max(Licence.status_index))) or 0


def closing_until(day: Any) -> Sequence[Licence]:
    """Return licences whose time to object is over."""
    wanted = select(Licence).where(
        Licence.is_current, Licence.state == LicenceState.DEREGISTERING, Licence.until < day
    )
    return db.session.scalars(wanted.with_for_update()).all()


def closing() -> Select[Licence]:
    """Select licences that wait for objections to their deregistration."""
    return select(Licence).where(Licence.is_current, Licence.state == LicenceState.DEREGISTERING)


def paused_past(day: Any) -> Sequence[Licence]:
    """Return licences whose pause is over."""
    wanted = select(Licence).where(
        Licence.is_current, Licence.state == LicenceState.PAUSED, Licence.until < day
    )
    return db.session.scalars(wanted.with_for_update()).all()


def in_business(limit: int, after: UUID | None) -> Sequence[Licence]:
    """Return licences in business, in portions."""
    wanted = select(Licence).where(Licence.is_current, Licence.live_key.is_not(None))
    wanted = wanted if after is None else wanted.where(Licence.id > after)
    return db.session.scalars(wanted.order_by(Licence.id).limit(limit)).all()


def attempts_between(since: datetime, until: datetime, limit: int) -> Sequence[Attempt]:
    """Return attempts of a span, in order."""
    wanted = select(Attempt).where(Attempt.submitted_at >= since, Attempt.submitted_at < until)
    return db.session.scalars(wanted.order_by(Attempt.submitted_at).limit(limit)).all()
