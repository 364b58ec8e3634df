"""Questions about alarms: which run, wait, were judged, and whose matter is over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, case, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from weijiayuan.accounts.rules import Territory
from weijiayuan.db import db
from weijiayuan.events.models import Event, stands_open
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.sensing import datastream_state
from weijiayuan.sensing.device_queries import AT_ONCE, held, is_called
from weijiayuan.sensing.models import Alarm, AlarmState, Device
from weijiayuan.sensing.rules.device_classes import LEVELS, THREATS

UNENDED = (AlarmState.MATTER, AlarmState.CONFIRMED)


def alarms_that_ran(datastreams: Iterable[UUID], *, since: datetime | None) -> list[Alarm]:
    """Return the alarms of datastreams that are not cleared, and those cleared since a moment."""
    streams = sorted(set(datastreams))
    if not streams:
        return []
    ran = [Alarm.cleared_at.is_(None), *([] if since is None else [Alarm.cleared_at >= since])]
    wanted = select(Alarm).where(Alarm.datastream_id.in_(streams), or_(*ran))
    return list(db.session.scalars(wanted))


def alarms_since(datastream_id: UUID, level: int, moment: datetime) -> Sequence[Alarm]:
    """Return the alarms of a line that ran at a moment or later, the earliest first."""
    wanted = select(Alarm).where(
        Alarm.datastream_id == datastream_id,
        Alarm.level == level,
        or_(Alarm.cleared_at.is_(None), Alarm.cleared_at >= moment),
    )
    return db.session.scalars(wanted.order_by(Alarm.raised_at)).all()


def asked() -> Sequence[Alarm]:
    """Return the alarms that wait for somebody to look, the newest first."""
    wanted = select(Alarm).where(Alarm.state == AlarmState.ASKED)
    return db.session.scalars(wanted.order_by(Alarm.raised_at.desc()).limit(AT_ONCE)).all()


def judged(kind: str, level: int) -> dict[str, int]:
    """Return how many alarms of a line were found true and false."""
    counts = (
        select(Alarm.state, func.count())
        .where(Alarm.kind == kind, Alarm.level == level)
        .where(Alarm.state.in_([AlarmState.CONFIRMED, AlarmState.FALSE]))
        .group_by(Alarm.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(counts)}
    return {
        "confirmed": found.get(AlarmState.CONFIRMED, 0),
        "false": found.get(AlarmState.FALSE, 0),
    }


def found_between(since: datetime, until: datetime) -> int:
    """Return how many alarms were found in a stretch of time."""
    wanted = select(func.count()).select_from(Alarm)
    return db.session.scalar(wanted.where(Alarm.found_at >= since, Alarm.found_at < until)) or 0


def alarm_to_change(alarm_id: UUID) -> Alarm | None:
    """Return an alarm, locked until the transaction ends."""
    return db.session.get(Alarm, alarm_id, with_for_update=True)


def hold_stream_of(alarm_id: UUID) -> None:
    """Lock what the lines know of an alarm's datastream: before the alarm, as readings do."""
    stream = db.session.scalar(select(Alarm.datastream_id).filter_by(id=alarm_id))
    if stream is not None:
        datastream_state.locked([stream])


def unanswered(now: datetime) -> Sequence[Alarm]:
    """Return the alarms that nobody looked at in time, the longest waiting first."""
    wanted = select(Alarm).where(Alarm.state == AlarmState.ASKED, Alarm.confirm_due_at <= now)
    return db.session.scalars(wanted.order_by(Alarm.confirm_due_at).limit(AT_ONCE)).all()


def left_alone() -> Sequence[Alarm]:
    """Return alarms that last and whose matter is over, however: nobody answers for them.

    The one found first comes first.
    """
    wanted = (
        select(Alarm)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.cleared_at.is_(None), Alarm.state.in_(UNENDED))
        .where(
            or_(Event.state.in_((State.WITHDRAWN, State.REJECTED)), Event.closed_at.is_not(None))
        )
        .order_by(Alarm.found_at)
        .limit(AT_ONCE)
    )
    return db.session.scalars(wanted).all()


def less_urgent_than_alarms() -> Sequence[tuple[Alarm, Event]]:
    """Return lasting alarms with their open matters that stand at a lesser level than they."""
    wanted = (
        select(Alarm, Event)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.cleared_at.is_(None), Alarm.state.in_(UNENDED))
        .where(stands_open(), Event.level > Alarm.level)
        .order_by(Alarm.level, Alarm.found_at)
        .limit(AT_ONCE)
    )
    return [(alarm, event) for alarm, event in db.session.execute(wanted)]


def has_other_than_false(event_id: UUID) -> bool:
    """Tell whether a matter has an alarm that nobody found false."""
    wanted = select(Alarm.id).where(Alarm.event_id == event_id, Alarm.state != AlarmState.FALSE)
    return db.session.scalar(wanted.limit(1)) is not None


def unjudged_over() -> list[tuple[Alarm, Event]]:
    """Return alarms that ended, whose matter is over and that nobody has judged.

    Only those that were there when somebody handled it: of a later one nobody said anything.
    """
    looked_at = func.coalesce(Event.handled_at, Event.closed_at)
    wanted = (
        select(Alarm, Event)
        .join(Event, Event.id == Alarm.event_id)
        .where(Alarm.state == AlarmState.MATTER, Event.closed_at.is_not(None))
        .where(Alarm.cleared_at.is_not(None), Alarm.found_at <= looked_at)
        .order_by(Event.closed_at)
        .limit(AT_ONCE)
    )
    return [(alarm, event) for alarm, event in db.session.execute(wanted)]


def over_and_untold() -> dict[UUID, list[Alarm]]:
    """Return, by matter, the alarms that are over and of whose end nobody was told.

    Only of matters none of whose alarms runs on.
    """
    is_over = or_(Alarm.cleared_at.is_not(None), Alarm.state == AlarmState.FALSE)
    wanted = select(Alarm).where(
        Alarm.told_over.is_(False),
        Alarm.event_id.in_(
            select(Alarm.event_id)
            .where(Alarm.told_over.is_(False), Alarm.event_id.is_not(None))
            .group_by(Alarm.event_id)
            .having(func.min(case((is_over, 1), else_=0)) == 1)
            .limit(AT_ONCE)
        ),
    )
    found: dict[UUID, list[Alarm]] = {}
    for alarm in db.session.scalars(wanted.order_by(Alarm.found_at)):
        assert alarm.event_id is not None
        found.setdefault(alarm.event_id, []).append(alarm)
    return found


def told_over(event_id: UUID) -> int:
    """Return how many alarms of a matter people were told to be over."""
    wanted = select(func.count()).select_from(Alarm)
    return db.session.scalar(wanted.where(Alarm.event_id == event_id, Alarm.told_over)) or 0


URGENCY = case(
    (Alarm.cleared_at.is_not(None), 9),
    (Alarm.kind.in_(sorted(THREATS)), Alarm.level - LEVELS[-1]),
    else_=Alarm.level,
)
"""What threatens people and lasts stands first, then by level; what is over is last."""
ORDERS: Mapping[str, ColumnElement[Any]] = {
    "urgency": URGENCY,
    "raised": Alarm.raised_at.expression,
    "level": Alarm.level.expression,
    "kind": Alarm.kind.expression,
    "state": type_coerce(Alarm.state.expression, String),
}


STANDING = "standing"


def _stands_for_less() -> ColumnElement[bool]:
    """Return the condition that a graver line of the same device stands for this one too."""
    graver = aliased(Alarm)
    found = select(graver.id).where(
        graver.datastream_id == Alarm.datastream_id,
        graver.level < Alarm.level,
        graver.cleared_at.is_(None),
        graver.state.in_([AlarmState.ASKED, AlarmState.MATTER]),
    )
    return (Alarm.state != AlarmState.ASKED) & found.exists()


def alarms(
    territories: Iterable[Territory],
    *,
    state: str | None,
    kind: str | None = None,
    q: str | None = None,
    event: UUID | None = None,
) -> Select[Alarm]:
    """Return the question for alarms in some territories; `open` for those not cleared.

    `standing`: of these each device once, by the gravest line that nobody has judged; a lesser one
    stands beside it only while somebody is asked to look.
    """
    wanted = select(Alarm).where(held(territories, Alarm.grid_code))
    if kind:
        wanted = wanted.where(Alarm.kind == kind)
    if q:
        wanted = wanted.where(Alarm.device_id.in_(select(Device.id).where(is_called(q))))
    if event is not None:
        wanted = wanted.where(Alarm.event_id == event)
    if state == STANDING:
        return wanted.where(Alarm.cleared_at.is_(None), ~_stands_for_less())
    if state == "open":
        return wanted.where(Alarm.cleared_at.is_(None))
    return wanted.where(Alarm.state == state) if state else wanted
