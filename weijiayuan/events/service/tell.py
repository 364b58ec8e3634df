"""Who is told what, when a matter moves."""

from datetime import datetime
from uuid import UUID

from weijiayuan.db import insert_new
from weijiayuan.events.models import Ask, Event, Follower, Message
from weijiayuan.events.rules.vocabulary import Action, Actor


def of_move(event: Event, action: Action | None, *, actor: Actor, now: datetime) -> None:
    """Tell the reporter and the followers what happened, and the next unit what waits for it."""


def of_ask(event: Event, asked: Ask, *, now: datetime) -> None:
    """Tell the street's dispatchers that a unit asked for something."""


def of_message(event: Event, message: Message, *, now: datetime) -> None:
    """Tell the other side that somebody wrote."""


def of_low_rating(event: Event, *, now: datetime) -> None:
    """Tell the supervisors that a reporter is not content."""


def follow(parent: Event, *residents: UUID | None) -> None:
    """Let the people of a merged report follow the one it was merged into."""
    rows = [
        {"event_id": parent.id, "resident_id": each}
        for each in sorted({each for each in residents if each is not None})
        if each != parent.reporter_id
    ]
    insert_new(Follower, rows)


def matter(event: Event, now: datetime) -> None:
    """Put the present state into the reporter's own list (我的事项)."""
