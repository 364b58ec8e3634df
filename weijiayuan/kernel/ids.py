"""Identifiers: ordered keys for rows, unguessable codes for people and machines."""

import re
import secrets
import time
from uuid import UUID

READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SPOKEN_NUMBER = re.compile(r"([A-Z]?\d{6})[-\s]?([0-9A-Z]{6})")


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562), so that new rows land at the end of the index."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def new_token() -> str:
    """Return 32 random bytes as text: a secret that opens a session or a file."""
    return secrets.token_urlsafe(32)


def digits(count: int) -> str:
    """Return a random string of decimal digits, leading zeros included."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def readable_code(length: int) -> str:
    """Return a random code without letters and digits that people mix up (0 O 1 I L)."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def as_written(number: str) -> str:
    """Return what somebody typed as the numbers of matters are written: capitals, and the dash.

    What is no such number comes back as it was, in capitals.
    """
    typed = number.strip().upper()
    whole = SPOKEN_NUMBER.fullmatch(typed)
    return f"{whole[1]}-{whole[2]}" if whole else typed
