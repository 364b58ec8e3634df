"""Words written so that no machine reads them: marks between characters, sounds instead of them."""

import re
import unicodedata
from functools import cache

from weijiayuan.danger import reference_data

CHARACTER = r"[\u3400-\u9fff]"
WITHIN = re.compile(rf"(?<={CHARACTER})[@#&^+=%$*`'\"“”‘’_-]+(?={CHARACTER})")
"""Marks that nobody puts between two characters but to hide a word."""
SPREAD = re.compile(
    rf"(?<=(?<!{CHARACTER}){CHARACTER})[.·•\-_/|~ ]+(?={CHARACTER})"
    rf"|(?<={CHARACTER})[.·•\-_/|~ ]+(?={CHARACTER}(?!{CHARACTER}))"
)
"""Marks that also end something: they hide a word where a character stands alone."""
GAP = r"[\s,，。、.!！…]+"
SEVERED = re.compile(
    rf"(?<!{CHARACTER}){CHARACTER}(?:{GAP}{CHARACTER}(?!{CHARACTER})){{2,}}"
    rf"|^\s*{CHARACTER}(?:{GAP}{CHARACTER})+\W*$"
)
"""Three characters or more that each stand alone, or a text of nothing else: nobody lists so."""
TONES = re.compile(r"(?<=[a-züÜA-Z])[\u0300\u0301\u0304\u0308\u030c]")
MARKS = re.compile(GAP)
LEAST_SYLLABLES = 2
LATIN = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]")
"""Without such a letter a text has no sound written for a word."""
SPACED_SOUND = re.compile(r"(?<![a-z])([a-z])[ .]([a-z])(?![a-z])")


def read(text: str) -> str:
    """Return the text with such words as they are meant, full width and radicals folded.

    >>> read("跳@楼"), read("杀.了.他"), read("不想huo了")
    ('跳楼', '杀了他', '不想活了')
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    has_sounds = LATIN.search(plain) is not None
    if has_sounds:
        plain = unicodedata.normalize("NFC", TONES.sub("", unicodedata.normalize("NFD", plain)))
    plain = plain.translate(_radicals())
    if has_sounds:
        plain = _spelt().sub(_meant, SPACED_SOUND.sub(r"\1\2", plain))
    plain = SPREAD.sub("", WITHIN.sub("", rejoined(plain)))
    if has_sounds:
        plain = _sounds().sub(lambda found: _sound_table()[found.group()], plain)
    return plain


def rejoined(text: str) -> str:
    """Return the text with characters that stand one by one put together again.

    >>> rejoined("灯坏了，我，想，死")
    '灯坏了，我想死'
    """
    return SEVERED.sub(lambda found: MARKS.sub("", found.group()), text)


def is_spelt(text: str) -> bool:
    """Tell whether a text without a character of ours spells out a plain word of danger.

    >>> is_spelt("bu xiang huo le"), is_spelt("hello"), read("wo xiang si")
    (True, False, '我想死')
    """
    return _spelt().search(text.lower()) is not None


@cache
def _spelt() -> re.Pattern[str]:
    """Return the pattern of words spelt out: no letter before or after, marks between syllables."""
    spelt = "|".join(f"(?:{_syllables(sounds)})" for sounds, _ in _spelling_out())
    return re.compile(rf"(?<![a-z0-9_/.])(?:{spelt})(?![a-z0-9_/]|\.[a-z])")


def _syllables(sounds: str) -> str:
    """Return the pattern of syllables: two have to stand apart, more may be written as one word."""
    apart = sounds.split(" ")
    return (r"[ '-]+" if len(apart) == LEAST_SYLLABLES else r"[ '-]*").join(apart)


def _meant(found: re.Match[str]) -> str:
    said = re.sub("[^a-z]", "", found.group())
    return next(meant for sounds, meant in _spelling_out() if sounds.replace(" ", "") == said)


@cache
def _spelling_out() -> tuple[tuple[str, str], ...]:
    """Return the words that are spelt out, the longest first."""
    rows = reference_data.read("signs")["spelt"].items()
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _sounds() -> re.Pattern[str]:
    longest = sorted(_sound_table(), key=len, reverse=True)
    return re.compile(rf"(?<={CHARACTER})(?:{'|'.join(longest)})(?![a-z0-9])|{_first(longest)}")


def _first(sounds: list[str]) -> str:
    """Return the pattern of sounds before a character."""
    return rf"(?<![a-z0-9])(?:{'|'.join(sounds)})(?={CHARACTER})"


@cache
def _sound_table() -> dict[str, str]:
    return dict(reference_data.read("signs")["sounds"])


@cache
def _radicals() -> dict[int, str]:
    pairs = reference_data.read("signs")["radicals"]
    return {ord(radical): character for radical, character in pairs.items()}
