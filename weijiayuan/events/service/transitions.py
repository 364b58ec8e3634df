"""The one way a matter moves: look at the situation, ask the table, write the line, tell people."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.errors import NotYours
from weijiayuan.events.models import Entry, Event, EventPhoto, Stage
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data, state_transitions, verification_sampling
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.state_transitions import Situation
from weijiayuan.events.rules.vocabulary import Action, Actor, Level, PictureCheck
from weijiayuan.events.service import notifications
from weijiayuan.files import service as files
from weijiayuan.files.models import StoredFile

logger = logging.getLogger(__name__)

PHOTOS = "event_photo"
CARRIED = frozenset({Action.HANDLE, Action.CLOSE, Action.CONFIRM, Action.REOPEN})
PREFERRED = (
    Actor.UNIT,
    Actor.GRID_WORKER,
    Actor.SECRETARY,
    Actor.DISPATCHER,
    Actor.SUPERVISOR,
    Actor.REPORTER,
    Actor.SYSTEM,
    Actor.AUDITOR,
)


def situation(event: Event, *, now: datetime, who: Who, **more: Any) -> Situation:
    """Return what the conditions of a move may look at."""
    facts: dict[str, Any] = {
        "on_the_spot": event.on_the_spot,
        "mode": event.mode,
        "level": Level(event.level),
        "unit_is_grid": event.unit_code is not None and event.unit_code == event.grid_code,
        "category": event.category_code,
        "of_the_department": access.is_of_department(event, who),
        "returns": event.returns,
        "designated": event.designated,
        "waits": event.waits,
        "extensions": event.extensions,
        "closed_at": event.closed_at,
        "reporter_reopens": event.reporter_reopens,
        "reporter_appeals": event.reporter_appeals,
        "actor_id": who.staff_id,
        "is_sensed": event.is_sensed,
        "in_danger": ToldDanger.of(event).needs_rescue,
        "is_sampled": verification_sampling.is_sampled(
            event.id, reference_data.limits().sample_percent
        ),
    }
    return Situation(now=now, **facts | more)


def make(
    event: Event,
    action: Action,
    *,
    who: Who,
    now: datetime,
    words: str = "",
    facts: dict[str, Any] | None = None,
    is_public: bool = True,
    **more: Any,
) -> Actor:
    """Make a move in the first capacity that the table lets make it, and write its line.

    Raises `IllegalMove` (409 with `allowed`), `NotYours` or the condition that does not hold.
    """
    move = state_transitions.find(action, event.state)
    mine = access.capacities(event, who)
    actor = capacity_for(mine, move.actors)
    before = event.state
    event.move(action, replace(situation(event, now=now, who=who, **more), actor=actor))
    write(
        event,
        action.value,
        actor=actor,
        who=who,
        now=now,
        words="" if actor is Actor.REPORTER else words,
        facts=facts,
        is_public=is_public,
        from_state=before.value,
    )
    if not event.is_anonymous or who.staff_id is not None:
        moved = {"event_id": str(event.id), "action": action, "state": event.state}
        logger.info("event moved", extra=moved)
    notifications.of_move(event, action, actor=actor, now=now)
    if action in CARRIED and not (event.is_anonymous and actor is Actor.REPORTER):
        _carry(event, action, now=now)
    return actor


def capacity_for(mine: Collection[Actor], able: Collection[Actor]) -> Actor:
    """Return the first capacity somebody has that may make a move. Raises `NotYours`."""
    for each in PREFERRED:
        if each in mine and each in able:
            return each
    raise NotYours(actors=sorted(able))


def _carry(event: Event, action: Action, *, now: datetime) -> None:
    """Write into the histories of merged reports what became of the matter they are part of."""
    for each in matters.merged_into(event.id):
        write(
            each,
            f"parent-{action}",
            actor=Actor.SYSTEM,
            who=SYSTEM,
            now=now,
            facts={"parent": event.number},
        )
        notifications.matter(each, now)


def write(
    event: Event,
    action: str,
    *,
    actor: Actor,
    who: Who,
    now: datetime,
    words: str = "",
    facts: dict[str, Any] | None = None,
    is_public: bool = True,
    from_state: str | None = None,
) -> Entry:
    """Add a line to the history."""
    entry = Entry(
        event_id=event.id,
        number=matters.next_number(event),
        at=now,
        action=action,
        actor=actor.value,
        from_state=from_state,
        to_state=event.state.value,
        staff_id=who.staff_id,
        unit_code=event.unit_code,
        words=words,
        is_public=is_public,
        facts=facts or {},
        **birth(event, now),
    )
    db.session.add(entry)
    if who.staff_id is not None:
        audit.record(f"events.{action}", subject_kind="event", subject_id=event.id)
    return entry


def birth(event: Event, now: datetime) -> dict[str, Any]:
    """Return id and moment for a row that the sender of an anonymous tip brings about.

    Ids with a clock inside and exact moments could be laid beside a proxy's access log; an
    anonymous matter's rows get random ids and the moment that was rounded for it.
    """
    return {"id": uuid4(), "created_at": now} if event.is_anonymous else {}


def add_photos(
    event: Event, photos: Sequence[UUID | str], stage: Stage, *, owner: UUID | None, now: datetime
) -> list[UUID]:
    """Bind uploads to a matter and return their ids.

    Uploads of somebody known are named by id and must be theirs; those of nobody by the upload
    code that alone can claim them. What a named reporter sends waits for its content check.
    Raises `FileUnusable`.
    """
    if not photos:
        return []
    taken = _attached(event, photos, owner, now)
    is_new = stage is Stage.BEFORE
    known = set() if is_new else {photo.file_id for photo in matters.photos(event.id)}
    named = owner is not None and owner == event.reporter_id
    check = PictureCheck.WAITING if named else PictureCheck.NEVER
    db.session.add_all(
        EventPhoto(
            event_id=event.id,
            file_id=file.id,
            stage=stage,
            picture_check=check,
            **birth(event, now),
        )
        for file in taken
        if file.id not in known
    )
    return [file.id for file in taken]


def _attached(
    event: Event, photos: Sequence[UUID | str], owner: UUID | None, now: datetime
) -> list[StoredFile]:
    if owner is None:
        codes = [str(code) for code in photos]
        return files.attach_anonymous(codes, kind=PHOTOS, subject=event.id)
    ids = [UUID(str(each)) for each in photos]
    return files.attach(ids, owner=owner, kind=PHOTOS, subject=event.id, now=now)
