"""An address: what it is compared by, whether it is a standard one of this district, what it tells.

Its text is a claim of the applicant. Only what is read to its last letter counts as an address
here: a region of this district, a street or community of it, a road, village or building, a number.
Whatever is not understood goes to a person; so does a place where people may live.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.reference_data import Authority

MOST_KEPT = 2048
DOOR = "号"
HAN = r"[\u4e00-\u9fff]"
DIGITS = r"0{0,2}[1-9][0-9]{0,3}(?![0-9])"
NUMERALS = r"[一二三四五六七八九十百零〇]{1,7}"
NUMBER = rf"(?:(?:第|负|地下|地上)?(?:{DIGITS}|{NUMERALS})|首)"
ROAD = r"(?:路|大道|街|道|巷)"
ZONES = frozenset({"区", "区域", "期", "排"})
"""Numbers that a road may still follow: 工业园B区创业路5号."""
BETWEEN = "、,()"
"""What may stand between the parts of an address; brackets are read like the rest."""
CROSSING = re.compile(
    rf"(?<=[路街道巷])(?:与|和)(?={HAN}{{1,6}}{ROAD})"
    rf"|(?<=[路街道巷])(?:路口|交叉口|交汇处|交界处|口)(?=[A-Za-z]?{NUMBER})"
)
HINT = re.compile(rf"\({HAN}{{2,12}}(?:旁|旁边|附近|对面|后面|前面|路口)\)$")
"""A remark for whoever looks for the door, behind an address that is whole without it."""
FACING = re.compile(r"(?<=[号楼层])[临沿]街(?=[铺商门店])")
"""On which side of a house a shop lies."""
INSIDE = re.compile(
    rf"^{HAN}{{2,}}?[苑府湾园城庭](?![东南西北中一二三四五]?{ROAD}){HAN}{{2,}}{ROAD}$"
)
"""An estate with the name of a road behind it."""
UPSTAIRS = re.compile(
    r"(?:[2-9]|[1-9][0-9]|[二三四五六七八九]|十[一二三四五六七八九]?)[楼层]"
    r"|(?<![0-9])(?:[2-9][0-9]{2}|[1-9][0-9]{3})(?![0-9号])"
)
ROOM_IN_BLOCK = re.compile(r"(?:栋|幢|座|号楼).{0,4}[1-9][0-9]{2,3}")
LANE = re.compile(rf"(?<={HAN})([1-9]?)([0-9])(?=巷)")
"""The number of a lane in digits: 屋园路西1巷."""
ONES = "十一二三四五六七八九"
VILLAGE = re.compile(rf"[村围坊里巷]|{NUMERALS}排")


def is_blocked(address: str, authority: Authority, script: Script) -> bool:
    """Tell whether an address lies where nothing may be registered."""
    written = script.folded(address)
    return any(script.folded(each) in written for each in authority.blocked)


@dataclass(frozen=True)
class Gazetteer:
    """The words by which addresses of a district are read."""

    province: str
    city: str
    district: str
    streets: tuple[str, ...]
    communities: Mapping[str, str]
    """Community → its street."""
    neighbours: tuple[str, ...]
    """Streets and towns beside the district, and divisions everywhere else."""
    divisions: frozenset[str]
    roads: tuple[str, ...]
    business: tuple[str, ...]
    """Ends of places where there is nothing but business."""
    estates: tuple[str, ...]
    """Ends of places where people may live."""
    villages: tuple[str, ...]
    units: tuple[str, ...]
    shops: tuple[str, ...]
    dwellings: tuple[str, ...]
    basements: tuple[str, ...]
    """Floors below the ground: shelters and garages, unless the text says shop."""
    vague: tuple[str, ...]

    @cached_property
    def place(self) -> re.Pattern[str]:
        """Return what finds a named place; a road may have a side: 民生大道东15号."""
        ends = _any(self._ends_of_places)
        side = rf"(?:[东南西北中]段?(?={NUMBER}{DOOR}))?"
        return re.compile(rf"{HAN}{{1,10}}(?:{ends}|(?:{_any(self.roads)}){side})")

    @cached_property
    def _ends_of_places(self) -> tuple[str, ...]:
        return (*self.business, *self.estates, *self.villages)

    @cached_property
    def unit(self) -> re.Pattern[str]:
        letter, number = rf"[A-Za-z](?![A-Za-z])(?:{NUMBER})?", rf"{NUMBER}[A-Za-z]?"
        block = rf"(?:{letter}|{number})(?:[-/至]{number}){{0,3}}"
        return re.compile(rf"(?:{block})?(?P<unit>{_any(self.units)})?(?:之{NUMBER})?")

    @cached_property
    def named_road(self) -> re.Pattern[str]:
        """Return what a road is called that bears the name of a place: 宝安大道, 长春北路."""
        return re.compile(rf"{HAN}{{2}}[东南西北中]?{ROAD}(?=[0-9一二三四五六七八九十])")

    @cached_property
    def reading(self) -> Callable[[str], tuple[bool, bool]]:
        """Return what reads an address: a standard one? a dwelling? Kept, as forms ask again."""
        return lru_cache(MOST_KEPT)(lambda a: (self.is_standard(a), self.tells_of_a_dwelling(a)))

    def is_standard(self, address: str) -> bool:
        """Tell whether an address is read to its end as one of this district."""
        text = LANE.sub(_lane, without_remarks(plain(address)))
        rest, is_here = self._without_region(text)
        if not is_here or self._names_another(text, rest) or self._are_apart(text):
            return False
        return self._is_read(rest)

    def tells_of_a_dwelling(self, address: str) -> bool:
        """Tell whether people may live there by the text, whatever is chosen as its use.

        A place that is not surely one of business counts as a dwelling unless the text says shop;
        in a village the ground floor is a shop, what lies above is not. So below the ground.
        """
        text = plain(address)
        low = text.lower()
        if any(word in low for word in self.dwellings):
            return True
        if any(word in text for word in self.shops):
            return False
        if any(word in low for word in self.basements):
            return True
        rest, _ = self._without_region(without_remarks(text))
        return self._is_estate(rest) or self._is_above_a_village(rest)

    def says_what_it_is(self, address: str) -> bool:
        """Tell whether an address says itself that it is a place of business: a park, a shop."""
        text = plain(address)
        return any(word in text for word in (*self.business, *self.shops))

    def behind_the_region(self, address: str) -> str:
        """Return what an address says behind region, street and community."""
        return self._without_region(without_remarks(plain(address)))[0]

    def _is_estate(self, rest: str) -> bool:
        return any(
            (place.endswith(self.estates) and not place.endswith(self.business))
            or bool(INSIDE.match(place))
            for place in self.place.findall(rest)
        )

    def _is_above_a_village(self, rest: str) -> bool:
        if not VILLAGE.search(rest) or any(word in rest for word in self.business):
            return False
        return bool(UPSTAIRS.search(rest) or ROOM_IN_BLOCK.search(rest))

    def _are_apart(self, text: str) -> bool:
        """Tell whether a street and a community are named that do not belong together."""
        streets = [each for each in self.streets if each in text]
        found = [self.communities[each] for each in self.communities if each in text]
        return len(streets) > 1 or any(each not in found for each in streets if found)

    def _without_region(self, text: str) -> tuple[str, bool]:
        """Return what follows the region, and whether any of it names this district."""
        for part in ("中国", self.province, self.province.removesuffix("省"), self.city):
            text = text.removeprefix(part)
        text = text.removeprefix(self.city.removesuffix("市"))
        rest = text.removeprefix(self.district)
        rest = self._less(rest, self.streets)
        rest = self._less(rest, self.communities)
        return rest, rest != text

    def _less(self, text: str, names: Iterable[str]) -> str:
        return next((text.removeprefix(each) for each in names if text.startswith(each)), text)

    def _names_another(self, text: str, rest: str) -> bool:
        """Tell whether another place stands in it.

        Behind a street or community of this district 宝山 is a name like any other; 宝山区 is not.
        """
        if self.district in rest or any(word in rest for word in self.vague):
            return True
        is_placed = any(each in text for each in (*self.streets, *self.communities))
        rest = self.named_road.sub("", rest).replace("市场", "场")
        found = {rest[at : at + size] for at in range(len(rest)) for size in range(2, 7)}
        if is_placed:
            return any(each.endswith(("省", "市", "区", "县")) for each in found & self.divisions)
        return any(each in rest for each in self.neighbours) or bool(found & self.divisions)

    def _is_read(self, rest: str) -> bool:
        """Tell whether places and numbers make up all of it, a number with its word, one door.

        Behind a door or a house there is no road any more: 消防通道 and 人行道 end like one.
        """
        places = numbers = doors = inside = 0
        while rest:
            found = self.place.match(rest)
            if found:
                if inside and not found[0].endswith(self._ends_of_places):
                    return False
                places += 1
            else:
                found = self.unit.match(rest)
                if not found or not found[0]:
                    return False
                numbers += bool(found["unit"]) and found[0] != found["unit"]
                doors += found["unit"] == DOOR
                inside += bool(found["unit"]) and found["unit"] not in ZONES
            rest = rest[found.end() :].lstrip(BETWEEN)
        return places > 0 and numbers > 0 and doors <= 1


def plain(address: str) -> str:
    """Return an address in plain width, without white space."""
    return "".join(unicodedata.normalize("NFKC", address).split())


def _lane(found: re.Match[str]) -> str:
    """Return the number of a lane in words.

    >>> [LANE.sub(_lane, each) for each in ("西1巷", "西12巷", "西30巷")]
    ['西一巷', '西十二巷', '西三十巷']
    """
    tens, ones = found[1], ONES[int(found[2])] if found[2] != "0" else ""
    if not tens:
        return ones or found[0]
    return ("" if tens == "1" else ONES[int(tens)]) + "十" + ones


def without_remarks(text: str) -> str:
    """Return an address without what only helps to find it: a crossing, a remark in brackets."""
    return FACING.sub("", CROSSING.sub("", HINT.sub("", text)))


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
