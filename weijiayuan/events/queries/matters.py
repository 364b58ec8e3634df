"""Questions about one matter and what was added to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.events.access import Who, capacities, units_of
from weijiayuan.events.department_orders.models import Order
from weijiayuan.events.errors import EventNotFound
from weijiayuan.events.models import (
    Ask,
    AskState,
    Assignment,
    Assistance,
    AssistState,
    Entry,
    Event,
    EventClock,
    EventPhoto,
    Follower,
    Message,
    OrderPart,
    Rating,
    Supervision,
)
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Action, State, WaitReason
from weijiayuan.files.models import StoredFile


def seen(event_id: UUID, who: Who) -> Event:
    """Return a matter this person may see. Raises `EventNotFound`: others know of nothing."""
    event = db.session.get(Event, event_id)
    if event is None or not may_see(event, who):
        raise EventNotFound
    return event


def to_change(event_id: UUID, who: Who) -> Event:
    """Return the same, locked until the transaction ends."""
    event = locked(event_id)
    if not may_see(event, who):
        raise EventNotFound
    return event


def locked(event_id: UUID) -> Event:
    """Return a matter locked until the transaction ends. Raises `EventNotFound`."""
    event = db.session.scalars(
        select(Event)
        .filter_by(id=event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if event is None:
        raise EventNotFound
    return event


def may_see(event: Event, who: Who) -> bool:
    """Tell whether this person stands in any capacity to it, or their unit ever did or helps."""
    if capacities(event, who):
        return True
    units = units_of(who.granted)
    return bool(units) and _had_it(event.id, units)


def _had_it(event_id: UUID, units: list[str]) -> bool:
    assigned = select(Assignment.id).where(
        Assignment.event_id == event_id, Assignment.unit_code.in_(units)
    )
    ordered = (
        select(OrderPart.id)
        .join(Order, Order.id == OrderPart.order_id)
        .where(Order.event_id == event_id, OrderPart.unit_code.in_(units))
    )
    helping = select(Assistance.id).where(
        Assistance.event_id == event_id,
        Assistance.unit_code.in_(units),
        Assistance.state != AssistState.WITHDRAWN,
    )
    found = assigned.union_all(ordered, helping).limit(1)
    return db.session.execute(found).first() is not None


def reports_of(event_id: UUID) -> Sequence[Event]:
    """Return the reports that were merged into a matter, the oldest first."""
    wanted = select(Event).filter_by(parent_id=event_id, state=State.MERGED)
    return db.session.scalars(wanted.order_by(Event.reported_at, Event.id)).all()


def merged_into(event_id: UUID) -> Sequence[Event]:
    """Return the reports that were merged into a matter, locked, the oldest first."""
    return db.session.scalars(
        select(Event)
        .filter_by(parent_id=event_id, state=State.MERGED)
        .order_by(Event.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def lock_both(first: UUID, second: UUID) -> None:
    """Lock two matters in the order of their ids, so that two who merge never wait for each other.

    A report that was merged before is locked behind its matter, as whoever moves that one does.
    """
    here = Event.id.in_([first, second]) & (Event.state != State.MERGED)
    both = select(Event.id).where(here).order_by(Event.id)
    db.session.execute(both.with_for_update()).all()


def of(event_id: UUID) -> Event:
    """Return a matter that is known to be there; asks nothing if this transaction has it."""
    return db.session.get_one(Event, event_id)


def by_number(number: str) -> Event:
    """Return a matter by what people say on the telephone. Raises `EventNotFound`."""
    event = db.session.scalars(select(Event).filter_by(number=number)).one_or_none()
    if event is None:
        raise EventNotFound
    return event


def version(event_id: UUID) -> str:
    """Return what names a matter as it stands: the number of its newest line."""
    newest = select(func.max(Entry.number)).where(Entry.event_id == event_id)
    return str(db.session.scalar(newest) or 0)


def timeline(event_id: UUID, *, public: bool = False) -> Sequence[Entry]:
    """Return the history, oldest first; only the lines for the reporter if asked."""
    lines = select(Entry).filter_by(event_id=event_id).order_by(Entry.number)
    return db.session.scalars(lines.where(Entry.is_public) if public else lines).all()


def next_number(event: Event) -> Any:
    """Return the number of the next line of a history.

    A matter that is being entered counts its own lines; nobody else can see it yet. Of any other
    the number is worked out while the line is inserted.
    """
    if event.lines is not None:
        event.lines += 1
        return event.lines
    event_id = event.id
    so_far = select(func.coalesce(func.max(Entry.number), 0) + 1).filter_by(event_id=event_id)
    return so_far.scalar_subquery()


def handlers(event_id: UUID) -> frozenset[UUID]:
    """Return the staff who worked on it or gave it to a unit: nobody of them may check it."""
    rows = db.session.scalars(
        select(Entry.staff_id)
        .where(
            Entry.event_id == event_id,
            Entry.action.in_(["dispatch", "start", "sign", "handle"]),
            Entry.staff_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(each for each in rows if each is not None)


def next_due(clocks: Iterable[EventClock]) -> datetime | None:
    """Return when the first of a matter's running clocks is due."""
    running = (each for each in clocks if each.stopped_at is None and each.kind != ClockKind.REPLY)
    return min((each.due_at for each in running if each.due_at is not None), default=None)


def clocks(event_id: UUID) -> Sequence[EventClock]:
    """Return every clock of a matter, oldest first."""
    return db.session.scalars(
        select(EventClock)
        .filter_by(event_id=event_id)
        .order_by(EventClock.started_at, EventClock.kind, EventClock.id)
    ).all()


def assignment(event_id: UUID) -> Assignment | None:
    """Return the newest dispatch."""
    return db.session.scalars(
        select(Assignment).filter_by(event_id=event_id).order_by(Assignment.id.desc()).limit(1)
    ).one_or_none()


def photos(event_id: UUID) -> Sequence[EventPhoto]:
    """Return the photos in the order they were sent."""
    return db.session.scalars(
        select(EventPhoto)
        .outerjoin(StoredFile, StoredFile.id == EventPhoto.file_id)
        .where(EventPhoto.event_id == event_id)
        .order_by(EventPhoto.created_at, StoredFile.position, EventPhoto.id)
    ).all()


def messages(event_id: UUID) -> Sequence[Message]:
    """Return the conversation, oldest first."""
    return db.session.scalars(
        select(Message).filter_by(event_id=event_id).order_by(Message.at, Message.id)
    ).all()


def ratings(event_id: UUID) -> Sequence[Rating]:
    """Return the ratings, one for each round."""
    return db.session.scalars(
        select(Rating).filter_by(event_id=event_id).order_by(Rating.round)
    ).all()


def open_review(event_id: UUID) -> Rating | None:
    """Return the rating that waits for a review."""
    return db.session.scalars(
        select(Rating).filter_by(event_id=event_id, needs_review=True, reviewed_at=None)
    ).first()


def waiting_ask(event_id: UUID) -> Ask | None:
    """Return what a unit asked for and nobody decided yet."""
    return db.session.scalars(
        select(Ask).filter_by(event_id=event_id, state=AskState.ASKED)
    ).one_or_none()


def waits_for_reporter(event: Event) -> bool:
    """Tell whether the clock stands still until the reporter answers."""
    if event.state is not State.WAITING:
        return False
    last = db.session.scalars(
        select(Entry)
        .filter_by(event_id=event.id, action=Action.WAIT.value)
        .order_by(Entry.number.desc())
        .limit(1)
    ).one()
    return bool(last.facts.get("reason") == WaitReason.REPORTER_INFO)


def asks(event_id: UUID) -> Sequence[Ask]:
    return db.session.scalars(select(Ask).filter_by(event_id=event_id).order_by(Ask.id)).all()


def follower_ids(event_id: UUID) -> Sequence[UUID]:
    """Return the residents who follow it."""
    return db.session.scalars(select(Follower.resident_id).filter_by(event_id=event_id)).all()


def supervisions(event_id: UUID) -> Sequence[Supervision]:
    return db.session.scalars(
        select(Supervision).filter_by(event_id=event_id).order_by(Supervision.id)
    ).all()
