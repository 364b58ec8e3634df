"""What WeChat signs and encrypts: its pushes to us, and what a client got from it.

Each function is checked against the vectors that Tencent publishes.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # bytes: the padding of pushes
PUSH_GOOD_FOR = timedelta(minutes=5)  # WeChat knocks three times within fifteen seconds
LONGEST_TIMESTAMP = 12
NOISE = 16  # random bytes in front of a push


class NotFromWeChat(Exception):  # says what is known, in the manner of the house
    """The signature, the encryption or the app id is not what WeChat would send us."""


@dataclass(frozen=True, slots=True)
class PushSecrets:
    """What the operator typed into WeChat's console: the token, and the 43 characters of the key.

    Without a key pushes arrive in the clear, signed only.
    """

    app_id: str
    token: str = field(repr=False)
    aes_key: str | None = field(default=None, repr=False)

    @property
    def key(self) -> bytes:
        if self.aes_key is None:
            raise NotFromWeChat("an encrypted push without a key")
        return base64.b64decode(self.aes_key + "=")


def signature(*parts: str) -> str:
    """Sign parts in WeChat's manner: sorted, joined, SHA-1."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    if not hmac.compare_digest(signature(*parts).encode(), given.encode()):
        raise NotFromWeChat("signature")


def open_push(secrets: PushSecrets, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Return the message of a push, or raise `NotFromWeChat`.

    With a key only the secure mode is taken: a push in the clear would get past the encryption.
    """
    message = _object(body)
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if secrets.aes_key is None:
        check_signature(query.get("signature", ""), secrets.token, timestamp, nonce)
        return message
    sealed = str(message.get("Encrypt", ""))
    check_signature(query.get("msg_signature", ""), secrets.token, timestamp, nonce, sealed)
    return _object(unseal(secrets, sealed))


def check_age(timestamp: str, *, now: datetime) -> None:
    """Refuse what was signed long ago: whoever kept a push must not be able to knock with it."""
    if not timestamp.isdecimal() or len(timestamp) > LONGEST_TIMESTAMP:
        raise NotFromWeChat("timestamp")
    if abs(now.timestamp() - int(timestamp)) > PUSH_GOOD_FOR.total_seconds():
        raise NotFromWeChat("age")


def unseal(secrets: PushSecrets, sealed: str) -> bytes:
    """Decrypt a push: 16 random bytes, a length, the message, our app id."""
    plain = _decrypted(secrets.key, secrets.key[:16], sealed, block=BLOCK)
    end = NOISE + 4 + int.from_bytes(plain[NOISE : NOISE + 4], "big")
    if plain[end:] != secrets.app_id.encode():
        raise NotFromWeChat("app id")
    return plain[NOISE + 4 : end]


def seal(secrets: PushSecrets, message: bytes) -> str:
    """Encrypt as WeChat does before it pushes."""
    plain = os.urandom(NOISE) + len(message).to_bytes(4, "big") + message + secrets.app_id.encode()
    gap = BLOCK - len(plain) % BLOCK
    cipher = Cipher(algorithms.AES(secrets.key), modes.CBC(secrets.key[:16])).encryptor()
    return base64.b64encode(cipher.update(plain + bytes([gap]) * gap) + cipher.finalize()).decode()


def is_signed_by_client(raw_data: str, session_key: str, given: str) -> bool:
    """Say whether `rawData` of a client is what WeChat gave it."""
    right = hashlib.sha1((raw_data + session_key).encode(), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(right.encode(), given.encode())


def open_user_data(app_id: str, session_key: str, *, iv: str, encrypted: str) -> dict[str, Any]:
    """Decrypt `encryptedData` of a client; the caller checks how old `watermark.timestamp` is."""
    plain = _decrypted(_base64(session_key), _base64(iv), encrypted, block=16)
    found = _object(plain)
    if found.get("watermark", {}).get("appid") != app_id:
        raise NotFromWeChat("watermark")
    return found


def _decrypted(key: bytes, iv: bytes, sealed: str, *, block: int) -> bytes:
    secret = _base64(sealed)
    if not secret or len(secret) % 16 or len(iv) != 16 or len(key) not in {16, 32}:
        raise NotFromWeChat("length")
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = cipher.update(secret) + cipher.finalize()
    gap = plain[-1]
    if not 1 <= gap <= block or plain[-gap:] != bytes([gap]) * gap:
        raise NotFromWeChat("padding")
    return plain[:-gap]


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotFromWeChat("base64") from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotFromWeChat("JSON") from None
    if not isinstance(found, dict):
        raise NotFromWeChat("JSON")
    return found
