"""Reading a business name: 行政区划 + 字号 + 行业或经营特点 + 组织形式 (企业名称登记管理规定 6).

The words are data (`Lexicon`); what they mean for a name is here. What cannot be told is None.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from weijiayuan.approvals.rules.forbidden_words import Forbidden
from weijiayuan.approvals.rules.name_characters import Letters, Script
from weijiayuan.approvals.rules.name_trades import LEAST_REST, TradeWords
from weijiayuan.approvals.rules.protected_names import ProtectedNames, distance
from weijiayuan.approvals.rules.well_known_marks import WellKnownMarks
from weijiayuan.language import word_vectors

MOST_KEPT = 2048
MOST_TRADE_NAME = 8  # a longer 字号 was not taken apart: nobody knows what stands in it
LONGEST_PERSON = 3
LEAST_BEHIND = 3  # a trade of two letters and a form
NO_DIVISIONS = ("城市", "都市", "集市", "夜市", "花市", "早市", "闹市", "街区", "园区", "小区")
UNFAMILIAR = "字号里有店名少用的字，系统不猜它的意思"
STREET = re.compile(r"^[\u4e00-\u9fff]{2,3}街道(?:[\u4e00-\u9fff]{2,4}社区)?(?=..)")
BEHIND = re.compile(
    r"^([\u4e00-\u9fff]{2,8})[（(]([\u4e00-\u9fff]{2,8})[）)](?=[\u4e00-\u9fff]{2})"
)
"""字号（行政区划）行业: a region behind the trade name stands in brackets (实施办法 SAMR 82)."""
OTHER_DISTRICT = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:自治州|自治县|新区|地区|市|区|县|省)")


@dataclass(frozen=True)
class Lexicon:
    """The words by which names are read."""

    regions: tuple[str, ...]
    former_regions: tuple[str, ...]
    individual_forms: tuple[str, ...]
    whole_forms: tuple[str, ...]
    not_individual: tuple[str, ...]
    never_individual: tuple[str, ...]
    """Forms that the name of an individual business holds nowhere."""
    company_forms: tuple[str, ...]
    not_limited: tuple[str, ...]
    industries: Mapping[str, str]
    """Trade word → division of GB/T 4754."""
    features: frozenset[str]
    goods: Mapping[str, str]
    """Words for goods and dishes → division: a trade at the end, and no trade name's fault."""
    heads: Mapping[str, str]
    """Last letter of a word for goods or dishes → division: 鞋, 汤."""
    forbidden: tuple[Forbidden, ...]
    ordinary: tuple[str, ...]
    """Phrases that hold such a word and mean something else: 刀削面, 军哥."""
    national: tuple[str, ...]
    familiar: frozenset[str]
    """Letters that names of shops are made of; what another one means is not guessed."""
    understood: tuple[str, ...]
    """Words that are understood whole, though a letter in them is not familiar by itself."""
    given_names: frozenset[str]
    """Letters that are doubtful by themselves and innocent in the name of a person: 王建军."""
    marks: WellKnownMarks
    protected: ProtectedNames
    """Names and words that no other spelling may stand for."""
    divisions: frozenset[str]
    major_divisions: frozenset[str]
    """Those of provinces and prefectures: nobody takes them for anything else."""
    common_first: frozenset[str]
    """First letters of county names that are ordinary words as well."""
    other_meaning: frozenset[str]
    script: Script

    @cached_property
    def suspect(self) -> re.Pattern[str]:
        """Return what finds any forbidden word: most names have none, and are done with."""
        words = {
            word
            for each in self.forbidden
            for word in (*each.certain, *each.doubtful, *each.leading)
        }
        known = sorted(map(re.escape, words), key=len, reverse=True)
        return re.compile(
            "|".join([*known, *(p for each in self.forbidden for p in each.patterns)])
        )

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """Return what finds ordinary phrases; without any, nothing."""
        words = sorted(map(re.escape, self.ordinary), key=len, reverse=True)
        return re.compile("|".join(words) or "(?!)")

    @cached_property
    def known(self) -> re.Pattern[str]:
        """Return what finds words whose meaning is known, whatever letters they are made of."""
        words = sorted({*self.ordinary, *self.understood}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or "(?!)")

    @cached_property
    def reading(self) -> Callable[[str, str, str], "NameReading"]:
        """Return what reads a name for a kind and type of company; kept, as forms ask again."""
        return lru_cache(MOST_KEPT)(
            lambda text, kind, of: read_name(text, self, kind=kind, company_type=of)
        )

    @cached_property
    def trades(self) -> TradeWords:
        words = {**self.goods, **self.industries}
        return TradeWords(words, self.industries, self.features, self.whole_forms, self.heads)


@dataclass(frozen=True)
class Doubt:
    """A word in a name that the law does not allow, or that somebody must look at."""

    word: str
    why: str
    article: str
    is_certain: bool


@dataclass(frozen=True)
class NameReading:
    """What a name says. `industry` is None where no known trade word names one."""

    text: str
    folded: str
    letters: Letters
    has_region: bool
    trade_name: str
    industry: str | None
    has_trade_word: bool | None
    has_right_form: bool
    meaning: str  # free, division, trade_word, other_meaning
    doubts: tuple[Doubt, ...]
    national: tuple[str, ...]

    @property
    def trade(self) -> str:
        """Return what stands behind the trade name: its trade and form."""
        return self.folded.rpartition(self.trade_name)[2] if self.trade_name else ""

    @property
    def forbidden(self) -> str:
        """Say whether anything in it is banned for certain, doubtful, or nothing."""
        if any(doubt.is_certain for doubt in self.doubts):
            return "banned"
        return "doubtful" if self.doubts else "clean"


def read_name(
    text: str, lexicon: Lexicon, *, kind: str, company_type: str = "limited"
) -> NameReading:
    """Take a name apart for an individual business or a company."""
    written = text.strip()
    spoken = _in_order(written, lexicon) if kind == "company" else written
    folded = lexicon.script.folded(spoken)
    has_region, rest = _region(folded, lexicon)
    rest = STREET.sub("", rest)
    form, has_right_form = _form(rest, lexicon, kind, company_type)
    core = rest.removesuffix(form)
    trade_name, industry, has_trade = lexicon.trades.cut(core, form)
    shorter = lexicon.trades.shorter(core, form) if len(trade_name) < LEAST_REST else ""
    if form in lexicon.whole_forms:
        industry, has_trade = industry or lexicon.industries.get(form), True
    return NameReading(
        text=written,
        folded=folded,
        letters=lexicon.script.letters(spoken),
        has_region=has_region,
        trade_name=shorter or trade_name,
        industry=industry,
        has_trade_word=has_trade if len(trade_name) <= MOST_TRADE_NAME else None,
        has_right_form=has_right_form,
        meaning="other_meaning" if shorter else _meaning(trade_name, lexicon),
        doubts=_all_doubts(rest, shorter or trade_name, lexicon),
        national=tuple(word for word in lexicon.national if word in rest),
    )


def _in_order(written: str, lexicon: Lexicon) -> str:
    """Return a name with its region in front, where it stands in brackets behind the trade name."""
    found = BEHIND.match(written)
    if found is None or found[2] not in lexicon.regions:
        return written
    return f"{found[2]}{found[1]}{written[found.end() :]}"


def _region(folded: str, lexicon: Lexicon) -> tuple[bool, str]:
    """Return whether the name begins with the region here, and what follows any region."""
    own = next((each for each in lexicon.regions if folded.startswith(each)), "")
    rest = folded.removeprefix(own)
    other = _other_division(rest, lexicon)
    while other:
        own, rest = "", rest.removeprefix(other)
        other = _other_division(rest, lexicon)
    return bool(own) and not _is_misspelt(rest, lexicon), rest


def _is_misspelt(rest: str, lexicon: Lexicon) -> bool:
    """Tell whether what follows the city sounds like the district here and is not: 光名区."""
    return any(
        None not in map(distance, rest[: len(name)], name)
        for region in lexicon.regions
        if region.endswith("区") and len(name := region[-LEAST_BEHIND:]) < len(rest)
    )


def _other_division(rest: str, lexicon: Lexicon) -> str:
    """Return the full name of a division, with its suffix, that a text begins with."""
    former = next((each for each in lexicon.former_regions if rest.startswith(each)), "")
    found = OTHER_DISTRICT.match(rest)
    return former or (found[0] if found and found[0] in lexicon.divisions else "")


def _form(rest: str, lexicon: Lexicon, kind: str, company_type: str) -> tuple[str, bool]:
    """Return the form at the end of the name, and whether it suits the kind."""
    limited, others = lexicon.company_forms, lexicon.not_limited
    stock = _ending(rest, others)
    if kind == "company":
        if company_type == "joint_stock":
            return (stock, True) if stock else (_ending(rest, limited), False)
        if stock:
            return stock, False
        return _limited(rest, limited) or (_any_form(rest, lexicon), False)
    wrong = _ending(rest, lexicon.not_individual)
    if wrong:
        return wrong, False
    found = _any_form(rest, lexicon)
    return found, bool(found) and not any(each in rest for each in lexicon.never_individual)


def _limited(rest: str, forms: Sequence[str]) -> tuple[str, bool] | None:
    """Return the form of a limited company, all of it where it is written twice: that is wrong."""
    found = _ending(rest, forms)
    core = rest.removesuffix(found)
    while more := _ending(core, forms):
        core = core.removesuffix(more)
    whole = rest.removeprefix(core)
    return (whole, whole == found) if found else None


def _any_form(rest: str, lexicon: Lexicon) -> str:
    return _ending(rest, lexicon.whole_forms) or _ending(rest, lexicon.individual_forms)


def _ending(text: str, endings: Sequence[str]) -> str:
    return max((each for each in endings if text.endswith(each)), key=len, default="")


def _meaning(trade_name: str, lexicon: Lexicon) -> str:
    if trade_name in lexicon.divisions:
        return "other_meaning" if _may_mean_more(trade_name, lexicon) else "division"
    is_word = bool(lexicon.known.fullmatch(trade_name))
    if not is_word and _is_nearly_a_division(trade_name, lexicon):
        return "other_meaning"
    if _holds_a_division(trade_name):
        return "other_meaning"
    is_trade = len(trade_name) >= LEAST_REST and trade_name in lexicon.industries
    return "trade_word" if is_trade else "free"


def _may_mean_more(place: str, lexicon: Lexicon) -> bool:
    """Tell whether a place's name may be a word too, so that a person must look (规定 8).

    Of a county's name without its suffix no list says what else it means: 麒麟, 鼓楼, 宝山.
    """
    is_bare = not place.endswith(("省", "市", "区", "县", "旗", "州", "盟"))
    return place in lexicon.other_meaning or (is_bare and place not in lexicon.major_divisions)


def _holds_a_division(trade_name: str) -> bool:
    """Tell whether it ends as divisions do, such as 禾顺宝安区: a person looks."""
    ends_so = trade_name.endswith(("区", "市", "县", "省"))
    return len(trade_name) > LEAST_REST and ends_so and not trade_name.endswith(NO_DIVISIONS)


def _is_nearly_a_division(trade_name: str, lexicon: Lexicon) -> bool:
    """Tell whether a place with one more letter is all there is, such as 重庆小: a person looks."""
    place = trade_name[:-1]
    return (
        len(place) >= LEAST_REST
        and place in lexicon.divisions
        and not _may_mean_more(place, lexicon)
    )


def _all_doubts(rest: str, trade_name: str, lexicon: Lexicon) -> tuple[Doubt, ...]:
    """Return what is doubtful; an ordinary phrase such as 老师傅 is taken for no mark beside it."""
    marks, is_phrase = lexicon.marks, bool(lexicon.plain.fullmatch(trade_name))
    return (
        *_doubts(rest, trade_name, lexicon),
        *(
            Doubt(each, marks.why, marks.article, is_certain=False)
            for each in marks.resembled(trade_name, rest)
            if each == trade_name or not is_phrase
        ),
        *_disguised(rest, trade_name, lexicon),
        *_unfamiliar(trade_name, lexicon),
    )


def _doubts(rest: str, trade_name: str, lexicon: Lexicon) -> list[Doubt]:
    found: list[Doubt] = []
    if lexicon.suspect.search(rest) is None:
        return found
    plain = [each.span() for each in lexicon.plain.finditer(rest)]
    between = [*plain, *_across(rest, trade_name)]
    called = lexicon.given_names if _is_somebody(trade_name, lexicon) else frozenset()
    for group in lexicon.forbidden:
        words = [word for word in group.leading if rest.startswith(word)]
        words += group.matched(rest, plain)
        words += [
            word for word in group.doubtful if word not in called and _has(rest, word, between)
        ]
        found += [Doubt(word, group.why, group.article, is_certain=False) for word in words]
        sure = (word for word in group.certain if _has(rest, word, plain))
        found += [Doubt(word, group.why, group.article, is_certain=True) for word in sure]
    return found


def _across(rest: str, trade_name: str) -> list[tuple[int, int]]:
    """Return the two letters where the 字号 meets its trade: 天眼 of 蓝天 and 眼镜 is no word."""
    end = len(trade_name) if rest.startswith(trade_name) else 0
    return [(end - 1, end + 1)] if LEAST_REST <= end <= len(rest) - LEAST_BEHIND else []


def _between_words(text: str) -> list[tuple[int, int]]:
    """Return where two known words meet, without the first and last letter of the two.

    What stands only there is no word: 串葡 of 一串 and 葡萄 sounds like a name and is none.
    """
    cut, found, at = word_vectors.shipped().words(text), [], 0
    for one, other in itertools.pairwise(cut):
        if min(len(one), len(other)) >= LEAST_REST:
            found.append((at + 1, at + len(one) + len(other) - 1))
        at += len(one)
    return found


def _is_somebody(trade_name: str, lexicon: Lexicon) -> bool:
    """Tell whether a 字号 is a surname with a given name: 王建军 is no army."""
    is_short = LEAST_REST <= len(trade_name) <= LONGEST_PERSON
    return is_short and trade_name[0] in lexicon.protected.surnames


def _disguised(rest: str, trade_name: str, lexicon: Lexicon) -> Iterator[Doubt]:
    """Yield the protected names that a trade name sounds or looks like."""
    behind = rest.removeprefix(trade_name)[:1]
    plain = [each.span() for each in lexicon.plain.finditer(rest)]
    found = list(lexicon.protected.resembled(trade_name, behind, plain))
    if found and (between := _between_words(trade_name)):
        found = list(lexicon.protected.resembled(trade_name, behind, plain + between))
    for word, group in found:
        yield Doubt(word, group.why, group.article, is_certain=False)


def _unfamiliar(trade_name: str, lexicon: Lexicon) -> Iterator[Doubt]:
    """Yield the letters of a 字号 that names of shops do not have: nobody knows what they mean.

    No list holds every word that 第 11 条 forbids. What is read to its last letter is approved.
    """
    plain = lexicon.known.sub("", trade_name)
    called = lexicon.given_names if _is_somebody(trade_name, lexicon) else frozenset()
    odd = "".join(each for each in plain if each not in lexicon.familiar and each not in called)
    if odd and lexicon.familiar:
        yield Doubt(odd, UNFAMILIAR, "第 11 条", is_certain=False)


def _has(text: str, word: str, plain: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a word stands outside ordinary phrases; 国 before 际 belongs to 国际."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        is_inside = any(first <= at and end <= last for first, last in plain)
        if not is_inside and not (word.endswith("国") and text[end:].startswith("际")):
            return True
        at = text.find(word, at + 1)
    return False
