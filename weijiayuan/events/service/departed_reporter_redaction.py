"""Names in the words of a matter: no machine is sure of them, so a person looks.

When an account is closed, the matters that it reported stay as the record of what was done. Numbers
are starred out at once; whatever else may name the reporter waits here for a dispatcher or
supervisor of the place (个人信息保护法 47), and what they star out is gone. Words that seem to name
somebody wait here too before anyone reads them; then only their public copy is starred.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import NeededForRescue, NothingToClean, NotYours, PhraseNotFound
from weijiayuan.events.models import Event, Message, Rating
from weijiayuan.events.rules.vocabulary import Actor, Source
from weijiayuan.events.service import public_text

LOOKERS = frozenset({Actor.DISPATCHER, Actor.SUPERVISOR})
STAR = "＊"


def ask_for_a_look(event_ids: Sequence[UUID], *, now: datetime) -> None:
    """Let the words of these matters wait for a person: their reporter left."""
    gone = {"words_due_at": now, "public_text": None}
    db.session.execute(update(Event).where(Event.id.in_(event_ids)).values(gone))


def clean(event: Event, *, hide: Sequence[str], publish: bool = False, who: Who) -> Event:
    """Star these phrases out, and note that somebody looked.

    Of who left, wherever they wrote them; else in the public copy, which there is only if nothing
    in it seems to name anybody any more, or the person says so with `publish`. Raises `NotYours`
    for all but dispatchers and supervisors of the place, `NothingToClean`, `PhraseNotFound` for
    one that stands nowhere, `NeededForRescue` while whoever is sent must find the place.
    """
    if not access.capacities(event, who) & LOOKERS:
        raise NotYours(actors=sorted(LOOKERS))
    if event.words_due_at is None:
        raise NothingToClean
    written = [event, *_written_later(event.id)]
    for phrase in hide:
        if not any(phrase in each.text for each in written) and phrase not in event.address:
            raise PhraseNotFound(phrase=phrase)
    if event.reporter_id is None and event.source is Source.RESIDENT:
        if hide and _calls_for_rescue(event):
            raise NeededForRescue
        for each in written:
            each.text = _starred(each.text, hide)
        event.address = _starred(event.address, hide)
    public_text.publish(event, _starred(event.text, hide), is_meant=publish)
    event.words_due_at = None
    audit.record("event_words_cleaned", subject_kind="event", subject_id=event.id, hidden=len(hide))
    return event


def _calls_for_rescue(event: Event) -> bool:
    """Tell whether somebody may still be in danger there, as it says or what it was merged into."""
    parent = db.session.get(Event, event.parent_id) if event.parent_id else None
    stands = [each for each in (event, parent) if each is not None and each.is_open]
    return any(each.danger is not None or each.is_measured for each in stands)


def _written_later(event_id: UUID) -> Iterator[Message | Rating]:
    messages = select(Message).where(Message.event_id == event_id, Message.from_reporter)
    yield from db.session.scalars(messages)
    yield from db.session.scalars(select(Rating).filter_by(event_id=event_id))


def _starred(text: str, hide: Sequence[str]) -> str:
    """Return the text, of its own kind, with the longest phrases starred out first.

    >>> _starred("王小明住3栋，小明说", ["小明", "王小明"])
    '＊＊＊住3栋，＊＊说'
    """
    found = text
    for phrase in sorted(hide, key=len, reverse=True):
        found = found.replace(phrase, STAR * len(phrase))
    return type(text)(found)
