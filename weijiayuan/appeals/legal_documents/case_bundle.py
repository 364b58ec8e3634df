"""A case to take along: every paper, a signed list of their fingerprints, and the judge's page.

The page holds what it shows and checks it by itself: it opens on another machine without a network.
It is signed as a whole beside. What only a judge may read is sealed for the court's key, so that it
travels with whoever carries the bundle.
"""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from weijiayuan.appeals.legal_documents.signing_certificates import SealService
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

SIGNER = "案卷包"
HALF, NONCE = 32, 12


def sealed_for(court: ec.EllipticCurvePublicKey, text: str) -> str:
    """Return a text that only the court's key opens: ECDH on P-256, SHA-256, AES-GCM."""
    once = ec.generate_private_key(ec.SECP256R1())
    key = sha256(once.exchange(ec.ECDH(), court)).digest()
    nonce = token_bytes(NONCE)
    shut = nonce + AESGCM(key).encrypt(nonce, text.encode(), None)
    public = once.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return ".".join(base64.b64encode(part).decode() for part in (public, shut))


def packed(papers: Mapping[str, str], paper: bytes | None, *, seals: SealService) -> bytes:
    """Return the bundle as a zip. `papers` are texts by name, `paper` is the signed PDF."""
    stay_out_of_writing()
    shown = {name: text.encode() for name, text in papers.items()}
    held = shown | ({"agreement.pdf": paper} if paper else {})
    prints = {name: sha256(content).hexdigest() for name, content in held.items()}
    manifest = json.dumps({"files": prints}, ensure_ascii=False, sort_keys=True, indent=1)
    key = seals.key_of(SIGNER)
    signature = _signed(key, manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in held.items():
            bundle.writestr(name, content)
        bundle.writestr("manifest.json", manifest)
        bundle.writestr("manifest.sig", signature)
        page = _page(papers, manifest, signature, key.public_key())
        bundle.writestr("judge.html", page)
        bundle.writestr("judge.html.sig", _signed(key, page))
    return out.getvalue()


def _signed(key: ec.EllipticCurvePrivateKey, text: str) -> str:
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return base64.b64encode(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")).decode()


def _page(
    papers: Mapping[str, str], manifest: str, signature: str, key: ec.EllipticCurvePublicKey
) -> str:
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    held = {
        "files": dict(papers),
        "manifest": manifest,
        "signature": signature,
        "key": base64.b64encode(public).decode(),
        "fingerprint": sha256(public).hexdigest()[:16],
    }
    inline = json.dumps(held, ensure_ascii=False).replace("<", "\\u003c")
    page = files("weijiayuan").joinpath("data/appeals/judge.html").read_text("utf-8")
    return page.replace("__BUNDLE__", inline)
