"""What people who were served think of it: stars at once, words after the content check."""

from uuid import UUID

from weijiayuan.accounts.models import Resident
from weijiayuan.background import job_in_steps
from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.wechat import Scene, Suggestion
from weijiayuan.gateways.wechat.errors import PersonAway
from weijiayuan.kernel import clock
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Rating
from weijiayuan.markets.rules.states import TicketState
from weijiayuan.markets.service import notifications


def rate(ticket_id: UUID, *, by: UUID, stars: int, words: str) -> Rating:
    """Say how the service was, once, after it.

    Raises `NoSuchTicket`, `NotServed`, `AlreadyRated`.
    """
    ticket = queries.ticket(ticket_id)
    if ticket.resident_id != by:
        raise errors.NoSuchTicket
    if ticket.state is not TicketState.SERVED:
        raise errors.NotServed
    row = {"ticket_id": ticket_id, "stars": stars, "text": words, "is_shown": False}
    if not insert_new(Rating, [row]):
        raise errors.AlreadyRated
    if words:
        check_words.later(str(ticket_id))
    return queries.rating_to_change(ticket_id)


@job_in_steps
def check_words(ticket_id: str) -> None:
    """Ask WeChat about the words of a rating, outside any transaction.

    Only organisers read them, so what WeChat wants a person to look at is shown; what is risky
    is not, and its author is told. Words of somebody away too long to be checked stay hidden. An
    outage raises, and the task comes round again.
    """
    with reading():
        rating, ticket = queries.rating_of(UUID(ticket_id)), queries.ticket(UUID(ticket_id))
        author = db.session.get(Resident, ticket.resident_id) if ticket.resident_id else None
        words, openid = rating.text if rating else "", author.openid if author else None
    if not words or openid is None:
        return
    try:
        verdict = gateways.wechat().check_text(words, openid=openid, scene=Scene.COMMENT)
    except PersonAway:
        return
    with transaction():
        _note_verdict(UUID(ticket_id), verdict.suggestion)


def _note_verdict(ticket_id: UUID, suggestion: Suggestion) -> None:
    queries.rating_to_change(ticket_id).is_shown = suggestion is not Suggestion.RISKY
    if suggestion is Suggestion.RISKY:
        notifications.notify(queries.ticket(ticket_id), "market_words_refused", now=clock.now())
