"""What somebody means who types one line: places, terms, sums, jobs, and words that stay words.

A line is cut at its blanks and signs and then into words that are known, never so that a single
character is left over: 招商 is not 招 and 商. What is understood as a place, a term or a sum
becomes a filter that is shown and can be taken away.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from weijiayuan.jobs.rules.described_work import described_jobs
from weijiayuan.jobs.rules.lexicon import lexicon, mended
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.obfuscation_removal import Reading, folded
from weijiayuan.jobs.rules.pay_query_parser import AskedPay, asked_pay
from weijiayuan.jobs.rules.search_tokens import (
    LONGEST_QUESTION,
    RUN,
    Question,
    Term,
    TermKind,
    described_term,
    fact_term,
    filter_tokens,
    job_term,
    word_term,
)
from weijiayuan.jobs.rules.stated_facts import facts, phrases
from weijiayuan.kernel.pinyin import by_pinyin

EITHER = "或者|或是|或|[/、|]"
WITH_DIGITS = "|".join(sorted(filter(re.compile(r"\d").search, phrases()), key=len, reverse=True))
PIECE = re.compile(
    rf"(?P<either>{EITHER})|(?P<phrase>{WITH_DIGITS})"
    rf"|(?:(?!{EITHER}|{WITH_DIGITS})[㐀-䶿一-鿿])+|{RUN.pattern}"
)
OF_WORK = frozenset({TermKind.JOB, TermKind.WORD})
KNOWN, EMPTY = 0.9, 1.1  # what a known word costs when a run is cut, and one that tells nothing
UNKNOWN, EACH = 2.0, 0.5  # what an unknown word costs, and each of its characters
LEFT_OVER = 10.0  # what it costs to leave a single character
MAY_DO = "(?:一点|点|一些|些|左右|以上|多|的人|的|也|还|可以|能|做|干|找|工作)*"
AGE = re.compile(
    r"(?:(?<!\d)(?:4[5-9]|[5-7]\d)|(?:四十[五六七八九]|[五六七]十[一二三四五六七八九几]?))"
    rf"(?:多?周?岁{MAY_DO}|多?(?:可以|能|还能)(?:做|干)的?)"
    rf"|(?:年纪|年龄|岁数)(?:比?较|偏)?大了?{MAY_DO}|上了?年纪{MAY_DO}|老人家?(?:可以|能)(?:做|干)的?"
)
ELDERS_DO = ("保洁", "保安", "绿化", "护工", "厨师", "洗碗", "保姆", "督导员")
KNOWN_KINDS = frozenset({TermKind.JOB, TermKind.FACT, TermKind.PLACE})
FILLED = 3  # characters that may stand between a no and the word that it denies: 别给我推|销售
NO = (
    "不要(?!求)|不做|不干|不去|不想做|不想干|不想去|不想当|不想|不当|不考虑|不接受|不找|不是|不在|不到|不搞|不招|"
    "别给我推荐?|别给我看?|别推荐?|别给|别要|拒绝|谢绝|排除|除开|除了|除去|除(?=[㐀-䶿一-鿿]{1,6}外)|非(?![全常遗洲机])|讨厌|避开"
)
HAN = "[㐀-䶿一-鿿]"
NOT_WANTED = re.compile(
    rf"(?P<no>{NO})(?P<said>{HAN}{{2,8}})|(?P<before>{HAN}{{2,6}}?)(?:除外|不要(?!{HAN})|以外的?|免谈|就算了)"
)
SAID_ALONG = re.compile(
    "(?:以外|之外|外)?(?:的工作|的活|的话|的|岗位?|都可以|都行|也行|也可以|就行|不要)?"
)
PAID_BY = {PayUnit.HOUR: "by_the_hour", PayUnit.DAY: "by_the_day"}
Places = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter that words of the line turned into.

    `words` are what was typed, `label` what is shown, `without` the line when it is taken away.
    """

    name: str
    words: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as it is meant: terms that must be found, the pay asked for, filters to show.

    `excluded` terms must not be found: 不要保安.

    A line `is_for_all` posts if nothing in it tells of one: 离家近的工作. It is asked for in these
    words all the same, and answered with all posts where none has them.
    """

    question: Question
    pay: AskedPay | None = None
    conditions: tuple[Condition, ...] = ()
    is_for_all: bool = False
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.question or self.excluded) or self.pay is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands at [start, end) of the folded line: a word with its kind, or 或."""

    start: int
    end: int
    word: str
    kind: TermKind | None
    is_empty: bool = False


def understand(asked: str, places: Places) -> Understood:
    """Return what a line means. `places` gives the code for each name of a street or community.

    >>> meant = understand("东湾 双休 保安/保洁 5000以上", {"东湾": "900001001"})
    >>> [(each.name, each.label, each.without) for each in meant.conditions]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('pay', '每月5000元以上', '东湾 双休 保安/保洁'),
     ('place', '东湾', '双休 保安/保洁 5000以上'),
     ('rest_two', '双休', '东湾 保安/保洁 5000以上')]
    """
    reading = folded(asked)
    pay, text = asked_pay(reading.text), reading.text
    if pay:
        text = blanked(text, pay.start, pay.end)
    if age := AGE.search(text):
        text = blanked(text, *age.span())
    refused = list(exclusions(text, places))
    for each in refused:
        text = blanked(text, each.start, each.end)
    pieces = list(pieces_of(text, places))
    is_for_all = bool(pieces) and all(piece.is_empty for piece in pieces)
    is_for_all = is_for_all and not (pay or age or refused)
    if is_for_all:
        pieces = [replace(piece, is_empty=False, kind=TermKind.WORD) for piece in pieces]
    telling = [piece for piece in pieces if not piece.is_empty]
    terms = list(dict.fromkeys(terms_of(telling, places)))[:LONGEST_QUESTION]
    if age and not any(term.kind in OF_WORK for term in terms):
        terms.append(elders_term())
    if pay and pay.unit in PAID_BY:
        terms.append(fact_term(PAID_BY[pay.unit]))
    conditions = tuple(conditions_of(asked, reading, pay, telling))
    excluded = tuple(term for each in refused for term in piece_terms(each.piece, places))
    shown = (*conditions, *(each.condition(asked, reading) for each in refused))
    return Understood(Question(tuple(terms)), pay, shown, is_for_all, excluded)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A known word at [start, end) of the folded line with what denies it."""

    start: int
    end: int
    piece: Piece

    def condition(self, asked: str, reading: Reading) -> Condition:
        """Return the filter to show: 不要保安, and the line without it."""
        label = f"不要{self.piece.word}"
        return Condition("not", *taken_out(asked, reading, self.start, self.end, label=label))


def exclusions(text: str, places: Places) -> Iterator[Exclusion]:
    """Yield the words that the line does not want; phrases such as 不上夜班 are facts.

    >>> [each.piece.word for each in exclusions("不要保安 不上夜班 除了普工都行", {})]
    ['保安', '普工']
    """
    for match in NOT_WANTED.finditer(text):
        group = "said" if match["said"] else "before"
        begin, run = match.start(group), match[group]
        if any(run.startswith(word) for word in asked_as_one(match["no"])):
            continue
        first = first_known(run, begin, places)
        if first is None or first.start - begin > FILLED:
            first = Piece(begin, begin + len(run.split("的")[0]), run.split("的")[0], TermKind.WORD)
        along = SAID_ALONG.match(text, first.end)
        end = match.end() if match["before"] else along.end() if along else first.end
        yield Exclusion(match.start(), end, first)


def first_known(run: str, offset: int, places: Places) -> Piece | None:
    """Return the first known word of a run, or the longest one that it begins with."""
    known = [piece for piece in cut(run, offset, places) if piece.kind in KNOWN_KINDS]
    heads = (run[:length] for length in range(len(run), 1, -1))
    head = next((each for each in heads if kind_of(each, places)), None)
    if known and (head is None or known[0].start == offset):
        return known[0]
    return Piece(offset, offset + len(head), head, kind_of(head, places)) if head else None


def asked_as_one(no: str | None) -> frozenset[str]:
    """Return what follows a no where both are one phrase of a fact: 不上|夜班, 不要|经验."""
    if not no:
        return frozenset()
    return frozenset(
        phrase[len(no) :] for phrase in (*phrases(), *lexicon().empty) if phrase.startswith(no)
    ) - {""}


def blanked(text: str, start: int, end: int) -> str:
    """Return the text with blanks in place of what was read at [start, end)."""
    return text[:start] + " " * (end - start) + text[end:]


def elders_term() -> Term:
    """Return the term for what somebody of age may do: work that says so, or that they often do."""
    often_done = described_term("年龄不限", ELDERS_DO)
    return replace(fact_term("elder", "年长可做").or_else(often_done), kind=TermKind.FACT)


def pieces_of(text: str, places: Places) -> Iterator[Piece]:
    """Yield the known words of a folded line, what stands between them, and each 或."""
    for match in PIECE.finditer(text):
        if match["either"]:
            yield Piece(*match.span(), "", None)
        elif match["phrase"]:
            yield Piece(*match.span(), match[0], TermKind.FACT)
        elif match[0].isascii():
            yield latin_piece(match, places)
        else:
            yield from cut(mended(match[0]), match.start(), places)


def latin_piece(match: re.Match[str], places: Places) -> Piece:
    """Return a Latin run: a known word, one in pinyin, or a code that stands for itself."""
    word = match[0]
    if kind_of(word, places) is None:
        word = spelt_words().get(word) or by_pinyin(places).get(word, word)
    return Piece(*match.span(), word, kind_of(word, places) or TermKind.WORD)


@cache
def spelt_words() -> dict[str, str]:
    """Return the word for each spelling in pinyin: jobs first, then terms."""
    return by_pinyin([*lexicon().same, *phrases()])


def kind_of(word: str, places: Places) -> TermKind | None:
    """Return what a word is known as, if it is known."""
    if word in phrases():
        return TermKind.FACT
    if word in places:
        return TermKind.PLACE
    return TermKind.JOB if word in lexicon().same or described_jobs(word) else None


def cut(run: str, offset: int, places: Places) -> Iterator[Piece]:
    """Yield the pieces of a run of characters, cut where that costs least."""
    best: list[tuple[float, list[Piece]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        ways = (
            (best[start][0] + cost, [*best[start][1], piece])
            for start in range(end)
            for cost, piece in [weighed(run, start, end, offset, places)]
        )
        best.append(min(ways, key=lambda way: (way[0], len(way[1]))))
    yield from best[-1][1]


def weighed(run: str, start: int, end: int, offset: int, places: Places) -> tuple[float, Piece]:
    """Return the piece of a run at [start, end), and what it costs to cut it out."""
    word, where = run[start:end], (offset + start, offset + end)
    kind = kind_of(word, places)
    if kind:
        return KNOWN, Piece(*where, word, kind)
    if word in lexicon().empty:
        ends = end == len(run) and word in lexicon().ending
        return KNOWN if ends else EMPTY, Piece(*where, word, None, is_empty=True)
    is_left_over = end - start == 1 and len(run) > 1
    return LEFT_OVER if is_left_over else UNKNOWN + EACH * len(word), Piece(
        *where, word, TermKind.WORD
    )


def terms_of(pieces: list[Piece], places: Places) -> Iterator[Term]:
    """Yield the terms of the pieces, those of one kind beside 或 as one that either answers."""
    waiting: list[Term] = []
    is_either = False
    for piece in pieces:
        if piece.kind is None:
            is_either = True
            continue
        found = list(piece_terms(piece, places))
        if is_either and waiting and found and are_alike(waiting[-1].kind, found[0].kind):
            found[0] = waiting.pop().or_else(found[0])
        is_either = False
        yield from waiting
        waiting = found
    yield from waiting


def are_alike(one: TermKind, other: TermKind) -> bool:
    """Say whether 或 between two terms lets either answer: 保安或巡逻, but not 双休/文员."""
    return one is other or {one, other} <= OF_WORK


def piece_terms(piece: Piece, places: Places) -> Iterator[Term]:
    """Yield what a piece asks for; a phrase such as 包吃住 asks for two facts."""
    if piece.kind is TermKind.FACT:
        yield from (fact_term(name, piece.word) for name in phrases()[piece.word])
    elif piece.kind is TermKind.PLACE:
        yield place_term(piece.word, places[piece.word])
    elif piece.kind is TermKind.JOB:
        jobs = described_jobs(piece.word)
        yield described_term(piece.word, jobs) if jobs else job_term(piece.word)
    else:
        yield word_term(piece.word)


def place_term(word: str, code: str) -> Term:
    """Return the term for a street (nine digits) or a community."""
    is_street = len(code) == 9 and code.isdigit()  # digits of a street's code
    tokens = filter_tokens(street=code) if is_street else filter_tokens(community=code)
    return Term((word,), (tuple(tokens),), TermKind.PLACE)


def conditions_of(
    asked: str, reading: Reading, pay: AskedPay | None, pieces: list[Piece]
) -> Iterator[Condition]:
    """Yield the filters that the line turned into, each with the line that remains without it."""
    if pay:
        yield Condition("pay", *taken_out(asked, reading, pay.start, pay.end, label=pay.words))
    for piece in pieces:
        if piece.kind is TermKind.PLACE:
            words = taken_out(asked, reading, piece.start, piece.end, label=piece.word)
            yield Condition("place", *words)
        elif piece.kind is TermKind.FACT:
            names = phrases()[piece.word]
            label = "、".join(facts()[name].asked[0] for name in names)
            words = taken_out(asked, reading, piece.start, piece.end, label=label)
            yield Condition("+".join(names), *words)


def taken_out(
    asked: str, reading: Reading, start: int, end: int, *, label: str
) -> tuple[str, str, str]:
    """Return the words at [start, end) as typed, their label, and the line without them."""
    first, last = reading.span(start, end)
    rest = re.sub(r"\s+", " ", f"{asked[:first]} {asked[last:]}").strip(" /、|或，,")
    return asked[first:last], label, rest
