"""What leaves the court: the bundle of a case, and whether a ruling is ours."""

import base64
from collections import Counter
from typing import Any
from uuid import UUID

from flask import Response, abort

from weijiayuan import audit
from weijiayuan.accounts.guards import require_anyone
from weijiayuan.appeals import errors, judicial_confirmation_queries, judicial_confirmation_views
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.caseworker_desk import COUNTERS
from weijiayuan.appeals.api.judicial_confirmation import there
from weijiayuan.appeals.legal_documents import case_bundle
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import (
    RulingVerdictOut,
    RulingVerifyIn,
    SignedResultIn,
    TakenInOut,
)
from weijiayuan.appeals.models import Agreement, Confirmation
from weijiayuan.appeals.rules import code_guessing_backoff, court_statistics
from weijiayuan.appeals.service import court_result_import, court_session
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.errors import problem

bundles = Blueprint(
    "bundles",
    __name__,
    guard=require_anyone,
    url_prefix="/api/v1/confirmations",
    description="案卷包",
)
rulings = Blueprint("rulings", __name__, guard=open_to_all, description="裁定查验")
court = Blueprint("court", __name__, guard=open_to_all, description="法院结果")
verifying = AnonymousLimit(each=60, everyone=20_000)


@bundles.get("/<uuid:confirmation_id>/bundle.zip", asks_outside=True)
@bundles.response(200, content_type="application/zip")
@bundles.refuses(errors.ConfirmationNotFound)
def read_bundle(confirmation_id: UUID) -> Response:
    """Return everything of the case that travels, with the judge's page. Never the talk."""
    with reading():
        found, who = there(confirmation_id)
        agreement = db.session.get_one(Agreement, found.agreement_id)
        texts = judicial_confirmation_views.bundle(found, who, agreement, now=clock.now())
        paper = base64.b64decode(agreement.paper) if agreement.paper else None
        held = case_bundle.packed(texts, paper, seals=seals())
    with transaction():
        audit.record("bundle taken", subject_kind="confirmation", subject_id=confirmation_id)
    answer = Response(held, mimetype="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bundles.get("/figures.csv", guard=COUNTERS)
@bundles.response(200, content_type="text/csv")
def read_figures() -> Response:
    """Return how sessions go: outcomes, minutes, what was performed. None of fewer than five."""
    now = clock.now()
    known = Counter(map(str, judicial_confirmation_queries.filed_states()))
    outcomes = {name: known.pop(name, 0) for name in ("confirmed", "rejected", "not_accepted")}
    shown = [
        court_session.line_of(each, now=now) for each in judicial_confirmation_queries.served()
    ]
    said = Counter(
        row.state for row in judicial_confirmation_queries.duties_due(clock.local_date(now))
    )
    done = said["performed"] + said["enforced"]
    lines = court_statistics.lines(
        outcomes | {"other": sum(known.values())},
        [each.used for each in shown],
        sum(each.kept is True for each in shown),
        {"performed": done, "not": said.total() - done},
    )
    return Response("\n".join(["row,cell,count", *lines]) + "\n", mimetype="text/csv")


@rulings.get("/verify", records=True)
@rulings.arguments(RulingVerifyIn, location="query")
@rulings.response(200, RulingVerdictOut)
def verify_ruling(asked: dict[str, Any]) -> dict[str, Any]:
    """Say whether a ruling is authentic; number and day only with a party's last digit."""
    check_anonymous_limit(verifying)
    found = judicial_confirmation_queries.ruling_of_code(asked["c"].strip().upper())
    if found is None or found.ruling_number is None or found.served_at is None:
        return {"authentic": False, "number": None, "ruled_on": None}
    is_party = asked["last"] is not None and _is_party(found, asked["last"])
    return {
        "authentic": True,
        "number": found.ruling_number if is_party else None,
        "ruled_on": clock.local_date(found.served_at) if is_party else None,
    }


def _is_party(found: Confirmation, last: str) -> bool:
    """Tell whether a digit is the last of a party's; each wrong one makes the next wait longer."""
    now = clock.now()
    wait = code_guessing_backoff.wait_until(found.wrong_guesses, found.guessed_at)
    if wait is not None and now < wait:
        seconds = int((wait - now).total_seconds()) + 1
        abort(problem(429, "web.too_many_requests", retry_after=seconds))
    digits = {
        each.id_number[-1] for each in queries.parties_of(found.mediation_id) if each.id_number
    }
    if last in digits:
        found.wrong_guesses, found.guessed_at = 0, None
        return True
    found.wrong_guesses, found.guessed_at = found.wrong_guesses + 1, now
    return False


@court.post("/results", idempotent=False)
@court.arguments(SignedResultIn)
@court.response(201, TakenInOut)
@court.refuses(errors.ResultUnsigned, errors.ResultMalformed, errors.ConfirmationNotFound)
@court.refuses(errors.TermsChanged, errors.OtherPartyMissing, errors.TermNotFound)
@court.refuses(errors.NumberTaken, errors.ArticleUnknown, errors.AnswersMissing, IllegalMove)
def take_in_result(asked: dict[str, Any]) -> Confirmation:
    """Take in what the court decided or did; its signature is what opens this door."""
    check_anonymous_limit(verifying)
    return court_result_import.take_in(asked["result"], asked["signature"], now=clock.now())
