"""What no officer may waive, however many sign: where the law leaves nobody a choice.

By facts, so that it stands under every rulebook. The applicant mends it, or it is refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from weijiayuan.approvals.rules.addresses import Gazetteer
from weijiayuan.approvals.rules.automatic_approval_limits import (
    DUE_MOST,
    GONGSI,
    MINFA,
    MINGCHENG,
    SHAREHOLDERS_MOST,
    TIAOLI,
    TRADE_LEAST,
    XIZE,
)

WORKING_AGE = 16
DOOR = re.compile(
    r"[0-9一二三四五六七八九十百零〇]+[-A-Za-z0-9]*[号栋幢座层楼室房铺档店之]|无号|[旁侧]$"
)
"""What tells one door of a place from another."""


@dataclass(frozen=True)
class Beyond:
    """Something that stands against every approval, where a fact is known to be so."""

    fact: str
    stands: Callable[[Any], bool]
    sentence: str
    law: str
    article: str

    @property
    def words(self) -> str:
        """Say it with its article."""
        return f"{self.sentence}（{self.law}{self.article}）"


def _is(value: Any) -> Callable[[Any], bool]:
    return lambda said: bool(said == value)


BEYOND = (
    Beyond("age", lambda age: age < WORKING_AGE, "经营者不满十六周岁", MINFA, "第 18–20 条"),
    Beyond("officers_age", _is("child"), "任职的人不满十六周岁", GONGSI, "第 178 条"),
    Beyond("id_in_date", _is(False), "身份证件已过有效期", XIZE, "第 16 条"),
    Beyond("scopes", _is(0), "没有选经营范围", TIAOLI, "第 8 条"),
    Beyond(
        "scopes_known", _is(False), "有的经营范围不在规范目录里，执照上写不出来", XIZE, "第 12 条"
    ),
    Beyond("in_district", _is(False), "经营场所不在本登记机关的辖区", XIZE, "第 18 条"),
    Beyond(
        "an_address",
        _is(False),
        "写的不是一个地址：没有路（村、楼），或者没有门牌",
        TIAOLI,
        "第 11 条",
    ),
    Beyond("forbidden", _is("banned"), "名称里有禁止使用的内容", MINGCHENG, "第 11 条"),
    Beyond("name_region", _is(False), "名称没有冠本地的行政区划", MINGCHENG, "第 7 条"),
    Beyond("name_letters", _is("foreign"), "名称不是规范汉字", MINGCHENG, "第 5 条"),
    Beyond("trade_letters", lambda n: n < TRADE_LEAST, "字号不到两个字", MINGCHENG, "第 8 条"),
    Beyond("name_form", _is("wrong"), "名称的组织形式与类型不符", MINGCHENG, "第 6、25 条"),
    Beyond(
        "company_type", lambda of: of != "limited", "执照只写得出有限责任公司", TIAOLI, "第 8 条"
    ),
    Beyond(
        *("shareholders", lambda n: not 0 < n <= SHAREHOLDERS_MOST),
        *("股东不是一到五十人", GONGSI, "第 42 条"),
    ),
    Beyond("means", _is("banned"), "有法律禁止的出资", TIAOLI, "第 13 条"),
    Beyond("last_due_years", lambda n: n > DUE_MOST, "出资期限超过五年", GONGSI, "第 47 条"),
    Beyond("sums_equal", _is(False), "各股东认缴合计不等于注册资本", GONGSI, "第 47 条"),
    Beyond("directors", _is(0), "没有董事", GONGSI, "第 75 条"),
    Beyond("representative", _is("neither"), "法定代表人不是董事或者经理", GONGSI, "第 10 条"),
    Beyond("supervisor_apart", _is(False), "监事由董事、高级管理人员兼任", GONGSI, "第 76 条"),
)


def beyond(
    facts: Mapping[str, Any], answers: Mapping[str, Any], gazetteer: Gazetteer
) -> list[Beyond]:
    """Return what stands against every approval; what is not known the officer finds out."""
    known = dict(facts) | dict(_more(facts, answers, gazetteer))
    return [each for each in BEYOND if each.fact in known and each.stands(known[each.fact])]


def _more(
    facts: Mapping[str, Any], answers: Mapping[str, Any], gazetteer: Gazetteer
) -> Iterator[tuple[str, bool]]:
    if answers.get("address") and facts.get("address_standard") is not True:
        yield "an_address", is_an_address(answers["address"], gazetteer)
    if "capital" in facts and "subscribed" in facts:
        yield "sums_equal", facts["capital"] == facts["subscribed"]


def is_an_address(address: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a text names a place and a door of it, though it is no standard address."""
    rest = gazetteer.behind_the_region(address)
    is_placed = gazetteer.place.search(rest) is not None
    has_door = DOOR.search(rest) is not None or any(word in rest for word in gazetteer.shops)
    return is_placed and has_door
