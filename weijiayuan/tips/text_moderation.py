"""WeChat's content check of what named residents write; never of anonymous words.

It runs in the worker after the tip is safe, and asks WeChat outside any transaction. What is not
clearly fine stays readable for staff and is simply not shown to the public. Photos follow their
words, see `photo_moderation`.
"""

from uuid import UUID

from weijiayuan.background import job_in_steps
from weijiayuan.db import db, reading, transaction
from weijiayuan.events.models import Event, Message, TextCheck
from weijiayuan.gateways.setup import wechat
from weijiayuan.gateways.wechat import Scene, Suggestion
from weijiayuan.gateways.wechat.errors import PersonAway
from weijiayuan.tips import photo_moderation, queries

MOST_CHARACTERS = 2500  # of one msg_sec_check
OVERLAP = 100


@job_in_steps
def check_event(event_id: str) -> None:
    """Check the words of a named tip, and have its photos checked."""
    _check(Event, UUID(event_id))
    photo_moderation.ask_about(UUID(event_id))


@job_in_steps
def check_message(message_id: str) -> None:
    """Check the words of a named resident's message, and have its photos checked."""
    _check(Message, UUID(message_id))
    with reading():
        message = db.session.get(Message, UUID(message_id))
        event_id = message.event_id if message else None
    if event_id is not None:
        photo_moderation.ask_about(event_id)


Checked = Event | Message


def _check(kind: type[Event] | type[Message], row_id: UUID) -> None:
    with reading():
        words = _words(kind, row_id)
    if words is None:
        return
    result = verdict(*words)
    with transaction():
        row = _row(kind, row_id)
        if row is not None and row.text_check is TextCheck.PENDING:
            row.text_check = result


def _row(kind: type[Event] | type[Message], row_id: UUID) -> Checked | None:
    return db.session.get(Event, row_id) if kind is Event else db.session.get(Message, row_id)


def _words(kind: type[Event] | type[Message], row_id: UUID) -> tuple[str, str] | None:
    """Return what is to be checked and who wrote it; None for anonymous or settled words."""
    row = _row(kind, row_id)
    if row is None or row.text_check is not TextCheck.PENDING:
        return None
    event_id = row.id if isinstance(row, Event) else row.event_id
    openid = queries.openid_of_reporter(event_id)
    return (row.text, openid) if openid else None


def verdict(text: str, openid: str) -> TextCheck:
    """Return what WeChat says of a text. Who has been away too long cannot be checked: held."""
    try:
        found = [
            wechat().check_text(piece, openid=openid, scene=Scene.FORUM) for piece in pieces(text)
        ]
    except PersonAway:
        return TextCheck.HELD
    passed = all(each.suggestion is Suggestion.PASS for each in found)
    return TextCheck.PASSED if passed else TextCheck.HELD


def pieces(text: str) -> list[str]:
    """Return the whole text in pieces that WeChat takes; they overlap, so no word is cut in two.

    >>> [len(piece) for piece in pieces("字" * 4000)]
    [2500, 1600]
    """
    step = MOST_CHARACTERS - OVERLAP
    return [
        text[start : start + MOST_CHARACTERS]
        for start in range(0, max(len(text) - OVERLAP, 1), step)
    ]
