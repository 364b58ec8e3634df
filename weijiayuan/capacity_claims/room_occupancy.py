"""What services tell one another of rooms they share: when a room is open, and what it is kept for.

Services do not import each other. Whoever owns rooms says how to know their hours, and whoever
takes places how to call what it took them for; who plans something in a room asks here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.capacity_claims.occupancy_queries import CLAIMS, stands
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span

HoursBroken = Callable[[UUID, Span], str]
"""Returns the opening hours in words where a room is not open all through a span, else nothing."""
Titles = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""Returns for some holders what they hold their places for, as anyone may read it."""

RoomChanged = Callable[[Collection[UUID], "RoomChange"], None]
"""Tells those who come to what some holders hold in a room what has changed of the room."""

ROOMS: dict[str, HoursBroken] = {}
TITLES: dict[str, Titles] = {}
CHANGED: dict[str, RoomChanged] = {}
SOMEBODY = "已有预约"
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Occupant:
    """What has places of a room, from when on."""

    holder: str
    title: str
    starts_at: datetime
    ends_at: datetime

    @property
    def span(self) -> Span:
        """When it has them."""
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class RoomChange:
    """What has changed of a room, in sentences, and what it is called."""

    sentences: Sequence[str]
    name_before: str
    name: str
    now: datetime


def register_room(kind: str, hours_broken: HoursBroken) -> None:
    """Let bookables of this kind be rooms that others hold their meetings in."""
    ROOMS[kind] = hours_broken


def register_titles(holder: str, titles: Titles) -> None:
    """Let others know what holders of this kind have their places for."""
    TITLES[holder] = titles


def register_changes(holder: str, changed: RoomChanged) -> None:
    """Let holders of this kind hear of what changes of the rooms they hold places in."""
    CHANGED[holder] = changed


def tell_of_change(room_id: UUID, change: RoomChange) -> None:
    """Tell those who hold a room at times to come what has changed of it."""
    for holder, changed in CHANGED.items():
        ids = db.session.scalars(
            select(CLAIMS.c.holder_id)
            .where(
                CLAIMS.c.bookable_id == room_id,
                CLAIMS.c.holder == holder,
                CLAIMS.c.ends_at > change.now,
                stands(change.now),
            )
            .distinct()
        ).all()
        if ids:
            changed(ids, change)


def is_room(bookable_id: UUID) -> bool:
    """Say whether this is a room; a judge, a court or a session of a course is none."""
    kind = db.session.scalar(select(Bookable.kind).where(Bookable.id == bookable_id))
    return kind in ROOMS


def hours_broken(room_id: UUID, span: Span) -> str:
    """Return a room's hours in words where it is not open all through the span, else nothing."""
    kind = db.session.scalar(select(Bookable.kind).where(Bookable.id == room_id))
    return ROOMS[kind](room_id, span) if kind in ROOMS else ""


def occupants(
    bookable_id: UUID, span: Span, *, now: datetime, but: Collection[str] = ()
) -> list[Occupant]:
    """Return what stands on a span, the earliest first; holders of some kinds left out."""
    rows = db.session.execute(
        select(CLAIMS.c.holder, CLAIMS.c.holder_id, CLAIMS.c.starts_at, CLAIMS.c.ends_at)
        .where(
            CLAIMS.c.bookable_id == bookable_id,
            CLAIMS.c.starts_at < span.ends_at,
            CLAIMS.c.ends_at > span.starts_at,
            CLAIMS.c.holder.not_in(but),
            stands(now),
        )
        .order_by(CLAIMS.c.starts_at)
        .limit(MOST_NAMED)
    ).all()
    named: dict[UUID, str] = {}
    for holder in {row.holder for row in rows} & TITLES.keys():
        named |= TITLES[holder]([row.holder_id for row in rows if row.holder == holder])
    return [
        Occupant(row.holder, named.get(row.holder_id, SOMEBODY), row.starts_at, row.ends_at)
        for row in rows
    ]
