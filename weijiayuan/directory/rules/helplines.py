"""Whom to call at once: told beside whatever a list finds for words that speak of trouble. Pure."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weijiayuan import danger


@dataclass(frozen=True, slots=True)
class Helpline:
    """Numbers to call, and the one thing to do until somebody comes."""

    name: str
    text: str
    call: tuple[str, ...]


@cache
def _known() -> tuple[tuple[Helpline, tuple[re.Pattern[str], ...]], ...]:
    content = tomllib.loads(
        files("weijiayuan.directory").joinpath("helplines.toml").read_text("utf-8")
    )
    return tuple(
        (
            Helpline(each["name"], each["text"], tuple(each["call"])),
            tuple(re.compile(pattern) for pattern in each["patterns"]),
        )
        for each in content["helplines"]
    )


def helpline(typed: str) -> Helpline | None:
    """Return whom somebody who types this should call, None when nothing speaks of danger.

    >>> helpline("想不开").call[0], helpline("量血压")
    ('12356', None)
    """
    if not typed.strip():
        return None
    plain = "".join(typed.split())
    for card, patterns in _known():
        if any(each.search(plain) for each in patterns):
            return card
    seen = danger.recognise(typed)
    return Helpline(seen.name, seen.advice, seen.call) if seen else None
