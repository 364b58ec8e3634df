"""Who exists in the fake: whoever is named, always with the same openid and number."""

import base64
import hashlib

FAKE_APP_ID = "wx-fake-weijiayuan"
FAKE_SECRET = "fake-secret"  # noqa: S105  # opens nothing but the fake


def openid_of(persona: str) -> str:
    """Return the openid of a persona: 28 characters that begin with o, as WeChat's do.

    >>> openid_of("organiser") == openid_of("organiser") != openid_of("employer")
    True
    """
    digest = hashlib.sha256(f"{FAKE_APP_ID}/{persona}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]


def phone_of(persona: str) -> str:
    """Return the mobile number of a persona, in a block that is not in use (199 0000 xxxx)."""
    digest = hashlib.sha256(f"phone/{persona}".encode()).digest()
    return f"1990000{int.from_bytes(digest[:4], 'big') % 10_000:04}"
