"""A text as it is looked at: one script, usual spelling, what means no harm taken out."""

import re
from functools import cache
from importlib.resources import files

from weijiayuan.danger import obfuscation_patterns, reference_data

BLANK = "〇"  # stands for a character that was taken out, so that places stay
LONGEST = 2000
SEPARATOR = re.compile(r"[\s~、…·—_|/\\]+|\.{2,}")
REPEATED = re.compile(r"([!?，。])\1+")
CLAUSE = re.compile(r"[^，。；！？!?,;]+")
SENTENCE_ENDS = "。；！？!?;"


@cache
def simplified() -> dict[int, str]:
    """Return the traditional characters with their simplified forms."""
    path = files("weijiayuan").joinpath("data", "language", "traditional.txt")
    lines = path.read_text("utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs if pair[0] != "著"} | {ord("著"): "着"}


@cache
def spelling() -> tuple[tuple[str, str], ...]:
    """Return dialect and usual mistakes with the words meant, the longest first."""
    rows = reference_data.read("signs")["spelling"].items()
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _misspelt() -> re.Pattern[str]:
    """Return what finds any of these: most texts have none."""
    return re.compile("|".join(re.escape(written) for written, _ in spelling()))


def read(text: str) -> str:
    """Return the text in one script and spelling, its blanks made into commas.

    >>> read("隔離屋 起火咗！！")
    '隔壁屋,起火了!'
    """
    plain = obfuscation_patterns.read(text[:LONGEST]).translate(simplified())
    plain = plain.replace("，", ",").strip()
    plain = REPEATED.sub(r"\1", SEPARATOR.sub(",", plain))
    for written, meant in spelling() if _misspelt().search(plain) else ():
        plain = plain.replace(written, meant)
    return plain


def blanked(plain: str, pattern: re.Pattern[str]) -> str:
    """Return the text with what the pattern finds replaced, place for place."""
    return pattern.sub(lambda found: BLANK * len(found.group()), plain)


def without_harmless(plain: str) -> str:
    """Return the text without figures of speech, trades, denials: what speaks of no danger."""
    return denied(blanked(plain, reference_data.words("harmless")))


def denied(plain: str) -> str:
    """Return the text without what it denies: from the denial to the end of its clause.

    >>> denied("没有人受伤,楼上着火")
    '〇〇〇〇〇,楼上着火'
    """
    kept = list(plain)
    for start, end in clauses(plain):
        found = reference_data.words("denials").search(plain, start, end)
        if found:
            kept[found.start() : end] = BLANK * (end - found.start())
    return "".join(kept)


def clauses(plain: str) -> list[tuple[int, int]]:
    """Return the bounds of the clauses."""
    return [found.span() for found in CLAUSE.finditer(plain)]
