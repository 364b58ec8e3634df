"""The words of a matter that anyone may read: a copy without numbers, if it names nobody.

Which categories and senders may be read stands in `rules.public_visibility`; here it is words that
are read. What names somebody, a household or an account has no public copy until a dispatcher or
supervisor has made one; what those who act on the matter read is not touched.
"""

from datetime import datetime

from sqlalchemy import select

from weijiayuan import public_words
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.rules import public_visibility
from weijiayuan.kernel.private_number_masking import masked
from weijiayuan.public_words.accusation_classifier import accuses

AT_ONCE = 200


def read(event: Event, *, now: datetime) -> None:
    """Make the public copy of a matter's words, or let them wait for a person.

    A copy that an earlier reader made is taken back where this one finds a name.
    """
    event.words_read = True
    if not public_visibility.may_ever_be_read(event.source):
        return
    copy = masked(str(event.text))
    if event.public_text not in (None, copy):
        return  # a person made it
    if public_words.names_anybody(event.text) or accuses(event.text):
        event.words_due_at, event.public_text = event.words_due_at or now, None
    else:
        event.public_text = copy


def read_portion(*, now: datetime, most: int = AT_ONCE) -> int:
    """Read words that no version of this reader has seen; return how many matters there were."""
    with transaction():
        unread = select(Event).where(Event.words_read.is_(False)).order_by(Event.id).limit(most)
        found = db.session.scalars(unread.with_for_update(of=Event)).all()
        for event in found:
            read(event, now=now)
    return len(found)


def publish(event: Event, words: str, *, is_meant: bool) -> None:
    """Let anyone read these words of a matter if they name nobody, or a person means it.

    Numbers are nobody's to publish.
    """
    copy = masked(str(words))
    is_bare = not public_words.names_anybody(copy)
    is_allowed = is_meant and public_words.says_who(copy) != public_words.PRIVATE
    if public_visibility.may_ever_be_read(event.source):
        event.public_text = copy if is_bare or is_allowed else None
