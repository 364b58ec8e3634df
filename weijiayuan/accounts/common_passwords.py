"""Passwords that are tried first: a word that many take, with figures and signs around it."""

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[1] / "data" / "passwords" / "commonest.txt"
AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
WRITTEN_OTHERWISE = str.maketrans("@4301!$57", "aaeoiisst")


def is_common(password: str) -> bool:
    """Tell whether nothing but figures and signs stand around one of the commonest words.

    >>> [is_common(each) for each in ("P@ssw0rd-2026", "2026!Dragon", "sieben-reiher-2026")]
    [True, True, False]
    """
    bare = AROUND.sub("", password.lower())
    return bare.translate(WRITTEN_OTHERWISE) in words()


@cache
def words() -> frozenset[str]:
    """Return the commonest words; where they come from stands at the head of the list."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
