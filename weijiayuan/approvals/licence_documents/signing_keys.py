"""The key that seals licences and proofs, the same in every process of an installation.

It is derived from `INDEX_KEY`, which never rotates without a rebuild, so that no file has to be
shared and nothing has to be copied. Ed25519 signs without chance: the same text has one signature.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID
from flask import Flask, current_app

from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.settings import Settings
from weijiayuan.web import json

NAME = "weijiayuan.approvals.seal"
PURPOSE = b"weijiayuan approvals seal 1"
VALID = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC))


class SignatureWrong(Exception):
    """A signature that is not by this key over this text."""


@dataclass(frozen=True)
class SealKey:
    """The private key with what is published of it."""

    private: Ed25519PrivateKey

    @classmethod
    def derive(cls, secret: str) -> "SealKey":
        """Return the key of an installation."""
        derived = HKDF(hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
        return cls(Ed25519PrivateKey.from_private_bytes(derived))

    @cached_property
    def raw(self) -> bytes:
        """Return the public key's 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @cached_property
    def id(self) -> str:
        """Return the key's name: a digest of it."""
        return sha256(self.raw).hexdigest()[:16]

    @cached_property
    def jwk(self) -> dict[str, str]:
        """Return the public key as JSON (RFC 8037)."""
        return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": self.id, "x": text(self.raw)}

    def certificate(self, name: str) -> x509.Certificate:
        """Return the certificate that stands in sealed papers: always the same bytes."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self.private.public_key())
            .serial_number(int.from_bytes(sha256(self.raw).digest()[:15], "big") | 1)
            .not_valid_before(VALID[0])
            .not_valid_after(VALID[1])
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(), critical=True)
            .sign(self.private, None)
        )

    def sign(self, payload: Any, *, kind: str) -> str:
        """Return a compact JWS of a JSON payload."""
        header = {"alg": "EdDSA", "kid": self.id, "typ": kind}
        head, body = text(json.dump_sorted(header)), text(canonical(payload))
        return f"{head}.{body}.{text(self.private.sign(f'{head}.{body}'.encode()))}"


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def opened(signed: str, public: bytes) -> Any:
    """Return the payload of a JWS, or raise `SignatureWrong`. Every byte of it counts."""
    try:
        head, body, signature = signed.split(".")
        Ed25519PublicKey.from_public_bytes(public).verify(
            octets(signature), f"{head}.{body}".encode("ascii")
        )
        if text(octets(signature)) != signature:
            raise SignatureWrong
        return json.load(octets(body))
    except (InvalidSignature, UnicodeEncodeError, ValueError) as error:
        raise SignatureWrong from error


def opened_by(signed: str, keys: Iterable[Mapping[str, str]], *, kind: str) -> tuple[Any, str]:
    """Return the payload of a JWS of a kind and the key that signed it, one of those published.

    Raises `SignatureWrong`.
    """
    try:
        header = json.load(octets(signed.split(".", maxsplit=1)[0]))
        known = {each["kid"]: each["x"] for each in keys}
        if (header["alg"], header["typ"]) != ("EdDSA", kind):
            raise SignatureWrong(f"not a {kind}")
        return opened(signed, octets(known[header["kid"]])), header["kid"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SignatureWrong("signed by a key that is not published") from error


def canonical(payload: Any) -> bytes:
    """Write a payload so that equal ones have equal bytes."""
    return json.dump_sorted(payload)


def text(raw: bytes) -> str:
    """Write bytes in URL-safe base64 without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def octets(written: str) -> bytes:
    """Read URL-safe base64 without padding."""
    return urlsafe_b64decode(written.encode("ascii") + b"=" * (-len(written) % 4))


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[NAME] = SealKey.derive(settings.index_key)


def seal_key() -> SealKey:
    """Return the key of the application at hand."""
    found: SealKey = current_app.extensions[NAME]
    return found


def sealed_by() -> str:
    """Return the name in the seal; a sample says so."""
    here = ground().authority
    return f"示例·{here.name}" if here.is_sample else here.name
