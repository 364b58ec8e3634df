"""Who counts as one owner (最高法建筑物区分所有权解释 8, 9): the parts of a building made to heads.

One exclusive part is one owner, but all parts of one buyer are one, and what the developer has not
sold or not handed over is one together. Area is what the register says, else the survey, else the
contract; which of them it was is the roll's business, here it is a number.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from weijiayuan.commons.rules.vote_counting import Weight

DEVELOPER = "developer"


@dataclass(frozen=True, slots=True)
class Part:
    """An exclusive part: a flat, a shop, a parking place with a title of its own.

    `owner` is whatever names the buyer, "" where every part has another one. `area` in 0.01 m².
    """

    unit: str
    area: int
    owner: str = ""
    is_unsold: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """One head: the parts it owns and their area."""

    key: str
    units: tuple[str, ...]
    area: int
    is_developer: bool = False

    @property
    def weight(self) -> Weight:
        """Return one head with its area."""
        return Weight(1, self.area)


JOINT = re.compile(r"[、,;/|]+")
BLANK = re.compile(r"\s+")
DOUBLE = {"欧阳", "司马", "上官", "诸葛", "司徒", "令狐", "皇甫", "尉迟", "慕容", "东方", "夏侯"}
"""Surnames of two characters: what follows a blank is the given name."""


def name_key(written: str) -> str:
    """Return one spelling of a buyer's name: width, blanks inside it, order of joint owners.

    >>> name_key("张　三") == name_key("张三"), name_key("王五，李四") == name_key("李四、王五")
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", written)
    plain = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    parts = plain.split()
    if len(parts) > 1 and all(len(each) > 1 and each not in DOUBLE for each in parts):
        plain = ",".join(parts)  # 张三 李四: a name is padded between single characters only
    names = (BLANK.sub("", each).upper() for each in JOINT.split(plain.replace("、", ",")))
    return "、".join(sorted(filter(None, names)))


def owners_of(parts: Iterable[Part]) -> list[Owner]:
    """Return the owners of these parts, in the order in which they come first.

    >>> [one.units for one in owners_of([Part("1", 100, "A"), Part("2", 100), Part("3", 50, "A")])]
    [('1', '3'), ('2',)]
    """
    grouped: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        grouped.setdefault(_key(part), []).append(part)
    return [
        Owner(
            key=key[1],
            units=tuple(part.unit for part in own),
            area=sum(part.area for part in own),
            is_developer=key[0] == DEVELOPER,
        )
        for key, own in grouped.items()
    ]


def _key(part: Part) -> tuple[str, str]:
    if part.is_unsold:
        return (DEVELOPER, DEVELOPER)
    name = name_key(part.owner)
    return ("owner", name) if name else ("unit", part.unit)
