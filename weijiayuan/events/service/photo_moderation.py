"""Whether a photo is shown: by WeChat's verdict, or by a person's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.errors import NotYours, PictureNotFound
from weijiayuan.events.models import Event, EventPhoto
from weijiayuan.events.rules.vocabulary import Actor, PictureCheck, Source
from weijiayuan.events.service import transitions
from weijiayuan.files import queries as files_queries
from weijiayuan.files import service as files
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import EVERYONE

JUDGES = frozenset({Actor.DISPATCHER, Actor.SUPERVISOR})


def settle(event: Event, photo: EventPhoto, found: PictureCheck, *, now: datetime) -> None:
    """Lay a verdict on a photo that waits for one; hiding it is put on the trail."""
    photo.picture_check = found
    if found is not PictureCheck.HIDDEN:
        return
    _withdraw(photo)
    _note(event, shown=False, who=SYSTEM, actor=Actor.SYSTEM, now=now)
    audit.record(
        "events.hide_picture",
        subject_kind="event",
        subject_id=event.id,
        actor="system",
        photo=str(photo.file_id),
        trace=photo.trace_id,
    )


def judge(
    event: Event, file_id: UUID, *, shown: bool, reason: str, who: Who, now: datetime
) -> Event:
    """Show or hide a photo as a person decides; the reason stays in the history.

    Raises `NotYours` for all but dispatchers and supervisors of the place, `PictureNotFound`.
    """
    mine = access.capacities(event, who) & JUDGES
    if not mine:
        raise NotYours(actors=sorted(JUDGES))
    photo = _photo(event, file_id)
    photo.picture_check = PictureCheck.PASSED if shown else PictureCheck.HIDDEN
    if not shown:
        _withdraw(photo)
    elif event.source is Source.OPEN311:
        files.show(_files(photo), [EVERYONE])
    _note(event, shown=shown, who=who, actor=min(mine), now=now, words=reason)
    return event


def _photo(event: Event, file_id: UUID) -> EventPhoto:
    wanted = select(EventPhoto).filter_by(event_id=event.id, file_id=file_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise PictureNotFound
    return found


def _withdraw(photo: EventPhoto) -> None:
    """Take the photo from everybody it was shown to."""
    files.hide(_files(photo))


def _files(photo: EventPhoto) -> list[StoredFile]:
    return list(files_queries.files_to_change([photo.file_id]).values())


def _note(
    event: Event, *, shown: bool, who: Who, actor: Actor, now: datetime, words: str = ""
) -> None:
    action = "show_picture" if shown else "hide_picture"
    transitions.write(event, action, actor=actor, who=who, now=now, words=words, is_public=False)
