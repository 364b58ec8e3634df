"""Anonymous tips: no session is read, no key is asked, nothing of the caller is kept.

These views never look at `Authorization`, are not counted by the limiter that shares its marks
between processes, and keep no answer for a repeated request: the sixteen digits of a receipt
exist only in the answer that shows them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weijiayuan import danger
from weijiayuan.db import anonymous_receipt_codes, transaction
from weijiayuan.events import errors, presentation
from weijiayuan.events.queries import matters
from weijiayuan.kernel import clock
from weijiayuan.tips import anonymous_receipts, service
from weijiayuan.tips.api.signed_in_tips import sent_of
from weijiayuan.tips.errors import OutsideDistrict, ReceiptUnknown, TooManyPhotos
from weijiayuan.tips.models import Tip
from weijiayuan.tips.schemas import (
    AnonymousIn,
    ReceiptAgainIn,
    ReceiptIn,
    ReceiptOut,
    ReceiptStarsIn,
    ReceiptTalkIn,
    TipOut,
)
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.middleware import leave_no_line

anonymous_tips = Blueprint(
    "anonymous_tips",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/tips",
    description="匿名微线索: 只凭回执",
)

anonymous_tips.before_request(leave_no_line)

sending = AnonymousLimit(each=20, everyone=2_000)
opening = AnonymousLimit(each=60, everyone=20_000)


@anonymous_tips.post("/anonymous", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(AnonymousIn)
@anonymous_tips.response(201, ReceiptOut)
@anonymous_tips.refuses(TooManyPhotos, OutsideDistrict)
@anonymous_tips.refuses(errors.CategoryNotFound, errors.FieldsWrong)
def send(asked: dict[str, Any]) -> dict[str, Any]:
    """Send a tip without being known. The receipt is shown this once and opens it from now on."""
    check_anonymous_limit(sending)
    receipt = anonymous_receipts.new_receipt(asked.pop("once"))
    with transaction():
        tip = service.send_anonymously(sent_of(asked), receipt=receipt, now=clock.now())
        event = matters.of(tip.event_id)
        state, words = event.state, event.text
    return {
        "receipt": anonymous_receipt_codes.in_groups(receipt.digits),
        "state": state,
        "state_text": presentation.state_text(state),
        "danger": danger.recognise(words),
    }


@contextmanager
def opened(receipt: str) -> Iterator[Tip]:
    """Give the tip a receipt opens, in a transaction that begins once the receipt is hashed."""
    check_anonymous_limit(opening)
    presented = anonymous_receipts.shown(receipt)
    with transaction():
        yield anonymous_receipts.opened(presented, now=clock.now())


def shown(tip: Tip) -> dict[str, Any]:
    return presentation.for_reporter(matters.of(tip.event_id), now=clock.now())


@anonymous_tips.post("/receipts", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(ReceiptIn)
@anonymous_tips.response(200, TipOut)
@anonymous_tips.refuses(ReceiptUnknown)
def open_receipt(asked: dict[str, Any]) -> dict[str, Any]:
    """Open a tip by its receipt. Wrong, unknown and ended receipts get one and the same answer."""
    with opened(asked["receipt"]) as tip:
        return shown(tip)


@anonymous_tips.post("/receipts/messages", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(ReceiptTalkIn)
@anonymous_tips.response(201, TipOut)
@anonymous_tips.refuses(ReceiptUnknown, TooManyPhotos)
def write_message(asked: dict[str, Any]) -> dict[str, Any]:
    """Write to whoever handles the tip. The same words again, without a photo, are no others."""
    photos = tuple(asked["photos"])
    with opened(asked["receipt"]) as tip:
        if photos or not service.has_just_said(tip, asked["text"]):
            service.write(tip, asked["text"], photos=photos, now=clock.now())
        return shown(tip)


@anonymous_tips.post("/receipts/withdraw", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(ReceiptIn)
@anonymous_tips.response(200, TipOut)
@anonymous_tips.refuses(ReceiptUnknown, errors.IllegalMove)
def withdraw(asked: dict[str, Any]) -> dict[str, Any]:
    """Take the tip back before anybody works on it."""
    with opened(asked["receipt"]) as tip:
        service.withdraw(tip, now=clock.now())
        return shown(tip)


@anonymous_tips.post("/receipts/rating", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(ReceiptStarsIn)
@anonymous_tips.response(201, TipOut)
@anonymous_tips.refuses(ReceiptUnknown, errors.IllegalMove, errors.RatedBefore)
@anonymous_tips.refuses(errors.RatingTooLate, errors.ReasonNeeded)
def rate(asked: dict[str, Any]) -> dict[str, Any]:
    """Rate the result."""
    with opened(asked.pop("receipt")) as tip:
        service.rate(tip, **asked, now=clock.now())
        return shown(tip)


@anonymous_tips.post("/receipts/reopen", idempotent=False, asks_outside=True)
@anonymous_tips.arguments(ReceiptAgainIn)
@anonymous_tips.response(200, TipOut)
@anonymous_tips.refuses(ReceiptUnknown, errors.IllegalMove)
@anonymous_tips.refuses(errors.ReopenTooLate, errors.ReopenedBefore)
def reopen(asked: dict[str, Any]) -> dict[str, Any]:
    """Have it done again, once, within seven days."""
    with opened(asked["receipt"]) as tip:
        service.reopen(tip, reason=asked["reason"], now=clock.now())
        return shown(tip)
