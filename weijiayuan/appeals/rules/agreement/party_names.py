"""How the parties of an agreement are called in it: by side, by name, or by both."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SIDES = "甲乙丙丁戊己庚辛"
PARTIES = ("甲方", "乙方")
SIDE = re.compile(rf"[{SIDES}]方")
INTRODUCED = re.compile(
    rf"([{SIDES}]方)(?:\([^()]{{1,8}}\))?(?:[:：]|[(（])([\u4e00-\u9fa5·]{{2,30}})(?![\u4e00-\u9fa5])"
)
TURNED = re.compile(
    rf"([\u4e00-\u9fa5·]{{2,30}})[(（](?:以下简称|下称)?[“\"]?([{SIDES}]方)[”\"]?[)）]"
)
BRACKETS = re.compile(r"[()（）:：,，、\s]+")


def called(parties: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return every name by which the parties may be called, sides by their order included.

    >>> sorted(called({"张三": {}, "李四": {}}))
    ['乙方', '张三', '李四', '甲方']
    """
    names = {part for party in parties for part in _parts(party)}
    names |= {str(facts["name"]) for facts in parties.values() if facts.get("name")}
    return frozenset(names | {f"{side}方" for side in SIDES[: len(parties)]})


def in_order(parties: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return every name by which the parties may be called: people in their order, then sides.

    >>> in_order({"甲方": {"name": "张三"}, "乙方": {"name": "李四"}})
    ('张三', '李四', '乙方', '甲方')
    """
    people = [str(facts.get("name") or party) for party, facts in parties.items()]
    return tuple(dict.fromkeys([*people, *sorted(called(parties))]))


def is_one_of(name: str, names: Iterable[str]) -> bool:
    """Tell whether a name means parties only: `张三（甲方）`, `甲方、乙方`, `甲方张三`.

    >>> names = {"甲方", "张三"}
    >>> [is_one_of(name, names) for name in ("甲方（张三）", "甲方张三", "丙方", "张三丰")]
    [True, True, False, False]
    """
    names = frozenset(names)
    return all(
        part in names or (SIDE.match(part) and part[:2] in names and part[2:] in names)
        for part in _parts(name)
    )


def side_of(name: str, parties: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the side a name stands for, the name itself where that is not certain.

    >>> parties = {"甲方": {"name": "张三"}, "乙方": {"name": "李四"}}
    >>> [side_of(name, parties) for name in ("李四", "甲方（张三）", "王五")]
    ['乙方', '甲方', '王五']
    """
    sides = [
        side
        for side, facts in parties.items()
        if is_one_of(name, {side, str(facts.get("name") or side)})
    ]
    return sides[0] if len(sides) == 1 else name


def sides(count: int) -> tuple[str, ...]:
    """Return the first sides, from 甲方 on."""
    return tuple(f"{side}方" for side in SIDES[:count])


def by_sides(text: str, parties: Sequence[str]) -> str:
    """Return a text that calls the parties by sides, in the order in which they are given.

    >>> by_sides("李四付给张三", ("张三", "李四"))
    '乙方付给甲方'
    """
    people = dict.fromkeys(name for name in parties if not SIDE.fullmatch(name))
    called_by = dict(zip(people, SIDES, strict=False))
    for name in sorted(called_by, key=len, reverse=True):
        text = text.replace(name, f"{called_by[name]}方")
    return text


def in_text(text: str) -> tuple[str, ...]:
    """Return the parties that a text introduces, 甲方 and 乙方 whether it does or not.

    >>> in_text("甲方：张三，乙方（李四）")
    ('甲方', '乙方', '张三', '李四')
    """
    found = [*INTRODUCED.findall(text), *(pair[::-1] for pair in TURNED.findall(text))]
    return tuple(dict.fromkeys([*PARTIES, *(side for side, _ in found), *(n for _, n in found)]))


def _parts(name: str) -> list[str]:
    return [part for part in BRACKETS.split(name) if part]
