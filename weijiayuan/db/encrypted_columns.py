"""Columns that are sealed at rest, and an index by which a sealed value can be found.

Identity and telephone numbers are written with AES-256-GCM under the newest key of `DATA_KEYS`
and read with whichever key sealed them, so a key is rotated by putting a new one in front and
running `flask data reseal`. The blind index is an HMAC-SHA256 under `INDEX_KEY`: equal values have
equal marks, and nothing else can be read from it.
"""

import hmac
import json
import logging
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import JSON, Dialect, String, Text, TypeDecorator

from weijiayuan.kernel.errors import Busy

logger = logging.getLogger(__name__)

NONCE_BYTES = 12
SEALED_NAME = "sealed:"
SEALED = f"\x02{SEALED_NAME}"  # a beginning that no text from outside can have


class KeyNotHeld(Busy):
    """It was sealed with a key that this process does not hold: a rotation went ahead of it."""

    code = "web.key_not_held"


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
        """Return the text. Raises `KeyNotHeld`, and `InvalidTag` if it was altered."""
        name, body = sealed.split(".", 1)
        if name not in self.sealing:
            logger.error("sealed with a key that is not held", extra={"key": name})
            raise KeyNotHeld
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


class Sealed(str):
    """Words of somebody who stays unknown: a column of `SealedWords` keeps them encrypted."""

    __slots__ = ()


class SealedWords(TypeDecorator[str]):
    """Text as it is, but for `Sealed` words, which only this installation can read.

    What is sealed cannot be searched. It comes back as `Sealed`, so that it stays so.
    """

    impl: type[String] = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if isinstance(value, Sealed):
            return SEALED + keyring().seal(value)
        return None if value is None else value.removeprefix(SEALED)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None or not value.startswith(SEALED):
            return value
        return Sealed(keyring().open(value.removeprefix(SEALED)))


class SealedLine(SealedWords):
    """The same in a column of one line."""

    impl = String
    cache_ok = True


class SealedAnswers(TypeDecorator[dict[str, Any]]):
    """A JSON object as it is, or sealed whole if one of its values is `Sealed`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: dict[str, Any] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> dict[str, Any] | None:
        if value and any(isinstance(each, Sealed) for each in value.values()):
            return {SEALED: keyring().seal(json.dumps(value, ensure_ascii=False))}
        return value

    def process_result_value(
        self,
        value: dict[str, Any] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> dict[str, Any] | None:
        if value and SEALED in value:
            found = json.loads(keyring().open(value[SEALED]))
            return {key: _sealed(each) for key, each in found.items()}
        return value


def _sealed(value: Any) -> Any:
    return Sealed(value) if isinstance(value, str) else value


def blind_index(value: str) -> str:
    """Return the mark under which a sealed value is found: 64 hexadecimal characters."""
    return hmac.new(keyring().indexing, value.encode(), sha256).hexdigest()


def keyring() -> Keyring:
    """Return the keys of the application at hand."""
    ring: Keyring = current_app.extensions["weijiayuan.keyring"]
    return ring


def init_app(app: Flask, *, data_keys: str, index_key: str) -> None:
    app.extensions["weijiayuan.keyring"] = Keyring.parse(data_keys, index_key)
