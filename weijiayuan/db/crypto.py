"""Columns that are sealed at rest, and an index by which a sealed value can be found.

Identity and telephone numbers are written with AES-256-GCM under the newest key of `DATA_KEYS`
and read with whichever key sealed them, so a key is rotated by putting a new one in front and
running `flask db reseal`. The blind index is an HMAC-SHA256 under `INDEX_KEY`: equal values have
equal marks, and nothing else can be read from it.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import Dialect, Text, TypeDecorator

NONCE_BYTES = 12


@dataclass(frozen=True)
class Keyring:
    """The keys of this installation: `sealing` newest first, `indexing` for look-ups."""

    sealing: dict[str, AESGCM]
    indexing: bytes

    @classmethod
    def parse(cls, data_keys: str, index_key: str) -> "Keyring":
        """Read `name:base64,name:base64` and the index key. Raises `ValueError` when malformed."""
        pairs = [pair.split(":", 1) for pair in data_keys.split(",")]
        return cls(
            {name: AESGCM(urlsafe_b64decode(key)) for name, key in pairs}, index_key.encode()
        )

    @property
    def newest(self) -> str:
        """Return the name of the key that seals today."""
        return next(iter(self.sealing))

    def seal(self, text: str) -> str:
        """Return `name.base64(nonce + ciphertext)`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = self.sealing[self.newest].encrypt(nonce, text.encode(), self.newest.encode())
        return f"{self.newest}.{urlsafe_b64encode(nonce + body).decode()}"

    def open(self, sealed: str) -> str:
        """Return the text. Raises `KeyError` for a key we do not hold, `InvalidTag` if altered."""
        name, body = sealed.split(".", 1)
        raw = urlsafe_b64decode(body)
        return (
            self.sealing[name].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode()).decode()
        )


class Encrypted(TypeDecorator[str]):
    """Text that only this installation can read. Cannot be searched: see `blind_index`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else keyring().seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else keyring().open(value)


def blind_index(value: str) -> str:
    """Return the mark under which a sealed value is found: 64 hexadecimal characters."""
    return hmac.new(keyring().indexing, value.encode(), sha256).hexdigest()


def keyring() -> Keyring:
    """Return the keys of the application at hand."""
    ring: Keyring = current_app.extensions["weijiayuan.keyring"]
    return ring


def init_app(app: Flask, *, data_keys: str, index_key: str) -> None:
    app.extensions["weijiayuan.keyring"] = Keyring.parse(data_keys, index_key)
