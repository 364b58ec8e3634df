"""The lists that ship: words of names, the catalogue of scopes, the authority here."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from stdnum import numdb

from weijiayuan.approvals.rules.business_names import Lexicon
from weijiayuan.approvals.rules.forbidden_words import Forbidden
from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.person_names import PersonNames
from weijiayuan.approvals.rules.protected_names import (
    LEAST_WHOLE,
    ProtectedGroup,
    ProtectedNames,
)
from weijiayuan.approvals.rules.trade_claims import Trades
from weijiayuan.approvals.rules.well_known_marks import MarksOfTrades, WellKnownMarks
from weijiayuan.district.profile import DistrictProfile

DATA = files("weijiayuan").joinpath("data")
SUFFIXES = (
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
)
NAME = re.compile(r"(?:\[\d*-(\d*)\])?([\u4e00-\u9fff]+)")
PLACEHOLDERS = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "市",
    "郊区",
    "城区",
    "矿区",
}
LEAST_STEM = 2


@dataclass(frozen=True)
class Scope:
    """One entry of the catalogue of business scopes."""

    code: str
    text: str
    kind: str  # general, post_permit, pre_permit
    industry: str
    words: str
    permit: str = ""
    authority: str = ""
    note: str = ""


@dataclass(frozen=True)
class Authority:
    """Who registers here, and whom to ask elsewhere."""

    name: str
    division: str
    province: str
    city: str
    district: str
    regions: tuple[str, ...]
    body_prefix: str
    elsewhere: Mapping[str, str]
    blocked: tuple[str, ...]
    towns: Mapping[str, str]
    """Streets and towns of neighbours → the district or city that registers there."""
    former: tuple[str, ...]
    """What this district was called before."""
    is_sample: bool

    @property
    def neighbours(self) -> tuple[str, ...]:
        return tuple(self.towns)


def sheet(name: str) -> dict[str, Any]:
    """Read one list that ships."""
    return tomllib.loads(DATA.joinpath("approvals", name).read_text(encoding="utf-8"))


@cache
def authority(district: DistrictProfile) -> Authority:
    """Return the registration authority of a district."""
    path = district.folder / "registration.toml"
    if not path.exists():
        return _unnamed_authority(district)
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return Authority(
        name=given["name"],
        division=district.code,
        province=district.province,
        city=district.city,
        district=district.name,
        regions=tuple(sorted(given["regions"], key=len, reverse=True)),
        body_prefix=given["body_prefix"],
        elsewhere=given["elsewhere"],
        blocked=tuple(each["text"] for each in given["blocked"]),
        towns={
            town: place for place, towns in given.get("neighbours", {}).items() for town in towns
        },
        former=tuple(given.get("former", ())),
        is_sample=given["sample"],
    )


def _unnamed_authority(district: DistrictProfile) -> Authority:
    """Return a sample authority for a district whose folder names none yet."""
    return Authority(
        name=f"{district.name}登记机关",
        division=district.code,
        province=district.province,
        city=district.city,
        district=district.name,
        regions=(f"{district.city}{district.name}", district.city),
        body_prefix="MA",
        elsewhere={},
        blocked=(),
        towns={},
        former=(),
        is_sample=True,
    )


@cache
def catalogue() -> Mapping[str, Scope]:
    """Return the scopes by code."""
    return {each["code"]: Scope(**each) for each in sheet("scopes.toml")["scopes"]}


@cache
def script() -> Script:
    """Return what is known of characters."""
    lines = DATA.joinpath("language", "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = " ".join(line for line in lines if not line.startswith("#")).split()
    also = frozenset(sheet("names.toml")["letters"]["also_standard"])
    return Script({pair[0]: pair[1] for pair in pairs}, also)


@cache
def lexicon(district: DistrictProfile) -> Lexicon:
    """Return the words by which names are read in a district."""
    given = sheet("names.toml")
    forms = given["forms"]
    return Lexicon(
        regions=authority(district).regions,
        former_regions=authority(district).former,
        individual_forms=tuple(forms["individual"]),
        whole_forms=tuple(forms["whole"]),
        not_individual=tuple(forms["not_individual"]),
        never_individual=tuple(forms["never_individual"]),
        company_forms=tuple(forms["company"]),
        not_limited=tuple(forms["not_limited"]),
        industries={
            word: code for code, entry in given["industries"].items() for word in entry["words"]
        },
        features=frozenset(given["features"]["words"]),
        goods={word: code for code, words in given["goods"].items() for word in words},
        heads={each: code for code, letters in given["heads"].items() for each in letters},
        forbidden=(),  # a rulebook brings its own words
        ordinary=(),
        familiar=frozenset(),
        understood=(),
        given_names=frozenset(),
        marks=WellKnownMarks(),
        protected=ProtectedNames(),
        national=tuple(given["national"]["words"]),
        divisions=divisions() | {_stem(each) for each in authority(district).elsewhere},
        major_divisions=divisions(is_major=True),
        common_first=frozenset(given["divisions"]["common_first"]),
        other_meaning=frozenset(given["divisions"]["other_meaning"])
        | {_stem(each) for each in authority(district).elsewhere},
        script=script(),
    )


@lru_cache(maxsize=4)
def _parsed(text: str) -> Mapping[str, Any]:
    """Read the words of names of a rulebook once, fast: 78 kB that five lists are made of."""
    read: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return read


def forbidden_words(text: str) -> tuple[Forbidden, ...]:
    """Return the words that 第 11 条 forbids, from the file of a rulebook."""
    return tuple(
        Forbidden(
            *(one["why"], one["article"], tuple(one["certain"]), tuple(one["doubtful"])),
            leading=tuple(one.get("leading", ())),
            patterns=tuple(one.get("patterns", ())),
        )
        for one in _parsed(text)["groups"]
    )


def familiar_letters(text: str) -> frozenset[str]:
    """Return the letters of names that a rulebook's file calls familiar; without any, none is odd.

    The names of people (surnames) are familiar too. Loaded letters are not: they are innocent in
    some words alone, which stand beside them.
    """
    given = _parsed(text).get("familiar")
    if not given:
        return frozenset()
    loaded = frozenset(given.get("loaded", ""))
    return (frozenset(given["letters"]) | person_names().surnames) - loaded


def understood_words(text: str) -> tuple[str, ...]:
    """Return the words that a rulebook's file understands whole; older texts list none."""
    return tuple((_parsed(text).get("familiar") or {}).get("words", ()))


def worked_names(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names that a rulebook's file tries its words on; older texts list none."""
    given = _parsed(text).get("cases") or {}
    return {kind: tuple(names) for kind, names in given.items()}


def well_known_marks(text: str) -> WellKnownMarks:
    """Return the marks of others that a rulebook's file lists; older texts list none."""
    given = _parsed(text).get("marks")
    if not given:
        return WellKnownMarks()
    return WellKnownMarks(
        why=given["why"],
        article=given["article"],
        anywhere=tuple(given["anywhere"]),
        plain=frozenset(given["plain"]),
        of_trades=tuple(
            MarksOfTrades(tuple(each["trades"]), frozenset(each["words"]))
            for each in given["of_trades"]
        ),
        surnames=person_names().surnames,
    )


def protected_names(text: str) -> ProtectedNames:
    """Return the names that nobody may use in disguise, from a rulebook's file; older ones: none.

    The longer words that are forbidden for certain and the marks that mean nothing else are
    compared by sound and shape as well.
    """
    given = _parsed(text).get("protected")
    if not given:
        return ProtectedNames()
    groups = [
        ProtectedGroup(
            *(one["why"], one["article"], tuple(one["words"])),
            heard=tuple(one.get("heard", ())),
            given=tuple(one.get("given", ())),
            is_mark=one.get("is_mark", False),
        )
        for one in given["groups"]
    ]
    marks = well_known_marks(text)
    groups += [
        ProtectedGroup(each.why, each.article, _long(each.certain))
        for each in forbidden_words(text)
    ]
    groups.append(
        ProtectedGroup(
            marks.why, marks.article, _long(set(marks.anywhere) - marks.plain), is_mark=True
        )
    )
    return ProtectedNames(tuple(groups), frozenset(given["spared"]), person_names().surnames)


def _long(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if len(word) >= LEAST_WHOLE))


def ordinary_words(text: str) -> tuple[str, ...]:
    """Return the phrases of a rulebook's file that hold such a word and mean something else.

    A text from before there were any has none.
    """
    given = _parsed(text).get("ordinary") or {"words": [], "nicknames": {}}
    called = given["nicknames"]
    named = [
        *(f"{each}{end}" for each in called.get("of", ()) for end in called["after"]),
        *(f"{first}{each}" for each in called.get("of", ()) for first in called["before"]),
    ]
    return (*given["words"], *named)


def given_name_letters(text: str) -> frozenset[str]:
    """Return the letters that are innocent in names of people; older texts list none."""
    given = _parsed(text).get("ordinary") or {"nicknames": {}}
    return frozenset(given["nicknames"].get("of", ()))


@cache
def trades() -> Trades:
    """Return what the trades in names ask of the scopes."""
    given = sheet("names.toml")
    return Trades(
        {
            word: tuple(scopes)
            for words, scopes in given["licensed"].items()
            for word in words.split(",")
        },
        {code: frozenset(near) for code, near in given["kindred"].items()},
        tuple(given["makers"]["forms"]),
        frozenset(given["makers"]["industries"]),
        re.compile("|".join(given["wares"]["words"])),
    )


@cache
def person_names() -> PersonNames:
    """Return what is known of the names of people."""
    given = sheet("names.toml")["people"]
    return PersonNames(
        frozenset(given["surnames"]), tuple(given["compound"]), tuple(given["never"])
    )


def industry_name(code: str | None) -> str:
    """Return what an industry is called."""
    return str(sheet("names.toml")["industries"].get(code, {}).get("name", "")) if code else ""


@cache
def divisions(*, is_major: bool = False) -> frozenset[str]:
    """Return the names of divisions of county level and up, in full and without their suffix.

    The major ones are provinces and prefectures alone.
    """
    found = (each for entry in numdb.get("cn/loc").prefixes for each in _names_of(entry))
    full = {name for name, is_county in found if not (is_major and is_county)}
    stems = {_stem(name) for name in full}
    return frozenset(full | {stem for stem in stems if len(stem) >= LEAST_STEM})


def _names_of(entry: Any) -> Iterator[tuple[str, bool]]:
    """Yield names in force of a province and below, and whether each is a county's.

    They are those of python-stdnum's table; the code of a prefecture ends in 00.
    """
    _, code, _, names, below = entry
    for text in names.values():
        for ended, name in NAME.findall(text):
            if not ended and name not in PLACEHOLDERS:
                yield name, not code.endswith("00") and "province" not in names
    for each in below:
        yield from _names_of(each)


def _stem(name: str) -> str:
    return next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
