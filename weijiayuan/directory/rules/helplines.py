"""Whom to call at once: told beside whatever a list finds for words that speak of trouble. Pure."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weijiayuan import danger
from weijiayuan.directory.rules.query_spelling_normalization import written

LEARNING = re.compile(r"(?:我?想|我要|哪里|怎么|报名)?(?:学|教|培训|了解)")
SURER = 1.75
"""By how much more typed words have to weigh that name no danger outright: most are wishes."""


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


def helpline(typed: str, *, is_named: bool = False) -> Helpline | None:
    """Return whom somebody who types this should call, None when nothing speaks of danger.

    What has a need's own words (`is_named`: 救命机), or asks to learn, is a wish: only what the
    cards name outright counts there.

    >>> helpline("想不开").call[0], helpline("量血压")
    ('12356', None)
    """
    if not typed.strip():
        return None
    said = ("".join(typed.split()), "".join(written(typed).split()))
    seen = danger.recognise(typed, surer=SURER)
    if seen and seen.family is not None:
        return _card_of(seen)
    if card := _card_that_names(said):
        return card
    if seen is None or is_named or LEARNING.match(said[1]):
        return None
    return _card_of(seen)


def _card_that_names(said: Iterable[str]) -> Helpline | None:
    """Return the card whose words are said, but not of a talk, a wristband or time long past."""
    plain = [danger.without_frames(each) for each in said]
    return next(
        (
            card
            for card, patterns in _known()
            if any(each.search(one) for each in patterns for one in plain)
        ),
        None,
    )


def _card_of(seen: danger.Danger) -> Helpline:
    return Helpline(seen.name, seen.advice, seen.call)
