"""What is typed in the letters and words of the dictionary, and how it sounds. Pure."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from weijiayuan.danger.text_normalization import simplified
from weijiayuan.kernel.pinyin import readings

MOST_READINGS = 16
SAME_SOUND = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many people do not tell apart when they type: 打影 is 打印."""


@cache
def _spoken() -> tuple[tuple[str, str], ...]:
    raw = files("weijiayuan.directory").joinpath("spoken_words.toml").read_text("utf-8")
    return tuple(tomllib.loads(raw)["spoken"].items())


@lru_cache(maxsize=2_000)
def written(text: str) -> str:
    """Return what was typed in simplified characters, one width and the words of the dictionary.

    >>> written("圖書館"), written("冇人煮饭"), written("ＡＥＤ")
    ('图书馆', '没人做饭', 'aed')
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(simplified())
    for said, meant in _spoken():
        plain = plain.replace(said, meant)
    return plain


@lru_cache(maxsize=20_000)
def sounds(word: str) -> frozenset[str]:
    """Return how a word sounds, one spelling for each reading, without tones; empty for no sound.

    Latin letters sound as they are written: pinyin is typed too.

    >>> sounds("量血鸭") & sounds("量血压") != frozenset(), "liangxueya" in sounds("liangxueya")
    (True, False)
    >>> sounds("liangxueya") <= sounds("量血压")
    True
    """
    if word.isascii():
        return frozenset({_alike(word)}) if re.fullmatch(r"[a-z]{4,}", word) else frozenset()
    known = readings()
    if len(word) < 2 or not all(each in known for each in word):
        return frozenset()
    each = (tuple(map(_alike, known[letter])) for letter in word)
    return frozenset("".join(one) for one in islice(product(*each), MOST_READINGS))


def _alike(spelt: str) -> str:
    for one, other in SAME_SOUND:
        spelt = spelt.replace(one, other)
    return spelt
