"""Sealing a licence once it is approved: number, PDF, credential. Safe to repeat at any point.

Paper and row are written in one transaction; until the row says `sealed_at`, nobody is shown it.
"""

import logging
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from flask import current_app

from weijiayuan import audit
from weijiayuan.approvals.licence_documents import licence_pdf, verifiable_credential
from weijiayuan.approvals.licence_documents.signing_keys import seal_key, sealed_by
from weijiayuan.approvals.models import Licence, LicencePaper
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.background import job_in_steps
from weijiayuan.db import db, reading, transaction
from weijiayuan.gateways.setup import registry
from weijiayuan.kernel import clock
from weijiayuan.settings import Settings

logger = logging.getLogger(__name__)

PENDING = "PENDING-"
PAGE = "/#/pages/approvals/verify/verify?c="


@job_in_steps
def seal_licence(licence_id: str) -> None:
    """Seal a licence that was approved."""
    seal(UUID(licence_id))


def seal_later(licence: Licence) -> None:
    """See to it that a licence is sealed, whatever happens to this process."""
    seal_licence.later(str(licence.id))


def seal(licence_id: UUID) -> bool:
    """Seal a licence unless it is; say whether it was done now. Opens its own transactions."""
    with reading():
        licence = db.session.get(Licence, licence_id)
        if licence is None or licence.sealed_at is not None:
            return False
        uscc = _number_of(licence)
        printed, code, index = dict(licence.printed), licence.code, licence.status_index
        issued_on, is_sample = licence.issued_on.isoformat(), licence.is_sample
    link = public_page(code)
    body = licence_pdf.seal(
        licence_pdf.paper(printed, uscc=uscc, sample=is_sample, link=link), seal_key(), sealed_by()
    )
    digest = sha256(body).hexdigest()
    facts = {name: value for name, value in printed.items() if name not in {"rows", "operator"}}
    payload = verifiable_credential.credential(
        facts | {"sample": is_sample, "pdf_sha256": digest, "code": code},
        issuer=issuer(),
        uscc=uscc,
        index=index,
        issued_at=f"{issued_on}T00:00:00+08:00",
        link=link,
    )
    token = verifiable_credential.signed(payload, seal_key())
    return _keep(licence_id, uscc, body, token, now=clock.now())


def _number_of(licence: Licence) -> str:
    """Return the number, asked of the registers if it is not known yet."""
    if not licence.uscc.startswith(PENDING):
        return licence.uscc
    number = licence.uscc.removeprefix(PENDING)
    here = ground().authority
    return registry().issue(number, kind=licence.kind, division=here.division, serial=0).uscc


def _keep(licence_id: UUID, uscc: str, body: bytes, token: str, *, now: datetime) -> bool:
    digest = sha256(body).hexdigest()
    with transaction():
        licence = db.session.get(Licence, licence_id, with_for_update=True, populate_existing=True)
        if licence is None or licence.sealed_at is not None:
            return False
        licence.uscc, licence.pdf_sha256 = uscc, digest
        db.session.add(LicencePaper(licence_id=licence.id, body=body))
        licence.credential, licence.sealed_at = token, now
        audit.record(
            "approvals.licence_sealed",
            subject_kind="licence",
            subject_id=licence.id,
            actor="system",
            sha256=digest,
        )
    logger.info("licence sealed", extra={"licence_id": str(licence_id)})
    return True


def seal_all(limit: int = 20) -> int:
    """Seal what was approved and never sealed, and say how many there were."""
    with reading():
        waiting = queries.unsealed(limit)
    return sum(seal(each) for each in waiting)


def issuer() -> str:
    """Return the address under which keys, lists and credentials are published."""
    return f"{_public_url()}/api/v1"


def public_page(code: str) -> str:
    """Return the address behind the QR code."""
    return f"{_public_url()}{PAGE}{code}"


def _public_url() -> str:
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    return settings.public_url or f"http://{settings.host}:{settings.port}"
