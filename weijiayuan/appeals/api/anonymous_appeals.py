"""Anonymous appeals: no session is read, no key asked, nothing of the caller kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response

from weijiayuan.appeals import anonymous_receipts, appeal_views, queries
from weijiayuan.appeals.api.resident_appeals import asked_of, sent
from weijiayuan.appeals.errors import AnswersMalformed, ClauseUnknown, NobodyOnDuty, ReceiptUnknown
from weijiayuan.appeals.models import Appeal
from weijiayuan.appeals.schemas import (
    AnonymousAppealIn,
    AnonymousAppealOut,
    AppealOut,
    ReceiptAppealIn,
    ReceiptAppealTextIn,
)
from weijiayuan.appeals.service import appeal_lifecycle
from weijiayuan.db import anonymous_receipt_codes, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

anonymous_appeals = Blueprint(
    "anonymous_appeals",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/appeals",
    description="匿名诉求: 只凭回执",
)
sending = AnonymousLimit(each=20, everyone=2_000)
opening = AnonymousLimit(each=60, everyone=20_000)


@anonymous_appeals.post("/anonymous", idempotent=False, asks_outside=True)
@anonymous_appeals.arguments(AnonymousAppealIn)
@anonymous_appeals.response(201, AnonymousAppealOut)
@anonymous_appeals.refuses(NobodyOnDuty, AnswersMalformed, ClauseUnknown)
def send(given: dict[str, Any]) -> dict[str, Any]:
    """Send an appeal without being known. The receipt is shown this once.

    A draft sent again (`once`) is the same appeal with the same receipt; what it says otherwise
    by then goes to whoever has it.
    """
    check_anonymous_limit(sending)
    asked, receipt = asked_of(given), anonymous_receipts.new(given["once"])
    with transaction():
        appeal = queries.by_receipt(receipt.mark) or appeal_lifecycle.receive(
            asked, by=None, now=clock.now(), receipt_mark=receipt.mark
        )
        appeal_lifecycle.note_changes(appeal, asked, now=clock.now())
        said = sent(appeal, asked)
    return said | {"receipt": anonymous_receipt_codes.in_groups(receipt.digits)}


@contextmanager
def opened(receipt: str) -> Iterator[Appeal]:
    """Give the appeal a receipt opens, in a transaction that begins once the receipt is hashed.

    Raises `ReceiptUnknown`, at the same cost always.
    """
    check_anonymous_limit(opening)
    presented = anonymous_receipts.shown(receipt)
    with transaction():
        found = queries.by_receipt(presented.mark)
        if found is None or not presented.is_well_formed:
            raise ReceiptUnknown
        yield found


@anonymous_appeals.post("/receipts", idempotent=False, asks_outside=True)
@anonymous_appeals.arguments(ReceiptAppealIn)
@anonymous_appeals.response(200, AppealOut)
@anonymous_appeals.refuses(ReceiptUnknown)
def open_receipt(given: dict[str, Any]) -> dict[str, Any]:
    """Open an appeal by its receipt."""
    with opened(given["receipt"]) as appeal:
        return appeal_views.whole(appeal, now=clock.now())


@anonymous_appeals.post("/receipts/messages", idempotent=False, asks_outside=True)
@anonymous_appeals.arguments(ReceiptAppealTextIn)
@anonymous_appeals.response(201)
@anonymous_appeals.refuses(ReceiptUnknown)
def write_message(given: dict[str, Any]) -> Response:
    """Write to whoever has the appeal. The same words again, before an answer, are no others."""
    with opened(given["receipt"]) as appeal:
        said = queries.messages_of(appeal.id)
        if said and said[-1].staff_id is None and said[-1].text == given["text"]:
            return Response(status=201)
        appeal_lifecycle.write(appeal, given["text"], staff_id=None, now=clock.now())
    return Response(status=201)


@anonymous_appeals.post("/receipts/withdraw", idempotent=False, asks_outside=True)
@anonymous_appeals.arguments(ReceiptAppealIn)
@anonymous_appeals.response(201)
@anonymous_appeals.refuses(ReceiptUnknown, IllegalMove)
def withdraw(given: dict[str, Any]) -> Response:
    """Take the appeal back."""
    with opened(given["receipt"]) as appeal:
        appeal_lifecycle.withdraw(queries.locked(appeal.number), now=clock.now())
    return Response(status=201)
