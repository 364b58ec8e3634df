"""The court's key: results that it signed are taken in, others are not."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import current_app

from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.settings import Settings

SAMPLE_COURT = "法院"
HALF = 32


def court_key() -> ec.EllipticCurvePublicKey | None:
    """Return the court's public key; beside the fake WeChat the sample's, and otherwise none."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    if settings.court_public_key:
        found = load_pem_public_key(settings.court_public_key.replace("\\n", "\n").encode())
        return found if isinstance(found, ec.EllipticCurvePublicKey) else None
    return seals().key_of(SAMPLE_COURT).public_key() if settings.fake_wechat else None


def is_signed(text: str, signature: str) -> bool:
    """Tell whether the court signed a text: P-256 over SHA-256, r and s in base64."""
    key = court_key()
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    if key is None or len(raw) != 2 * HALF:
        return False
    r, s = int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
