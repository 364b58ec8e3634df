"""Which district or city an address begins with, and who registers there (细则 18).

Only what stands in front counts: 前海路 in this district is a road, 前海 in front is another place.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

from weijiayuan.approvals.rules.reference_data import Authority

LONGEST = 8
SUFFIXES = ("省", "市", "区", "县", "旗", "州", "盟")
TOWN = re.compile(r"^(?P<town>[\u4e00-\u9fff]{2,4}?)(?:街道|镇|街道办)")


def named_elsewhere(address: str, authority: Authority, divisions: Collection[str]) -> str:
    """Return the place outside this district that an address begins with; empty if none."""
    text = "".join(unicodedata.normalize("NFKC", address).split()).removeprefix("中国")
    own = (authority.province, authority.city, authority.district)
    leading = list(_leading(text, {*own, *authority.elsewhere}, divisions))
    foreign = [each for each in leading if each not in own]
    if foreign:
        known = [each for each in foreign if each in authority.elsewhere]
        return known[-1] if known else "".join(foreign)
    if authority.district in leading:
        return ""
    rest = text[sum(map(len, leading)) :]
    for stem in (authority.province, authority.city):
        rest = rest.removeprefix(stem[:-1])
    return _of_town(rest, authority)


def _leading(text: str, known: Collection[str], divisions: Collection[str]) -> Iterator[str]:
    """Yield the divisions that a text begins with, from the largest down."""
    while found := next((each for each in _heads(text) if _is_one(each, known, divisions)), ""):
        yield found
        text = text.removeprefix(found)


def _heads(text: str) -> Iterator[str]:
    return (text[:size] for size in range(min(LONGEST, len(text)), 1, -1))


def _is_one(head: str, known: Collection[str], divisions: Collection[str]) -> bool:
    return head in known or (head in divisions and head.endswith(SUFFIXES))


def _of_town(rest: str, authority: Authority) -> str:
    """Return where a street or town of a neighbour belongs, with or without its city in front."""
    for place in authority.elsewhere:
        rest = rest.removeprefix(place[:-1]) if place.endswith("市") else rest
    found = TOWN.match(rest)
    return authority.towns.get(found["town"], "") if found else ""


def authority_of(place: str, authority: Authority) -> str:
    """Return who registers at a place outside this district; empty for none."""
    return authority.elsewhere.get(place, "") or (place and f"{place}市场监督管理部门")
