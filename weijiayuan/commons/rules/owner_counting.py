"""Who counts as one owner (最高法建筑物区分所有权解释 8, 9): the parts of a building made to heads.

One exclusive part is one owner, but all parts of one buyer are one, and what the developer has not
sold or not handed over is one together. A buyer is known by a number (of the register, or of their
papers); a name is nobody's identity, so namesakes are different owners until a number binds them.
Area is what the register says, else the survey, else the contract; which of them it was is the
roll's business, here it is a number.
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

    `buyer` is the buyer's number, "" where nobody gave one; `owner` the name. `area` in 0.01 m².
    """

    unit: str
    area: int
    owner: str = ""
    is_unsold: bool = False
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """One head: the parts it owns and their area, and by which number and name it is known."""

    key: str
    units: tuple[str, ...]
    area: int
    is_developer: bool = False
    name: str = ""
    buyer: str = ""

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

    >>> parts = [Part("1", 9, buyer="A"), Part("2", 9, "张伟"), Part("3", 9, buyer="A")]
    >>> [one.units for one in owners_of([*parts, Part("4", 9, "张伟")])]
    [('1', '3'), ('2',), ('4',)]
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
            name=name_key(own[0].owner),
            buyer=name_key(own[0].buyer),
        )
        for key, own in grouped.items()
    ]


def _key(part: Part) -> tuple[str, str]:
    if part.is_unsold:
        return (DEVELOPER, DEVELOPER)
    number = name_key(part.buyer)
    return ("buyer", number) if number else ("unit", part.unit)


def two_names(parts: Iterable[Part]) -> bool:
    """Tell whether one buyer's number stands beside two names."""
    known: dict[str, str] = {}
    for part in parts:
        number, name = name_key(part.buyer), name_key(part.owner)
        if number and name and known.setdefault(number, name) != name:
            return True
    return False


def namesakes(found: Iterable[Owner]) -> list[tuple[str, ...]]:
    """Return the units of different owners who have one name: somebody has to ask whether they are.

    >>> namesakes(owners_of([Part("1", 9, "张伟"), Part("2", 9, "张 伟"), Part("3", 9, "李娜")]))
    [('1', '2')]
    """
    named: dict[str, list[Owner]] = {}
    for each in found:
        if each.name and not each.is_developer:
            named.setdefault(each.name, []).append(each)
    return [
        tuple(unit for each in same for unit in each.units)
        for same in named.values()
        if len(same) > 1 and not all(each.buyer for each in same)
    ]
