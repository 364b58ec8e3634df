"""Units as people write them, made to one spelling: 1栋101, １-101 and 一栋一零一 are one."""

import re
import unicodedata

DIGITS = {each: str(n) for n, each in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
PARTS = re.compile(r"[栋幢座#\-‐–—_/·.\s]|号楼|单元|楼")
ENDING = re.compile(r"(号房|室|房|号|户|铺)$")


def key_of(unit: str) -> str:
    """Return the same key for every spelling of a unit.

    >>> key_of("１栋101室"), key_of("1-101"), key_of("一栋一零一"), key_of("十二幢3单元0502房")
    ('1-101', '1-101', '1-101', '12-3-502')
    """
    plain = unicodedata.normalize("NFKC", unit).upper()
    plain = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    plain = TENS.sub(_tens, plain)
    plain = "".join(DIGITS.get(each, each) for each in plain)
    parts = [ENDING.sub("", part).lstrip("0") or part for part in PARTS.split(plain) if part]
    return "-".join(parts)


def _tens(found: re.Match[str]) -> str:
    tens = DIGITS[found[1]] if found[1] else "1"
    return tens + (DIGITS[found[2]] if found[2] else "0")


def building_of(unit: str) -> str | None:
    """Return the building a unit stands in, None where its name does not say.

    >>> building_of("1栋101"), building_of("101")
    ('1', None)
    """
    building, _, rest = key_of(unit).partition("-")
    return building if rest else None
