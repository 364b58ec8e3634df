"""Cantonese as neighbours write it, word by word in the written language that readers were taught.

Only words are exchanged: who does what to whom, and what is denied, stays where it stood.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def written(text: str) -> str:
    """Return the text with its Cantonese words in the written language (simplified characters).

    >>> written("唔交钱嘅，冇得入闸"), written("佢哋喺度倾偈"), written("唔该大家")
    ('不交钱的，没得入闸', '他们在这里谈话', '请大家')
    """
    known = _known()
    if known.signs.search(text) is None:
        return text
    return known.pattern.sub(lambda found: known.words[found[0]], text)


@dataclass(frozen=True, slots=True)
class Known:
    """What only Cantonese writes, and its words, the longest first."""

    signs: re.Pattern[str]
    words: Mapping[str, str]
    pattern: re.Pattern[str]


@cache
def _known() -> Known:
    raw = files("weijiayuan").joinpath("data", "language", "cantonese.toml").read_text("utf-8")
    told = tomllib.loads(raw)
    longest_first = sorted(told["words"], key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return Known(re.compile(told["signs"]), told["words"], pattern)
