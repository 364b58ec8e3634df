"""What leaves the court: the bundle of a case, and whether a ruling is ours."""

import base64
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.guards import require_anyone
from weijiayuan.appeals import errors
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.api.confirmations import there
from weijiayuan.appeals.mediation_schemas import RulingVerdictOut, RulingVerifyIn
from weijiayuan.appeals.models import Agreement, Confirmation
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.web.anonymous_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

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


@rulings.get("/verify")
@rulings.arguments(RulingVerifyIn, location="query")
@rulings.response(200, RulingVerdictOut)
def verify_ruling(asked: dict[str, Any]) -> dict[str, Any]:
    """Say whether a ruling is authentic; number and day only with a party's last digit."""
    check_anonymous_limit(verifying)
    found = db.session.scalars(
        db.select(Confirmation).filter_by(ruling_code=asked["c"].strip().upper())
    ).one_or_none()
    if found is None or found.ruling_number is None or found.served_at is None:
        return {"authentic": False, "number": None, "ruled_on": None}
    digits = {(one.id_number or "?")[-1] for one in queries.parties_of(found.mediation_id)}
    is_party = asked["last"] is not None and asked["last"] in digits
    return {
        "authentic": True,
        "number": found.ruling_number if is_party else None,
        "ruled_on": clock.local_date(found.served_at) if is_party else None,
    }
