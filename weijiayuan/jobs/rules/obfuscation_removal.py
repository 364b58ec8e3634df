"""What a post really says: disguises undone, with the way back to the words as they were written.

The check matches its patterns on a `Reading`; a finding then quotes the original characters.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.jobs.rules import numerals

DATA = files("weijiayuan").joinpath("data", "jobs")
CLAUSE_ENDS = ",。;!?\n"
KEPT_SIGNS = CLAUSE_ENDS + "、:%+"
BESIDE_DIGITS = "-~.:+/%—–"
INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Sk"})
LONE = re.compile(r"(?:(?<=^)|(?<=[,。;!?、\n]))(\w)[,、。;]+(?=\w(?:[,、。;\d]|$))")
SHORT_BRACKET = re.compile(r"[(\[{<【「『〔](\w{1,2})[)\]}>】」』〕]")
BRACKET = str.maketrans(dict.fromkeys("()[]{}<>【】「」『』〔〕", ","))


@dataclass(frozen=True, slots=True)
class Reading:
    """Normalised text; character i stands for the original characters [starts[i], ends[i])."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the characters [start, end) were written."""
        if start >= end:
            return (0, 0)
        return self.starts[start], max(self.ends[start:end])


def read(original: str) -> Reading:
    """Return what the text says once its disguises are undone.

    >>> read("限 ♂，押.金.二百").text
    '限男,押金200'
    """
    reading = folded(original)
    for step in STEPS:
        reading = step(reading)
    return reading


def folded(original: str) -> Reading:
    """Write each character in its plainest form: narrow, lower, simplified, no ornaments."""
    glyphs: list[tuple[str, int]] = []
    for place, char in enumerate(original):
        glyphs += [(plain, place) for plain in fold(char)]
    return Reading(
        "".join(char for char, _ in glyphs),
        tuple(place for _, place in glyphs),
        tuple(place + 1 for _, place in glyphs),
    )


@cache
def fold(char: str) -> str:
    """Return the plain form of one character, or nothing for one that cannot be seen."""
    if char in pictures():
        return pictures()[char]
    if char in "\n\r":
        return "\n"
    if unicodedata.category(char) in INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKD", char).lower()
    return "".join(
        traditional().get(each, each)
        for each in plain
        if unicodedata.category(each) not in INVISIBLE
    )


def rewritten(
    reading: Reading, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]
) -> Reading:
    """Replace each match; every new character stands for the whole of what it replaced."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(reading.text):
        start, end = match.span()
        new = write(match)
        first, last = reading.span(start, end)
        text += [reading.text[done:start], new]
        starts += [*reading.starts[done:start], *[first] * len(new)]
        ends += [*reading.ends[done:start], *[last] * len(new)]
        done = end
    if not done:
        return reading
    text.append(reading.text[done:])
    return Reading(
        "".join(text),
        (*starts, *reading.starts[done:]),
        (*ends, *reading.ends[done:]),
    )


def without_noise(reading: Reading) -> Reading:
    """Drop the blanks and signs that stand between the characters of words and sums."""
    reading = rewritten(reading, LONE, lambda match: match[1])
    kept = [place for place in range(len(reading.text)) if not is_noise(reading.text, place)]
    return Reading(
        "".join(reading.text[place] for place in kept),
        tuple(reading.starts[place] for place in kept),
        tuple(reading.ends[place] for place in kept),
    )


def is_noise(text: str, place: int) -> bool:
    """Say whether the character is neither letter nor digit nor a sign with a meaning here."""
    char = text[place]
    if char.isalnum() or char in KEPT_SIGNS:
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if char in BESIDE_DIGITS and after.isdigit() and before and before in "0123456789岁元天千万k":
        return False
    return not (char == " " and before.isascii() and before.isalnum() and after.isascii())


def brackets_opened(reading: Reading) -> Reading:
    """Read a bracket round one or two characters as ornament, a longer one as a clause."""
    reading = rewritten(reading, SHORT_BRACKET, lambda match: match[1])
    return Reading(reading.text.translate(BRACKET), reading.starts, reading.ends)


def with_digits(reading: Reading) -> Reading:
    """Write the numerals that measure something in digits."""
    reading = rewritten(reading, numerals.HALF_A_YEAR, lambda _: "6个月")
    reading = rewritten(reading, numerals.GROUPED, numerals.joined)
    reading = rewritten(reading, numerals.SCALED, numerals.scaled)
    for pattern in (numerals.MEASURED, numerals.AFTER_MONEY):
        reading = rewritten(reading, pattern, lambda match: str(numerals.value(match[0])))
    return reading


def without_spelling_out(reading: Reading) -> Reading:
    """Close up digits that were set apart one by one."""
    return rewritten(reading, numerals.SPELT_OUT, numerals.joined)


def unmasked(reading: Reading) -> Reading:
    """Write the hidden words out: characters taken apart, sounds-alike, pinyin, slang."""
    split, hidden = split_characters(), hidden_words()
    reading = rewritten(reading, split[0], lambda match: split[1][match[0]])
    return rewritten(reading, hidden.pattern, hidden.write)


STEPS = (without_spelling_out, brackets_opened, without_noise, unmasked, with_digits)


@cache
def traditional() -> dict[str, str]:
    """Return the simplified form of each traditional character."""
    path = files("weijiayuan").joinpath("data", "language", "traditional.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = " ".join(line for line in lines if not line.startswith("#")).split()
    return {pair[0]: pair[1] for pair in pairs}


@cache
def disguise() -> dict[str, Any]:
    """Return the table of disguises as staff keep it."""
    return tomllib.loads(DATA.joinpath("disguise.toml").read_text(encoding="utf-8"))


@cache
def pictures() -> dict[str, str]:
    """Return the word that each picture stands for."""
    return dict(disguise()["pictures"])


@cache
def split_characters() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return how to find characters that were taken apart, and what they are."""
    table: dict[str, str] = disguise()["split"]
    return re.compile("|".join(map(re.escape, table))), table


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """One pattern for every hidden word, and the word for each of its groups."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]
    honest: frozenset[str]

    def write(self, match: re.Match[str]) -> str:
        """Return the word behind the disguise, or the match itself where it is honest."""
        around = match.string[max(0, match.start() - 1) : match.end() + 1]
        if match.lastindex is None or any(word in around for word in self.honest):
            return match[0]
        return self.words[match.lastindex - 1]


@cache
def hidden_words() -> HiddenWords:
    """Return the hidden words of the table, longest first."""
    table = disguise()
    words = sorted(table["words"]["hidden"], key=len, reverse=True)
    slang: dict[str, str] = table["slang"]
    parts = [f"({masked(word, table['sounds'])})" for word in words]
    parts += [f"((?<![a-z]){re.escape(short)}(?![a-z]))" for short in slang]
    honest = frozenset(table["words"]["honest"])
    starts = {one[0] for word in words for one in spellings(word[0], table["sounds"])}
    starts |= {short[0] for short in slang}
    pattern = f"(?=[{''.join(sorted(starts))}])(?:{'|'.join(parts)})"  # skips most places at once
    return HiddenWords(re.compile(pattern), (*words, *slang.values()), honest)


def masked(word: str, sounds: dict[str, str]) -> str:
    """Return a pattern for the word with any of its characters replaced, pinyin at its bounds."""
    pieces = [alternatives(char, sounds) for char in word]
    pieces[0] = f"(?:(?<![a-z])(?=[a-z])|(?![a-z])){pieces[0]}"
    return "".join(pieces) + "(?:(?<=[a-z])(?![a-z])|(?<![a-z]))"


def alternatives(char: str, sounds: dict[str, str]) -> str:
    """Return a pattern for the character and whatever may stand for it, blanks inside allowed."""
    return f"(?:{'|'.join(spellings(char, sounds))}) ?"


def spellings(char: str, sounds: dict[str, str]) -> list[str]:
    """Return the character and whatever may stand for it."""
    return [char, *sounds.get(char, "").split()]
