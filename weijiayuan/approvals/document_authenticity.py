"""What a document that somebody was handed is, and whether it is as it was sealed.

Three kinds are known: the PDF of a licence, its credential, the proof of a decision. A genuine one
is recognised as what it is; one changed byte makes it none of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from weijiayuan.approvals.errors import LicenceNotFound
from weijiayuan.approvals.licence_documents import licence_pdf, verifiable_credential
from weijiayuan.approvals.licence_documents.signing_keys import (
    SignatureWrong,
    canonical,
    octets,
    opened_by,
    seal_key,
    sealed_by,
)
from weijiayuan.approvals.models import Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.web import json

PDF_HEAD = b"%PDF-"
PARTS = 3
SHOWN = ("application", "attempt", "kind", "on", "authority", "outcome", "decided", "licence")


@dataclass(frozen=True)
class Recognised:
    """What a document is. `licence` or `proof` where it is intact, else neither."""

    kind: str
    licence: Licence | None = None
    proof: Mapping[str, Any] | None = None

    @property
    def is_intact(self) -> bool:
        return self.licence is not None or self.proof is not None


def recognised(body: bytes, media_type: str) -> Recognised:
    """Return what the bytes are; in the transaction at hand."""
    if body.startswith(PDF_HEAD) or media_type == "application/pdf":
        return Recognised("pdf", licence=_of_pdf(body))
    token, shown = _token(body)
    if _type_of(token) == verifiable_credential.PROOF:
        return Recognised("proof", proof=_of_proof(token, shown))
    is_token = token.count(".") == PARTS - 1
    return Recognised("credential" if is_token else "unknown", licence=_of_credential(token))


def _token(body: bytes) -> tuple[str, Any]:
    """Return the JWS in a document, and what is shown beside it in the file of a proof."""
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError:
        return "", None
    if not text.startswith("{"):
        return text, None
    try:
        file = json.load(body)
        return str(file["proof"]), file["payload"]
    except (ValueError, KeyError, TypeError):
        return "", None


def _type_of(token: str) -> str:
    try:
        return str(json.load(octets(token.split(".", maxsplit=1)[0]))["typ"])
    except (ValueError, KeyError, TypeError):
        return ""


def _of_pdf(body: bytes) -> Licence | None:
    """Return the licence of a PDF whose seal holds and whose every byte is the registered one."""
    licence = queries.licence_by_digest(sha256(body).hexdigest())
    if licence is None or not licence_pdf.is_intact(body, seal_key(), sealed_by()):
        return None
    return licence


def _of_credential(token: str) -> Licence | None:
    try:
        said, _ = opened_by(token, [seal_key().jwk], kind=verifiable_credential.CREDENTIAL)
        return queries.licence_by_code(said["credentialSubject"]["code"])
    except (SignatureWrong, KeyError, TypeError, LicenceNotFound):
        return None


def _of_proof(token: str, shown: Any) -> Mapping[str, Any] | None:
    """Return what a proof says, where what is shown beside it is what was signed."""
    try:
        said, _ = opened_by(token, [seal_key().jwk], kind=verifiable_credential.PROOF)
    except SignatureWrong:
        return None
    if shown is not None and canonical(shown) != canonical(said):
        return None
    return {name: said[name] for name in SHOWN if name in said}
