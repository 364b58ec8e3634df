"""Who seals and signs: certificates of this installation, and one PDF signed one after another.

`SealService` is the door to a national certificate authority (GB/T 38540). The embedded one issues
sample certificates whose keys stand with us: 约定的电子签名, which both sides agree to in writing,
not a 可靠电子签名 (电子签名法 13). Keys and certificates follow from the installation's secret, so
every process has the same ones and no file holds them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from flask import current_app

from weijiayuan.settings import Settings

ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
LASTS = timedelta(days=365 * 30)
ORDER_BITS = 250
SAMPLE = "示例"


@dataclass(frozen=True)
class Signer:
    """A key with its certificate, as pyHanko wants it, and the serial that is noted."""

    bundle: bytes
    serial: str
    name: str


class SealService(Protocol):
    """Whoever signs for people and bodies."""

    def signer(self, name: str) -> Signer:
        """Return the signer of a person or body by name."""
        ...

    def key_of(self, name: str) -> ec.EllipticCurvePrivateKey:
        """Return the key with which somebody signs what is not a PDF."""
        ...

    @property
    def root(self) -> bytes:
        """Return the certificate that all signatures lead back to, as DER."""
        ...


class EmbeddedSeals:
    """Sample certificates that follow from the installation's secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._key = self.key_of("root")
        self._certificate = self._issue(f"{SAMPLE}根证书", self._key, is_authority=True)

    @property
    def root(self) -> bytes:
        return self._certificate.public_bytes(Encoding.DER)

    def signer(self, name: str) -> Signer:
        """Return the signer of somebody, the same at every call."""
        key = self.key_of(name)
        certificate = self._issue(f"{SAMPLE} {name}"[:60], key, is_authority=False)
        bundle = pkcs12.serialize_key_and_certificates(
            b"signer", key, certificate, [self._certificate], NoEncryption()
        )
        return Signer(bundle, f"{certificate.serial_number:x}", name)

    def key_of(self, name: str) -> ec.EllipticCurvePrivateKey:
        """Return the key of somebody, the same at every call."""
        stretched = HKDF(hashes.SHA256(), 48, b"weijiayuan.seals", name.encode())
        number = int.from_bytes(stretched.derive(self._secret), "big") % 2**ORDER_BITS + 1
        return ec.derive_private_key(number, ec.SECP256R1())

    def _issue(
        self, name: str, key: ec.EllipticCurvePrivateKey, *, is_authority: bool
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = subject if is_authority else self._certificate.subject
        usage = x509.KeyUsage(
            digital_signature=not is_authority,
            content_commitment=not is_authority,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=is_authority,
            crl_sign=is_authority,
            encipher_only=False,
            decipher_only=False,
        )
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(int(sha256(name.encode()).hexdigest()[:30], 16) or 1)
            .not_valid_before(ISSUED)
            .not_valid_after(ISSUED + LASTS)
            .add_extension(usage, critical=True)
        )
        if is_authority:
            built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        return built.sign(self._key, hashes.SHA256(), ecdsa_deterministic=True)


@lru_cache(maxsize=4)
def _embedded(secret: str) -> EmbeddedSeals:
    return EmbeddedSeals(secret)


def seals() -> SealService:
    """Return the seals of the application at hand."""
    given: Any = current_app.extensions.get("weijiayuan.seals")
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    return given or _embedded(settings.index_key)
