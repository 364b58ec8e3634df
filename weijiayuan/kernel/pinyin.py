"""How Chinese is read: words typed in pinyin (baoan is 保安), and sounds that are near."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice, product

MOST_READINGS = 8  # of one word: characters with many readings multiply
LEAST_LETTERS = 4  # shorter runs are codes (qc, cnc, smt)
NEAR_SOUNDS = re.compile(r"(?<=[zcs])h|(?<=n)g")


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Return how each character is read, without tones."""
    raw = files("weijiayuan").joinpath("data", "language", "pinyin.txt").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in raw.splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split()
            for character in characters:
                found[character] = (*found.get(character, ()), syllable)
    return found


def spelt(word: str) -> Iterator[str]:
    """Yield how a word is spelt, in each of its readings.

    >>> "kuaiji" in spelt("会计")
    True
    """
    if all(char in readings() for char in word):
        yield from map(
            "".join, islice(product(*(readings()[char] for char in word)), MOST_READINGS)
        )


def near_sound(sound: str) -> str:
    """Return a sound as it is where zh is said as z, n as l and ng as n.

    >>> near_sound("zhang"), near_sound("niu"), near_sound("ping")
    ('zan', 'liu', 'pin')
    """
    plain = NEAR_SOUNDS.sub("", sound)
    return f"l{plain[1:]}" if plain.startswith("n") else plain


def by_pinyin(words: Iterable[str]) -> dict[str, str]:
    """Return the word for each spelling; of several the first keeps it."""
    found: dict[str, str] = {}
    for word in words:
        if not any(char.isascii() for char in word):
            for spelling in spelt(word):
                if len(spelling) >= LEAST_LETTERS:
                    found.setdefault(spelling, word)
    return found
