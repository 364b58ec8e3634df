"""Appeals of residents who are signed in."""

from typing import Any

from flask import Response

from weijiayuan import danger
from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.appeals import appeal_views, queries
from weijiayuan.appeals.errors import (
    AnswersMalformed,
    AppealNotFound,
    ClauseUnknown,
    LeadNotFound,
    NobodyOnDuty,
    RatedBefore,
    ReopenTooLate,
)
from weijiayuan.appeals.legal_documents import appeal_receipt
from weijiayuan.appeals.legal_remedies.remedy_advice import card
from weijiayuan.appeals.models import Appeal, Lead
from weijiayuan.appeals.rules import lead_redaction
from weijiayuan.appeals.rules.appeal_deadlines import LEAD_LIVES
from weijiayuan.appeals.schemas import (
    AppealIn,
    AppealOut,
    AppealReasonIn,
    AppealSentOut,
    AppealsOut,
    AppealStarsIn,
    AppealTextIn,
    LeadIn,
    LeadSentOut,
    VerdictIn,
    VerdictOut,
)
from weijiayuan.appeals.service import appeal_lifecycle, duty_worker_paging
from weijiayuan.appeals.service.appeal_lifecycle import Asked
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.rate_limits import limited

appeals = Blueprint("appeals", __name__, guard=require_resident, description="群众诉求")
leads = Blueprint("leads", __name__, guard=require_resident, description="平安员线索")

verifying = AnonymousLimit(each=60, everyone=20_000)


def asked_of(given: dict[str, Any]) -> Asked:
    return Asked(
        asks=given["asks"],
        facts=given["text"],
        against=given["against"],
        community_code=given["community"],
        answers=given["answers"],
        clause_code=given["clause"],
    )


def sent(appeal: Appeal, asked: Asked) -> dict[str, Any]:
    """Return what is answered to an appeal: who has it, until when; none of its words."""
    return appeal_views.line(appeal, now=clock.now()) | {
        "road": appeal.road,
        "danger": card(asked.told, asked.answers),
        "receipt": f"/api/v1/appeals/{appeal.number}/receipt.pdf",
    }


@appeals.post("")
@limited("30 per hour")
@appeals.arguments(AppealIn)
@appeals.response(201, AppealSentOut)
@appeals.refuses(NobodyOnDuty, AnswersMalformed, ClauseUnknown)
def send(given: dict[str, Any]) -> dict[str, Any]:
    """Say it once: a number, a receipt that counts, and the name of who has it."""
    asked = asked_of(given)
    appeal = appeal_lifecycle.receive(asked, by=current_resident_id(), now=clock.now())
    return sent(appeal, asked)


@appeals.get("")
@appeals.response(200, AppealsOut)
def list_mine() -> dict[str, Any]:
    """List the resident's own appeals, newest first."""
    now = clock.now()
    return {
        "items": [appeal_views.line(each, now=now) for each in queries.mine(current_resident_id())]
    }


def own(number: str) -> Appeal:
    return queries.of_resident(number, current_resident_id())


@appeals.get("/<string:number>")
@appeals.response(200, AppealOut)
@appeals.refuses(AppealNotFound)
def read_appeal(number: str) -> dict[str, Any]:
    """Return the resident's own appeal: who has it, until when, what was said."""
    return appeal_views.whole(own(number), now=clock.now())


@appeals.get("/<string:number>/receipt.pdf")
@appeals.response(200, content_type="application/pdf")
@appeals.refuses(AppealNotFound)
def read_receipt(number: str) -> Response:
    """Return the sealed receipt."""
    answer = Response(appeal_receipt.paper(own(number)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@appeals.post("/receipts/verify", guard=open_to_all, idempotent=False, as_reader=True)
@appeals.arguments(VerdictIn)
@appeals.response(200, VerdictOut)
def verify_receipt(given: dict[str, Any]) -> dict[str, Any]:
    """Say whether a receipt is ours: number, day and the text's hash, nothing of the text."""
    check_anonymous_limit(verifying)
    found = queries.by_check_code(given["code"].strip().upper())
    if found is None:
        return {"authentic": False, "number": None, "received_on": None, "text_hash": None}
    return {
        "authentic": True,
        "number": found.number,
        "received_on": clock.local_date(found.received_at),
        "text_hash": found.text_hash,
    }


@appeals.post("/<string:number>/messages")
@appeals.arguments(AppealTextIn)
@appeals.response(201)
@appeals.refuses(AppealNotFound)
def write_message(given: dict[str, Any], number: str) -> Response:
    """Write to whoever has the appeal. The answer repeats nothing of it."""
    appeal_lifecycle.write(own(number), given["text"], staff_id=None, now=clock.now())
    return Response(status=201)


@appeals.post("/<string:number>/withdraw")
@appeals.response(201)
@appeals.refuses(AppealNotFound, IllegalMove)
def withdraw(number: str) -> Response:
    """Take the appeal back."""
    own(number)
    appeal_lifecycle.withdraw(queries.locked(number), now=clock.now())
    return Response(status=201)


@appeals.post("/<string:number>/rating")
@appeals.arguments(AppealStarsIn)
@appeals.response(201)
@appeals.refuses(AppealNotFound, IllegalMove, RatedBefore)
def rate(given: dict[str, Any], number: str) -> Response:
    """Say how content one is, once."""
    own(number)
    appeal_lifecycle.rate(queries.locked(number), stars=given["stars"])
    return Response(status=201)


@appeals.post("/<string:number>/reopen")
@appeals.arguments(AppealReasonIn)
@appeals.response(201)
@appeals.refuses(AppealNotFound, IllegalMove, ReopenTooLate)
def reopen(given: dict[str, Any], number: str) -> Response:
    """Open it again within ninety days."""
    own(number)
    appeal_lifecycle.reopen(queries.locked(number), reason=given["reason"], now=clock.now())
    return Response(status=201)


@leads.post("")
@limited("60 per hour")
@leads.arguments(LeadIn)
@leads.response(201, LeadSentOut)
@leads.refuses(LeadNotFound)
def send_lead(given: dict[str, Any]) -> dict[str, Any]:
    """Report a quarrel in five seconds: place and kind, no names. It dies after thirty days."""
    lead = Lead(
        kind=given["kind"],
        place=lead_redaction.kept(given["place"]),
        note=lead_redaction.kept(given["note"]),
        community_code=given["community"],
        expires_at=clock.now() + LEAD_LIVES,
        reporter_id=current_resident_id(),
    )
    db.session.add(lead)
    if danger.recognise(f"{given['place']}。{given['note']}") is not None:
        duty_worker_paging.danger_in_lead(lead, now=clock.now())
    return {"id": str(lead.id), "thanks": "谢谢您，社区会去看看", "expires_at": lead.expires_at}
