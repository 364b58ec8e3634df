"""Licences: one's own, and what any stranger may verify."""

from typing import Any

from flask import Response, abort, request
from sqlalchemy import select

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.approvals import application_views
from weijiayuan.approvals.api.applicant import decided
from weijiayuan.approvals.document_authenticity import recognised
from weijiayuan.approvals.errors import (
    DocumentEmpty,
    FaceCheckNeeded,
    HandoverNeeded,
    LicenceMovedOn,
    LicenceNotFound,
    NotSimple,
    PauseTooLong,
    RepresentativeActs,
    RulebookNotFound,
    StatusListNotFound,
    TooManyDrafts,
)
from weijiayuan.approvals.licence_documents import verifiable_credential
from weijiayuan.approvals.licence_documents.signing_keys import seal_key
from weijiayuan.approvals.models import Application, Licence, LicencePaper
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.rulebook_in_force import current
from weijiayuan.approvals.schemas.applicant import (
    ApplicationOut,
    ChangeIn,
    DocumentCheckOut,
    LicenceBriefOut,
    LicencesOut,
    OnVersionIn,
    PauseIn,
    VerifiedOut,
)
from weijiayuan.approvals.schemas.consents import DisputeIn
from weijiayuan.approvals.schemas.public import VerifyIn
from weijiayuan.approvals.service import applications as applying
from weijiayuan.approvals.service import (
    licence_access,
    licence_lifecycle,
    licence_sealing,
    registration_disputes,
)
from weijiayuan.approvals.service.applicant_identity_checks import BarAnswer
from weijiayuan.db import db, reading
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.rate_limits import limited

licences = Blueprint(
    "licences",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1",
    description="光速办：营业执照",
)
FILE_BYTES = 2 * 1024 * 1024
MEDIA_TYPES = frozenset(
    {
        *("", "application/octet-stream", "application/pdf", "text/plain", "application/json"),
        *("application/vc+jwt", "application/jwt", "application/jose"),
    }
)
"""How a document may be sent; the first is without any type."""


@licences.get("/me/licences")
@licences.response(200, LicencesOut)
def list_licences() -> dict[str, Any]:
    """List the resident's licences, newest first, then those in which others named them.

    `part` is `holder`, `operator` (one's own business in another account: it may be claimed) or
    `named`, with `roles`. Others see a licence once it is sealed, when they can act on it.
    """
    resident_id = current_resident_id()
    own = queries.my_licences(resident_id)
    run = [each for each in asked_queries.run_by(resident_id) if each.sealed_at]
    named = [each for each in asked_queries.named_in(resident_id) if each[0].sealed_at]
    return {
        "items": [
            *(_part(each, "holder") for each in own),
            *(_part(each, "operator") for each in run),
            *(_part(each, "named", consent.roles) for each, consent in named if each not in run),
        ]
    }


def _part(licence: Licence, part: str, roles: str = "") -> dict[str, Any]:
    return application_views.licence_facts(licence) | {"part": part, "roles": roles}


@licences.get("/licences/<string:uscc>.pdf")
@licences.response(200, content_type="application/pdf")
@licences.refuses(LicenceNotFound)
def read_pdf(uscc: str) -> Response:
    """Return the sealed licence as PDF, to whoever has a part in it."""
    licence = licence_access.seen(uscc, current_resident_id())
    body = db.session.scalar(select(LicencePaper.body).where(LicencePaper.licence_id == licence.id))
    named = {"Content-Disposition": f"attachment; filename={uscc}.pdf"}
    return Response(body, mimetype="application/pdf", headers=named)


@licences.get("/licences/<string:uscc>.vc")
@licences.response(200, content_type="application/vc+jwt")
@licences.refuses(LicenceNotFound)
def read_credential(uscc: str) -> Response:
    """Return the licence as a verifiable credential (VC 2.0, JOSE)."""
    licence = licence_access.seen(uscc, current_resident_id())
    return Response(licence.credential, mimetype="application/vc+jwt")


@licences.post("/licences/<string:uscc>/claim")
@licences.response(200, LicenceBriefOut)
@licences.refuses(LicenceNotFound, FaceCheckNeeded)
def claim_licence(uscc: str) -> dict[str, Any]:
    """Take one's own business into this account, by a face check.

    For who left or lost the former account, or applied by another person's; that one is told.
    """
    licence = licence_access.claim(uscc, by=current_resident_id(), now=clock.now())
    return application_views.licence_facts(licence)


@licences.post("/licences/<string:uscc>/dispute")
@licences.arguments(DisputeIn)
@licences.response(200, VerifiedOut)
@licences.refuses(LicenceNotFound)
def dispute_licence(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Say that one's name stands in a registration against one's will (细则 50).

    Registrars see it, and the business is neither closed nor handed over until they have looked.
    """
    licence = registration_disputes.dispute(
        uscc, **given, by=current_resident_id(), now=clock.now()
    )
    return application_views.verified_facts(licence, now=clock.now())


@licences.post("/licences/<string:uscc>/change", asks_outside=True)
@licences.arguments(ChangeIn)
@licences.response(200, ApplicationOut)
@licences.refuses(
    *(LicenceNotFound, LicenceMovedOn, IllegalMove, TooManyDrafts),
    *(HandoverNeeded, RepresentativeActs),
)
def change_licence(given: dict[str, Any], uscc: str) -> Response:
    """Change what is registered: decided by the same rules, and a new version if granted.

    `version` is that of the licence that was read: written on a former one, a change would undo
    what was registered since.
    """
    resident_id = current_resident_id()
    with reading():
        licence = queries.licence_of_version(uscc, given["version"], resident_id)
        former = queries.answers_of(queries.application(licence.application_id))
    answers = former | applying.unmasked(former, given["answers"])

    def act(*, barred: BarAnswer) -> Application:
        return licence_lifecycle.change(
            uscc,
            answers,
            version=given["version"],
            barred=barred,
            by=resident_id,
            now=clock.now(),
        )

    return decided(answers, act)


@licences.post("/licences/<string:uscc>/pause")
@licences.arguments(PauseIn)
@licences.response(200, LicenceBriefOut)
@licences.refuses(LicenceNotFound, LicenceMovedOn, IllegalMove, PauseTooLong)
def pause_licence(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """File a pause of trading (歇业)."""
    licence = licence_lifecycle.pause(uscc, **given, by=current_resident_id(), now=clock.now())
    return application_views.licence_facts(licence)


@licences.post("/licences/<string:uscc>/resume")
@licences.arguments(OnVersionIn)
@licences.response(200, LicenceBriefOut)
@licences.refuses(LicenceNotFound, LicenceMovedOn, IllegalMove)
def resume_licence(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """Trade again, or take a closing back."""
    licence = licence_lifecycle.resume(uscc, **given, by=current_resident_id(), now=clock.now())
    return application_views.licence_facts(licence)


@licences.post("/licences/<string:uscc>/close")
@licences.arguments(OnVersionIn)
@licences.response(200, LicenceBriefOut)
@licences.refuses(LicenceNotFound, LicenceMovedOn, IllegalMove, NotSimple)
def close_licence(given: dict[str, Any], uscc: str) -> dict[str, Any]:
    """File a simple deregistration (简易注销).

    With `waits_for` above nought nothing is filed yet: so many others have to promise first.
    """
    licence, waits = licence_lifecycle.close(
        uscc, **given, by=current_resident_id(), now=clock.now()
    )
    return application_views.licence_facts(licence) | {"waits_for": waits}


@licences.get("/licences/verify", guard=open_to_all)
@licences.arguments(VerifyIn, location="query")
@licences.response(200, VerifiedOut)
@licences.refuses(LicenceNotFound)
def verify(asked: dict[str, Any]) -> dict[str, Any]:
    """Tell a stranger how a licence stands at this moment."""
    code = "".join(each for each in asked["c"].upper() if each.isalnum())
    return application_views.verified_facts(queries.licence_by_code(code), now=clock.now())


@licences.post(
    "/licences/files/checks",
    guard=open_to_all,
    idempotent=False,
    asks_outside=True,
    as_reader=True,
    raw_body=True,
    max_bytes=FILE_BYTES,
)
@licences.response(200, DocumentCheckOut)
@licences.refuses(DocumentEmpty)
@limited("60 per minute")
def check_document() -> dict[str, Any]:
    """Tell what a document is and whether it is as it was sealed: one changed byte shows.

    It is a licence's PDF, its credential, or the proof of a decision, sent as it is: a form
    around it (multipart) changes its bytes, and is answered with 415.
    """
    if request.mimetype not in MEDIA_TYPES:
        abort(415)
    body = request.get_data()
    if not body.strip():
        raise DocumentEmpty
    with reading():
        found = recognised(body, request.mimetype)
        licence = found.licence
        known = application_views.verified_facts(licence, now=clock.now()) if licence else None
    return {
        "intact": found.is_intact,
        "kind": found.kind,
        "licence": known,
        "proof": found.proof,
    }


@licences.get("/licences/keys", guard=open_to_all)
@licences.response(200)
def list_keys() -> Response:
    """Return the public keys of licences, credentials and proofs (JWKS)."""
    return _json({"keys": [seal_key().jwk]})


@licences.get("/licences/issuer", guard=open_to_all)
@licences.response(200)
def read_issuer() -> Response:
    """Return the issuer's controller document: its key and what it may be used for."""
    issuer = f"{licence_sealing.issuer()}/licences/issuer"
    method = {
        "id": f"{issuer}#{seal_key().id}",
        "type": "JsonWebKey",
        "controller": issuer,
        "publicKeyJwk": seal_key().jwk,
    }
    return _json({"id": issuer, "verificationMethod": [method], "assertionMethod": [method["id"]]})


@licences.get("/licences/context/v1", guard=open_to_all)
@licences.response(200, content_type="application/ld+json")
def read_context() -> Response:
    """Return the terms of the credentials as JSON-LD: none of them is left undefined."""
    terms = verifiable_credential.context(licence_sealing.issuer())
    return Response(json.dump_bytes(terms), mimetype="application/ld+json")


@licences.get("/licences/status-lists/<int:page>", guard=open_to_all)
@licences.response(200, content_type="application/vc+jwt")
@licences.refuses(StatusListNotFound)
def read_status_list(page: int) -> Response:
    """Return one page of the status list (Bitstring Status List 1.0), signed, as of now."""
    first = page * verifiable_credential.LIST_BITS
    if first > queries.last_status_index():
        raise StatusListNotFound
    ended = queries.ended_indexes(first, first + verifiable_credential.LIST_BITS)
    listed = verifiable_credential.status_list(
        ended, issuer=licence_sealing.issuer(), page=page, now=clock.now().isoformat()
    )
    return Response(verifiable_credential.signed(listed, seal_key()), mimetype="application/vc+jwt")


@licences.get("/approvals/rulebooks/<string:digest>", guard=open_to_all)
@licences.response(200)
@licences.refuses(RulebookNotFound)
def read_rulebook(digest: str) -> Response:
    """Return the files of a published rulebook, so that anybody can decide again by it."""
    decider = current().of(digest)
    if decider is None:
        raise RulebookNotFound
    return _json({"rulebook": decider.book.stamp, "files": dict(decider.book.pack.files)})


def _json(body: Any) -> Response:
    return Response(json.dump_bytes(body), mimetype="application/json")
