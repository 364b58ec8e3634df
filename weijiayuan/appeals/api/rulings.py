"""What leaves the court: the bundle of a case, and whether a ruling is ours."""

import base64
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from flask import Response, abort

from weijiayuan import audit
from weijiayuan.accounts.guards import require_anyone
from weijiayuan.appeals import errors
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.confirmations import there
from weijiayuan.appeals.mediation_schemas import RulingVerdictOut, RulingVerifyIn
from weijiayuan.appeals.models import Agreement, Confirmation
from weijiayuan.appeals.rules import guessing
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.web.anonymous_limits import AnonymousLimit, check_anonymous_limit
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
verifying = AnonymousLimit(each=60, everyone=20_000)


@bundles.get("/<uuid:confirmation_id>/bundle.zip", records=True)
@bundles.response(200, content_type="application/zip")
@bundles.refuses(errors.ConfirmationNotFound)
def read_bundle(confirmation_id: UUID) -> Response:
    """Return everything of the case that travels: paper, terms, record, ruling. Never the talk."""
    found, who = there(confirmation_id)
    agreement = db.session.get_one(Agreement, found.agreement_id)
    audit.record("bundle taken", subject_kind="confirmation", subject_id=found.id)
    facts = {
        "number": found.number,
        "state": found.state,
        "terms_hash": found.terms_hash,
        "record_hash": found.record_hash,
        "ruling_number": found.ruling_number,
        "ruling_hash": found.ruling_hash,
        "says": "指纹证明存入之后未被改动，不证明存入之前的内容属实",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("case.json", json.dumps(facts, ensure_ascii=False, indent=1))
        bundle.writestr("terms.json", agreement.terms)
        bundle.writestr("agreement.txt", agreement.text)
        if agreement.paper:
            bundle.writestr("agreement.pdf", base64.b64decode(agreement.paper))
        bundle.writestr("record.txt", found.record)
        bundle.writestr("ruling.txt", found.ruling)
    del who
    answer = Response(out.getvalue(), mimetype="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@rulings.get("/verify", records=True)
@rulings.arguments(RulingVerifyIn, location="query")
@rulings.response(200, RulingVerdictOut)
def verify_ruling(asked: dict[str, Any]) -> dict[str, Any]:
    """Say whether a ruling is authentic; number and day only with a party's last digit."""
    check_anonymous_limit(verifying)
    found = queries.ruling_of_code(asked["c"].strip().upper())
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
    wait = guessing.wait_until(found.wrong_guesses, found.guessed_at)
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
