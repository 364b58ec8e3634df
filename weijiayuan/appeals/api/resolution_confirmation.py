"""Each side says for itself that a matter is settled, or that it is not."""

from typing import Any

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id, current_staff
from weijiayuan.accounts.guards import require_resident
from weijiayuan.appeals import queries
from weijiayuan.appeals.api.anonymous_appeals import opened
from weijiayuan.appeals.api.caseworker_desk import HOLDERS
from weijiayuan.appeals.errors import (
    AppealNotFound,
    CodeUnknown,
    NotHolder,
    ReceiptUnknown,
    ReopenTooLate,
)
from weijiayuan.appeals.schemas import (
    OtherSideOut,
    SettledByCodeIn,
    SettledByReceiptIn,
    SettledIn,
)
from weijiayuan.appeals.service import resolution_confirmation
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

settled = Blueprint(
    "settled",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/appeals",
    description="各方自己说是否化解",
)
saying = AnonymousLimit(each=60, everyone=20_000)


@settled.post("/<string:number>/settled", guard=require_resident)
@settled.arguments(SettledIn)
@settled.response(201)
@settled.refuses(AppealNotFound, IllegalMove, ReopenTooLate)
def say_as_asker(given: dict[str, Any], number: str) -> Response:
    """Say whether it is settled, as who asked."""
    queries.of_resident(number, current_resident_id())
    resolution_confirmation.say(
        queries.locked(number), as_asker=True, settled=given["settled"], now=clock.now()
    )
    return Response(status=201)


@settled.post("/receipts/settled", idempotent=False, asks_outside=True)
@settled.arguments(SettledByReceiptIn)
@settled.response(201)
@settled.refuses(ReceiptUnknown, IllegalMove, ReopenTooLate)
def say_by_receipt(given: dict[str, Any]) -> Response:
    """Say whether it is settled, by the receipt alone."""
    with opened(given["receipt"]) as found:
        appeal, settled_now = queries.locked(found.number), given["settled"]
        resolution_confirmation.say(appeal, as_asker=True, settled=settled_now, now=clock.now())
    return Response(status=201)


@settled.post("/<string:number>/other-side", guard=HOLDERS)
@settled.response(201, OtherSideOut)
@settled.refuses(AppealNotFound, NotHolder)
def invite_other_side(number: str) -> dict[str, Any]:
    """Give the holder a code for the other side, shown this once."""
    return {"code": resolution_confirmation.code_for_other_side(number, by=current_staff().id)}


@settled.post("/other-side/settled", idempotent=False)
@settled.arguments(SettledByCodeIn)
@settled.response(201)
@settled.refuses(CodeUnknown, IllegalMove, ReopenTooLate)
def say_as_other_side(given: dict[str, Any]) -> Response:
    """Say whether it is settled, as the other side, without an account."""
    check_anonymous_limit(saying)
    appeal = resolution_confirmation.by_code(given["code"])
    resolution_confirmation.say(appeal, as_asker=False, settled=given["settled"], now=clock.now())
    return Response(status=201)
