"""An address: what it is compared by, whether it is a standard one of this district, what it tells.

Its text is a claim of the applicant. Only what is read to its last letter counts as an address
here: a region of this district, a street or community of it, a road, village or building, a number.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.shipped_lists import Authority


def address_key(address: str, authority: Authority, script: Script) -> str:
    """Return the key under which the same address is found, however it is written."""
    folded = script.folded(address)
    for part in ("中国", "广东省", "广东", authority.city, authority.district):
        folded = folded.removeprefix(part)
    return folded


def is_blocked(key: str, authority: Authority, script: Script) -> bool:
    """Tell whether an address lies where nothing may be registered."""
    return any(script.folded(each) in key for each in authority.blocked)


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
    places: tuple[str, ...]
    units: tuple[str, ...]
    estates: tuple[str, ...]
    shops: tuple[str, ...]
    dwellings: tuple[str, ...]
    vague: tuple[str, ...]

    @cached_property
    def place(self) -> re.Pattern[str]:
        return re.compile(rf"[\u4e00-\u9fff]{{1,10}}(?:{_any(self.places)})")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        number = r"(?:负?[1-9][0-9]{0,3}(?![0-9])|负?[一二三四五六七八九十百]{1,4}|首)"
        block = rf"(?:[A-Za-z](?:{number})?|{number}[A-Za-z]?)(?:[-/]{number}[A-Za-z]?){{0,3}}"
        return re.compile(rf"(?:{block})?(?P<unit>{_any(self.units)})?")

    @cached_property
    def named_road(self) -> re.Pattern[str]:
        """Return what a road is called that bears the name of a place: 宝安大道, 长春北路."""
        return re.compile(
            r"[\u4e00-\u9fff]{2}[东南西北中]?(?:路|大道|街|大街|道)(?=[0-9一二三四五六七八九十])"
        )

    @cached_property
    def upstairs(self) -> re.Pattern[str]:
        """Return what a room on an upper floor of an estate looks like."""
        return re.compile(
            rf"(?:{_any(self.estates)}).{{0,12}}(?:栋|幢|座|号楼).{{0,4}}[1-9][0-9]{{2,3}}"
        )

    def is_standard(self, address: str) -> bool:
        """Tell whether an address is read to its end as one of this district."""
        text = plain(address)
        rest, is_here = self._without_region(text)
        if not is_here or self._names_another(rest) or self._are_apart(text):
            return False
        return self._is_read(rest)

    def tells_of_a_dwelling(self, address: str) -> bool:
        """Tell whether the text says, whatever is chosen as its use, that people live there."""
        text = plain(address)
        if any(word in text for word in self.dwellings):
            return True
        rest, _ = self._without_region(text)
        return bool(self.upstairs.search(rest)) and not any(word in text for word in self.shops)

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

    def _names_another(self, rest: str) -> bool:
        """Tell whether another place stands in it, but for the name of a road."""
        if self.district in rest or any(word in rest for word in self.vague):
            return True
        rest = self.named_road.sub("", rest)
        pairs = {rest[at : at + size] for at in range(len(rest)) for size in range(2, 6)}
        return any(each in rest for each in self.neighbours) or bool(pairs & self.divisions)

    def _is_read(self, rest: str) -> bool:
        """Tell whether places and numbers make up all of it, a number with its word."""
        places = numbers = 0
        while rest:
            found = self.place.match(rest)
            if found:
                places += 1
            else:
                found = self.unit.match(rest)
                if not found or not found[0]:
                    return False
                numbers += bool(found["unit"]) and found[0] != found["unit"]
            rest = rest[found.end() :].removeprefix("、")
        return places > 0 and numbers > 0


def plain(address: str) -> str:
    """Return an address in plain width, without white space."""
    return "".join(unicodedata.normalize("NFKC", address).split())


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
