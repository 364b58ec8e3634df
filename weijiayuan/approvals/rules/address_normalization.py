"""The standard address that a text means: one key for one shop, however the text spells it.

Region, street and community are left out, as people leave them out; behind a road and its number
the names of buildings too. Numbers are compared as numbers. What divides one shop (129铺之一,
129铺A) and what it is called (铺, 室, 号商铺) make no other place.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from weijiayuan.approvals.rules.addresses import DOOR, MOST_KEPT, Gazetteer, without_remarks
from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.premises import (
    HOUSES,
    LEAST_ROOM,
    STOREYS,
    Part,
    Premises,
    behind_a_road,
    of_a_name,
)

KEY_VERSION = 4
"""Goes up with every change of how keys are made; what was kept under an older one is made anew."""
DIGITS = {"零": 0, "〇": 0} | {each: at for at, each in enumerate("一二三四五六七八九", 1)}
NUMERALS = re.compile("[零〇一二三四五六七八九十百]+")
FIRST_FLOOR = re.compile(r"(?:首|底|地面)(?=[层楼])")
PART = re.compile(
    r"(?P<below>负|地下)?第?(?P<label>[A-Z]?[0-9]+(?:[-/至][A-Z]?[0-9]+)*|[A-Z](?=[栋幢座区排]))(?P<tail>[A-Z]?)"
)
OF_IT = re.compile("^之[0-9]+")
ROAD_END = re.compile(r"(?:路|大道|街|道|巷)(?P<side>[东南西北中]?)$")
LEAST_NAME = 2


class AddressKeys:
    """Makes the keys of the addresses of one district, and keeps the last ones."""

    def __init__(self, gazetteer: Gazetteer, script: Script) -> None:
        self._gazetteer, self._script = gazetteer, script
        self._units = sorted((*gazetteer.units, *HOUSES, *STOREYS), key=len, reverse=True)
        ends = "|".join(
            (*gazetteer.roads, *gazetteer.business, *gazetteer.estates, *gazetteer.villages)
        )
        self._after_a_place = re.compile(f".*(?:{ends})(?=.{{2,}}$)")
        self._named = re.compile(rf"[\u4e00-\u9fff0-9]{{2,10}}(?:{ends})")
        said = (each for each in gazetteer.units if len(each) >= LEAST_NAME and each[0] != DOOR)
        self._kinds_of_shop = re.compile("|".join(sorted(said, key=len, reverse=True)))
        regions = _regions(gazetteer)
        self._whole = tuple(region for region, is_whole in regions if is_whole)
        self._by_first = {
            first: [each for each in regions if each[0][0] == first]
            for first in {region[0] for region, _ in regions}
        }
        self.key: Callable[[str], str] = lru_cache(MOST_KEPT)(self._key)
        self.premises: Callable[[str], Premises] = lru_cache(MOST_KEPT)(self._premises)

    def _key(self, address: str) -> str:
        """Return the key under which the same place is found."""
        parts = self._read(address)
        at = _road(parts)
        if at is not None:
            door = parts[at + 1].label.partition("-")[0]
            return "|".join([self._bare(parts[at]), door, *_inside(parts[at + 2 :])])
        return "|".join([self._name(parts, address), *_inside(parts)])

    def _premises(self, address: str) -> Premises:
        """Return the place with what it holds and what holds it."""
        parts = self._read(address)
        at = _road(parts)
        if at is not None:
            return behind_a_road(self._bare(parts[at]), parts[at + 1 :])
        return of_a_name(self._name(parts, address), parts)

    def _read(self, address: str) -> list[Part]:
        return list(self._parts(self._without_region(without_remarks(self._plain(address)))))

    def _bare(self, road: Part) -> str:
        """Return a road without the estate that may stand before it."""
        return self._after_a_place.sub("", road.name)

    def _name(self, parts: Sequence[Part], address: str) -> str:
        names = "".join(part.name for part in parts if not part.label)
        return self._kinds_of_shop.sub("", names) or self._script.folded(address)

    def _plain(self, address: str) -> str:
        """Return an address in simplified letters, plain width and arabic numbers."""
        text = unicodedata.normalize("NFKC", address).upper()
        kept = (each for each in text if unicodedata.category(each)[0] in "LNP")
        plain = "".join(self._script.simplified.get(each, each) for each in kept)
        return FIRST_FLOOR.sub("一", re.sub("[–—~―]", "-", plain))

    def _without_region(self, text: str) -> str:
        """Return what follows province, city, district, street and community, written or not."""
        text = text.removeprefix("中国")
        while found := self._region_of(text):
            text = text.removeprefix(found)
        return NUMERALS.sub(lambda each: str(_number(each[0])), text)

    def _region_of(self, text: str) -> str:
        may_be = self._by_first.get(text[:1], ())
        return next((each[0] for each in may_be if self._begins(text, each)), "")

    def _begins(self, text: str, named: tuple[str, bool]) -> bool:
        """Tell whether a text begins with a region; a bare stem only where a name follows."""
        region, is_whole = named
        if not text.startswith(region):
            return False
        rest = text.removeprefix(region)
        return is_whole or bool(self._named.match(rest)) or any(map(rest.startswith, self._whole))

    def _parts(self, text: str) -> Iterator[Part]:
        """Take a text apart into names and numbered things."""
        name = ""
        while text:
            found = PART.match(text)
            if not found:
                name, text = name + text[0] * text[0].isalnum(), text[1:]
                continue
            rest = text[found.end() :]
            unit = next((each for each in self._units if rest.startswith(each)), "")
            if not unit and self._goes_on(rest):
                name, text = name + found["label"], rest
                continue
            label = found["label"] + (found["tail"] if unit in HOUSES else "")
            yield from [Part(name)] * bool(name)
            tail = "" if unit in HOUSES else found["tail"]
            yield Part("", ("-" if found["below"] else "") + label, unit, tail)
            name, text = "", OF_IT.sub("", rest.removeprefix(unit))
        yield from [Part(name)] * bool(name)

    def _goes_on(self, rest: str) -> bool:
        """Tell whether a number belongs to a name, as in 第二工业区, 三巷."""
        ends = (*self._gazetteer.roads, *self._gazetteer.business, *self._gazetteer.villages)
        return rest.startswith(ends)


def _road(parts: Sequence[Part]) -> int | None:
    """Return where the road stands that a number follows."""
    pairs = enumerate(pairwise(parts))
    found = (at for at, (a, b) in pairs if not a.label and ROAD_END.search(a.name) and b.label)
    return next(found, None)


def _regions(gazetteer: Gazetteer) -> tuple[tuple[str, bool], ...]:
    """Return what an address may begin with, and whether it is written out; the longest first."""
    above = (gazetteer.province, gazetteer.city, gazetteer.district)
    whole = (*above, *gazetteer.streets, *gazetteer.communities)
    bare = {each.removesuffix(end) for each in whole for end in ("省", "市", "区", "街道", "社区")}
    bare = {each for each in bare - set(whole) if len(each) >= LEAST_NAME}
    found = [*((each, True) for each in whole), *((each, False) for each in bare)]
    return tuple(sorted(found, key=lambda each: (-len(each[0]), each[0])))


def _inside(parts: Sequence[Part]) -> Iterator[str]:
    """Yield what tells shops at one door apart: house, storey where no room says it, one room."""
    numbered = [part for part in parts if part.label]
    rooms = [part for part in numbered if _class(part) == "room"]
    for part in numbered:
        if _class(part) == "house":
            yield f"house {_first(part.label)}"
        elif _class(part) == "storey" and not _goes_without_saying(part, rooms):
            yield f"storey {part.label}"
    if rooms:
        house, _, room = rooms[0].label.partition("-")
        is_pair = room.isdigit() and int(room) >= LEAST_ROOM > int(re.sub("[A-Z]", "", house))
        yield from (
            [f"house {_first(house)}", f"room {room}"] if is_pair else [f"room {_first(house)}"]
        )


def _class(part: Part) -> str:
    if part.unit in STOREYS:
        return "storey"
    return "house" if part.unit in HOUSES else "room"


def _goes_without_saying(storey: Part, rooms: Sequence[Part]) -> bool:
    """Tell whether a storey is the ground floor, or said by the number of the room."""
    digits = re.sub("[^0-9]", "", rooms[0].label.partition("-")[0]) if rooms else ""
    return storey.label == "1" or (digits != "" and int(digits) >= LEAST_ROOM)


def _first(label: str) -> str:
    """Return a label without leading zeros."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", label)


def _number(text: str) -> int:
    """Return the number that Chinese numerals say, written out or digit by digit.

    >>> [_number(each) for each in ("一百二十九", "十二", "一二九", "二十", "一百零八")]
    [129, 12, 129, 20, 108]
    """
    if not {"十", "百"} & set(text):
        return int("".join(str(DIGITS[each]) for each in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * (_number(hundreds) if hundreds else 1) if "百" in text else 0
    value += 10 * (DIGITS.get(tens[-1:], 1)) if ten else 0
    return value + (DIGITS.get(ones[-1:], 0))
