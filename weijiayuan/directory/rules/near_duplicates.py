"""Whether two entries may be one place under two names. A hint for people, never a merge. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import floor
from uuid import UUID

from rapidfuzz import fuzz

from weijiayuan.danger.text_normalization import simplified
from weijiayuan.places.coordinates import Point, metres_between

ALIKE = 82.0
"""From here on two names are asked about, in per cent of letters in order."""
NEAR_METRES = 200.0
CELLS_A_DEGREE = 300
TOLD_APART = re.compile(
    r"\d+|[一二三四五六七八九十]+(?=[号楼栋层期室])|[A-Za-z]+|[东南西北]|青少年|青年|老人|妇儿|妇女|儿童|残疾人"
)
SYNONYMS = (
    (re.compile("老年人?|长者|老龄"), "老人"),
    (re.compile("妇女儿童"), "妇儿"),
    (re.compile("残障人士|残疾人士|残障"), "残疾人"),
    (re.compile("(?<=活动|服务|健康)(?:中心|站|点)|(?<=党群)中心"), "站"),
    (re.compile("党群(?!服务)"), "党群服务"),
    (re.compile("图书室|图书角|阅览室|书屋|书吧"), "图书馆"),
    (re.compile("社康(?:中心|站)?|社区健康服务(?:中心|站)|卫生服务(?:中心|站)"), "社康站"),
    (re.compile("食堂|饭堂|餐厅|助餐点"), "饭堂"),
    (re.compile("公厕|公共厕所|卫生间|洗手间"), "公厕"),
    (re.compile("社区|居委会"), ""),
)
"""What means the same in the names of places."""
FILLER = re.compile(r"[\s()\[\]【】《》“”\"'·.,、-]+")


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as it is compared: its name, community and point, where they are known.

    `community` is the community of a site, or whatever else divides entries: the need of a service.
    `id` names a stored entry, `row` one of the same sheet.
    """

    name: str
    community: str | None
    point: Point | None
    id: UUID | None = None
    row: int | None = None
    is_sample: bool = False


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Return a name without signs and widths, by which it is the same name.

    >>> plain("白花社区（党群服务中心）") == plain("白花社区党群服务中心")
    True
    """
    return FILLER.sub("", unicodedata.normalize("NFKC", name)).lower().translate(simplified())


@lru_cache(maxsize=20_000)
def meant(name: str) -> str:
    """Return a name in one choice of words, by which it may be the same place.

    >>> meant("西田社區老年活動中心"), meant("西田长者活动站")
    ('西田老人活动站', '西田老人活动站')
    """
    found = plain(name)
    for written, usual in SYNONYMS:
        found = written.sub(usual, found)
    return found


def metres(one: Known, other: Known) -> float | None:
    """Return how far two entries are from each other; None while one place is not known."""
    if one.point is None or other.point is None:
        return None
    return metres_between(one.point, other.point)


def is_near_duplicate(one: Known, other: Known) -> bool:
    """Say whether the two may be the same: alike by name, and at one place as far as is known.

    Room 1 and room 2, the east gate and the west gate, are two however alike their names.
    """
    first, second = meant(one.name), meant(other.name)
    if not _are_alike(first, second) or _are_told_apart(first, second):
        return False
    apart = metres(one, other)
    return apart <= NEAR_METRES if apart is not None else one.community == other.community


def _are_told_apart(first: str, second: str) -> bool:
    """Say whether each name has a number, a letter or a direction that the other has not."""
    marks, others = Counter(TOLD_APART.findall(first)), Counter(TOLD_APART.findall(second))
    return bool(marks - others) and bool(others - marks)


def _are_alike(first: str, second: str) -> bool:
    """Say whether one stands in the other, or they have the letters, in whatever order."""
    return (
        first in second
        or second in first
        or fuzz.ratio(first, second) >= ALIKE
        or sorted(first) == sorted(second)
    )


def is_same(one: Known, other: Known) -> bool:
    """Say whether a row without a number means this entry: one name in one community."""
    return plain(one.name) == plain(other.name) and one.community == other.community


class NearIndex:
    """Entries by where they are, so that a row is compared with its neighbours alone."""

    def __init__(self, entries: Iterable[Known] = ()) -> None:
        self._by_cell: dict[tuple[int, int], list[Known]] = {}
        self._by_community: dict[str | None, list[Known]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Known) -> None:
        """Let later rows be compared with this one too."""
        self._by_community.setdefault(entry.community, []).append(entry)
        if entry.point is not None:
            self._by_cell.setdefault(_cell(entry.point), []).append(entry)

    def near(self, entry: Known) -> list[Known]:
        """Return what may be the same as the entry, the most alike first."""
        here = self._by_community.get(entry.community, ())
        found = [other for other in here if entry.point is None or other.point is None]
        if entry.point is not None:
            row, column = _cell(entry.point)
            found += [
                other
                for up, right in product((-1, 0, 1), repeat=2)
                for other in self._by_cell.get((row + up, column + right), ())
            ]
        alike = [other for other in found if is_near_duplicate(entry, other)]
        return sorted(alike, key=lambda other: -fuzz.ratio(meant(entry.name), meant(other.name)))

    def same(self, entry: Known) -> Known | None:
        """Return the entry of this name in this community, the first of several."""
        here = self._by_community.get(entry.community, ())
        return next((other for other in here if is_same(entry, other)), None)


def _cell(point: Point) -> tuple[int, int]:
    """Return the cell of a point, more than `NEAR_METRES` high and wide in all of China."""
    return floor(point.lat * CELLS_A_DEGREE), floor(point.lng * CELLS_A_DEGREE)
