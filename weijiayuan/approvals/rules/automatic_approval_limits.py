"""The floor under every rulebook: what no published text lets a machine approve.

A rulebook is data, and two people may publish a thin one in good faith. What the law itself asks
stands here in code as well: where a fact breaks it, or is not known, a person decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from weijiayuan.approvals.rules.company_facts import ADULT, years_old

TRADE_LEAST, SHAREHOLDERS_MOST, DUE_MOST = 2, 50, 5
BUSINESS_USES = frozenset({"shop", "office", "factory", "market_stall"})
NOT_KNOWN = None
EDITION = 4
"""Goes up when something is added: proofs say under which edition they were decided."""


@dataclass(frozen=True)
class Floor:
    """One thing that must hold for an approval by machine. `broken` are values that break it."""

    fact: str
    why: str
    law: str
    article: str
    holds: Callable[[Any], bool]
    broken: tuple[Any, ...]
    since: int = 1
    """The edition of the floor in which it came."""


def _is(value: Any) -> Callable[[Any], bool]:
    return lambda said: bool(said == value)


def _flag(fact: str, value: bool, why: str, law: str, article: str) -> Floor:  # noqa: FBT001
    return Floor(fact, why, law, article, _is(value), (not value, NOT_KNOWN))


def _added(fact: str, why: str, law: str, article: str, *, since: int = 2) -> Floor:
    """Return what must be true since an edition after the first."""
    return Floor(fact, why, law, article, _is(True), (False, NOT_KNOWN), since=since)


def _word(fact: str, value: str, why: str, law: str, article: str, *broken: str) -> Floor:
    return Floor(fact, why, law, article, _is(value), (*broken, NOT_KNOWN))


TIAOLI, XIZE = "市场主体登记管理条例", "市场主体登记管理条例实施细则"
MINGCHENG, GONGSI, MINFA = "企业名称登记管理规定", "公司法", "民法典"
SHOUYI = "受益所有人信息管理办法"

PERSON = (
    _word("identity", "passed", "实名核验通过", XIZE, "第 16 条", "failed", "mismatch"),
    _flag("number_sound", True, "证件号码写对", XIZE, "第 16 条"),
    _flag("id_in_date", True, "证件在有效期内", XIZE, "第 16 条"),
    _word(
        "id_kind",
        "resident_id",
        "用居民身份证申请",
        "促进个体工商户发展条例",
        "第 37 条",
        "foreign",
    ),
    _flag("barred", False, "没有被限制登记", TIAOLI, "第 12、40 条"),
    _flag("people_named", True, "写的都是人的姓名", XIZE, "第 16 条"),
    _flag("wants_human", False, "没有要求人工办理", "个人信息保护法", "第 24 条"),
    _flag("second_live", False, "没有另一份同样的申请", TIAOLI, "第 19 条"),
    Floor(
        *("retold", "没有改过原来要人看的说法", TIAOLI, "第 17 条"),
        lambda said: said is not True,
        (True,),
    ),
)
NAMED = (
    _added("agreed", "写到的每个人都在自己的账号里同意", XIZE, "第 16 条"),
    _added("by_self", "账号是经营者本人的", XIZE, "第 14 条"),
    _added("others_sound", "其他人的证件号码写对", XIZE, "第 16 条"),
    _added("numbers_agree", "同一个人只有一个号码", XIZE, "第 16 条", since=3),
    _added("others_local", "其他人用居民身份证", XIZE, "第 16 条"),
    *(
        Floor(
            *(fact, why, law, article),
            lambda said: said in {"nobody", "adult"},
            ("child", "minor", "old", NOT_KNOWN),
            since=2,
        )
        for fact, why, law, article in (
            ("officers_age", "任职的人有完全民事行为能力", GONGSI, "第 178 条"),
            ("partners_age", "家庭成员、受益所有人成年", MINFA, "第 19、20 条"),
        )
    ),
)
CHANGE = (
    _added("owners_kept", "股东和出资没有变", GONGSI, "第 84、86 条"),
    _added("capital_kept", "注册资本没有变", GONGSI, "第 66、224 条"),
    _added("resolved", "原来的股东或者家庭成员都同意变更", GONGSI, "第 66 条"),
    _added("something_changed", "变更了登记事项", TIAOLI, "第 24 条"),
)
PLACE = (
    Floor(
        *("place_retold", "没有人说过这里要由人看", MINFA, "第 279 条"),
        lambda said: said is False,
        (True, NOT_KNOWN),
        since=2,
    ),
    _flag("in_district", True, "经营场所在本辖区", XIZE, "第 18 条"),
    _flag("address_standard", True, "地址认得出", TIAOLI, "第 11 条"),
    _flag("blocked", False, "地址不在禁设区域", TIAOLI, "第 11 条"),
    _flag("dwelling_told", False, "地址不是住宅", MINFA, "第 279 条"),
    Floor(
        *("upper_room", "楼上的房间写明了用途", MINFA, "第 279 条"),
        lambda said: said is False,
        (True, NOT_KNOWN),
        since=3,
    ),
    _added("home_apart", "经营场所不是经营者的住所", MINFA, "第 279 条", since=3),
    Floor(
        *("address_use", "场所是经营用房", MINFA, "第 279 条"),
        lambda use: use in BUSINESS_USES,
        ("dwelling", "platform", "other", NOT_KNOWN),
    ),
)
SCOPE = (
    Floor("scopes", "选了经营范围", XIZE, "第 12 条", bool, (0, NOT_KNOWN)),
    _flag("scopes_known", True, "经营范围都在目录里", XIZE, "第 12 条"),
    _flag("pre_permit", False, "没有须先取得批准的项目", TIAOLI, "第 14 条"),
)
NAME = (
    _flag("name_region", True, "名称冠本地的行政区划", MINGCHENG, "第 7 条"),
    _word("name_letters", "standard", "名称用规范汉字", MINGCHENG, "第 5 条", "foreign", "unsure"),
    Floor(
        *("trade_letters", "字号不少于两个字", MINGCHENG, "第 8 条"),
        lambda n: n is not None and n >= TRADE_LEAST,
        (1, NOT_KNOWN),
    ),
    _word(
        *("trade_meaning", "free", "字号不是地名、行业名", MINGCHENG, "第 8 条"),
        *("division", "trade_word", "other_meaning"),
    ),
    _word("name_form", "right", "组织形式与类型相符", MINGCHENG, "第 6、25 条", "wrong"),
    _word("forbidden", "clean", "名称没有禁用的内容", MINGCHENG, "第 11 条", "banned", "doubtful"),
    _flag("national_word", False, "名称不含“中国”“国家”等字词", MINGCHENG, "第 12 条"),
    _flag("name_taken", False, "没有相同的名称", MINGCHENG, "第 17 条"),
    _flag("alike_promised", True, "名称相近的，承诺了责任", MINGCHENG, "第 16 条"),
)
COMPANY = (
    _word("company_type", "limited", "是有限责任公司", GONGSI, "第 42 条", "joint_stock", "other"),
    Floor(
        *("shareholders", "股东 1 到 50 人", GONGSI, "第 42 条"),
        lambda n: n is not None and 0 < n <= SHAREHOLDERS_MOST,
        (0, SHAREHOLDERS_MOST + 1, NOT_KNOWN),
    ),
    _flag("shareholders_plain", True, "股东都是境内自然人", GONGSI, "第 42 条"),
    _flag("shareholders_distinct", True, "股东没有重复", TIAOLI, "第 8 条"),
    _flag("holder_numbers_sound", True, "股东证件号码写对", XIZE, "第 16 条"),
    _flag("holders_of_age", True, "股东都是成年人", MINFA, "第 19、20 条"),
    _word("means", "cash", "只用货币出资", TIAOLI, "第 13 条", "in_kind", "banned"),
    _word("charter", "standard", "用标准章程", GONGSI, "第 46 条", "own"),
    Floor(
        *("last_due_years", "五年内缴足", GONGSI, "第 47 条"),
        lambda n: n is not None and n <= DUE_MOST,
        (DUE_MOST + 1, NOT_KNOWN),
    ),
    _added("contributions_told", "出资写全", GONGSI, "第 46、47 条", since=3),
    _flag("due_in_past", False, "出资日不早于申请的日子", GONGSI, "第 47 条"),
    _flag("each_subscribes", True, "每名股东都认缴了出资", GONGSI, "第 46 条"),
    Floor("directors", "一名董事", GONGSI, "第 75 条", _is(1), (0, 2, NOT_KNOWN)),
    Floor(
        *("representative", "法定代表人是董事或者经理", GONGSI, "第 10 条"),
        lambda role: role in {"director", "manager"},
        ("neither", NOT_KNOWN),
    ),
    _flag("applicant_is_representative", True, "由法定代表人申请", XIZE, "第 14 条"),
    _flag("owners_inside", True, "受益所有人都是股东", SHOUYI, "第 6 条"),
    _flag("term_sound", True, "写了经营期限", XIZE, "第 7 条"),
    _flag("supervisor_apart", True, "监事不兼任董事、高级管理人员", GONGSI, "第 76 条"),
)
INDIVIDUAL = (_flag("home_told", True, "写了经营者的住所", XIZE, "第 6 条"),)
AGE = Floor(
    *("age", "满十八周岁", MINFA, "第 17、18 条"),
    lambda age: age is not None and age >= ADULT,
    (0, ADULT - 1, NOT_KNOWN),
)

CAPITAL = Floor("capital", "认缴合计等于注册资本", GONGSI, "第 47 条", _is(None), ())
SUPERVISOR = Floor("supervisors", "有监事或者全体股东同意不设", GONGSI, "第 83 条", _is(None), ())
OWNERS = Floor("owners", "报了受益所有人或者承诺免报", SHOUYI, "第 3、6 条", _is(None), ())
MEMBERS = Floor("family_members", "家庭经营写了家庭成员", XIZE, "第 7 条", _is(None), ())


def floors_of(kind: str, facts: Mapping[str, Any]) -> tuple[Floor, ...]:
    """Return the floors of an application of a kind: a name's only where one is used."""
    named = () if facts.get("has_name") is False and kind == "individual" else NAME
    return (
        *PERSON,
        *NAMED,
        *CHANGE,
        *PLACE,
        *SCOPE,
        *named,
        *(COMPANY if kind == "company" else INDIVIDUAL),
    )


def broken_floors(
    kind: str, facts: Mapping[str, Any], on: date, *, edition: int = EDITION
) -> Iterator[Floor]:
    """Yield what the facts of an application break, or do not say, of what must hold."""
    facts = {**facts, "age": age_of(facts, on)}
    yield from (
        each
        for each in (AGE, *floors_of(kind, facts))
        if each.since <= edition and not each.holds(facts.get(each.fact))
    )
    yield from _sums(kind, facts)


def age_of(facts: Mapping[str, Any], on: date) -> int | None:
    """Return the age among facts; decisions from before it was one say the date of birth."""
    born = facts.get("birth_date")
    said: int | None = facts.get("age")
    return years_old(date.fromisoformat(born), on) if said is None and born else said


def _sums(kind: str, facts: Mapping[str, Any]) -> Iterator[Floor]:
    """Yield what only several facts together break."""
    if kind == "company":
        if facts.get("capital") is None or facts["capital"] != facts.get("subscribed"):
            yield CAPITAL
        if not facts.get("supervisors") and not facts.get("unanimous"):
            yield SUPERVISOR
        if not facts.get("owners") and not facts.get("owners_promised"):
            yield OWNERS
    elif facts.get("is_family") is not False and not facts.get("family_members"):
        yield MEMBERS


SOUND_INDIVIDUAL: Mapping[str, Any] = {
    "age": 36,
    "identity": "passed",
    "identity_minutes": 0,
    "number_sound": True,
    "id_in_date": True,
    "id_kind": "resident_id",
    "barred": False,
    "people_named": True,
    "wants_human": False,
    "liaison_sound": True,
    "second_live": False,
    "retold": False,
    "place_retold": False,
    "agreed": True,
    "by_self": True,
    "others_sound": True,
    "numbers_agree": True,
    "others_local": True,
    "officers_age": "nobody",
    "partners_age": "nobody",
    "owners_kept": True,
    "capital_kept": True,
    "resolved": True,
    "something_changed": True,
    "in_district": True,
    "place_agrees": True,
    "address_standard": True,
    "blocked": False,
    "live_here": 0,
    "dwelling_told": False,
    "home_apart": True,
    "upper_room": False,
    "address_use": "shop",
    "is_family": False,
    "family_members": 0,
    "home_told": True,
    "scopes": 1,
    "scopes_known": True,
    "pre_permit": False,
    "papers_lacking": False,
    "pre_papers": "no_paper",
    "has_name": True,
    "name_region": True,
    "name_letters": "standard",
    "trade_letters": 2,
    "trade_meaning": "free",
    "name_form": "right",
    "forbidden": "clean",
    "national_word": False,
    "name_taken": False,
    "alike_promised": True,
    "has_trade_word": True,
    "trade_in_scope": True,
}
OF_INDIVIDUALS = frozenset({"is_family", "family_members", "home_told"})
SOUND: Mapping[str, Mapping[str, Any]] = {
    "individual": SOUND_INDIVIDUAL,
    "company": {
        **{k: v for k, v in SOUND_INDIVIDUAL.items() if k not in OF_INDIVIDUALS},
        "company_type": "limited",
        "shareholders": 2,
        "shareholders_plain": True,
        "shareholders_distinct": True,
        "holder_numbers_sound": True,
        "holders_of_age": True,
        "means": "cash",
        "charter": "standard",
        "last_due_years": 5,
        "contributions_told": True,
        "due_in_past": False,
        "each_subscribes": True,
        "directors": 1,
        "representative": "director",
        "applicant_is_representative": True,
        "supervisor_apart": True,
        "managers": 0,
        "owners": 1,
        "owners_promised": False,
        "owners_inside": True,
        "term_sound": True,
        "capital": 100_000_000,
        "subscribed": 100_000_000,
        "supervisors": 1,
        "unanimous": False,
    },
}
"""Facts of an application that nothing stands against, by kind."""


def probes(kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield applications with one thing wrong or unknown each, and what it is."""
    sound = SOUND[kind]
    for floor in (AGE, *floors_of(kind, sound)):
        for value in floor.broken:
            yield floor.why, _less(sound, floor.fact, value)
    if kind == "company":
        yield CAPITAL.why, {**sound, "subscribed": 1}
        yield SUPERVISOR.why, {**sound, "supervisors": 0}
        yield OWNERS.why, {**sound, "owners": 0}
    else:
        yield MEMBERS.why, {**sound, "is_family": True}


def _less(sound: Mapping[str, Any], fact: str, value: Any) -> Mapping[str, Any]:
    changed = {key: was for key, was in sound.items() if key != fact}
    return changed if value is NOT_KNOWN else {**changed, fact: value}
