"""The statements of a text: its clauses, each with what frames it, and the few that stand together.

Danger is told beside much else, and what stands beside it must not weigh against it. What frames a
statement is no other matter: a time long past or hearsay before it, what became of it after.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from weijiayuan.danger import reference_data

CLAUSE = re.compile(r"[^，。；！？!?,;\n\r…]+")
TOGETHER = 3
"""At most so many clauses tell one thing."""
SOME = 2
"""At least so many clauses are left where those that open and close a text are left out."""
MOST = 300
"""At most so many clauses are looked at: more are no letter but an attempt."""
LITTLE = 4
"""A clause with no more than this besides the words of a frame is a frame."""
LEAST = 2
"""And so much where it only asks."""
CRY = re.compile("救命[啊呀]*|救救我|昏倒|晕倒|晕|要死|服了|天哪|妈呀")
"""What is cried out of anything: it means what comes after it."""
CORRECTS = re.compile(
    "其实|原来|结果是?(?:误会|虚惊|个|做|在|一场)|(?:好像|可能)是(?:杀|颜料|油漆|番茄|做)|只是|就是(?:想|钱|地)"
    "|还好|幸好|幸亏|没事|没伤|没砸|轻轻|问清楚|校医|已经?(?:互相|道歉|看过|送|开|处理|出院|立案)|出院|针打完"
    "|经核实|无人|擦点药|没大碍|对方不肯|他不认|被物业批评"
    "|打[了过完].{0,3}(?:疫苗|针)|花了.{0,6}[千百万块元]|要(?:他|她|对方)?赔|已经?结[疤痂]|擦破点?皮"
    "|(?:主人|对方|商家|商场|保险公司|单位|厂里|公司|园方|学校|诊所|站长|包工头).{0,6}"
    "(?:不认|不赔|不管|不肯|不给|道歉|说(?:是|他|我|家长|没|跟))"
)
"""What begins like this takes back or settles what stands before it."""
REQUEST_ENDS = re.compile(
    r"(?:怎么(?:办|弄|走|申请|报名|收费)|哪里办|没人[修管收]|[修理看问]一下|[吗呢]|谢谢|坏了)(?=.{4})"
)
"""After these a plain request is said; what follows without a mark is another."""


def statements(text: str) -> Iterator[str]:
    """Yield what a text states clause by clause and in neighbours; nothing if it is but one.

    >>> list(statements("楼道灯坏了，有人喊救命"))
    ['楼道灯坏了', '有人喊救命']
    >>> list(statements("去年，家里着火"))
    []
    """
    clauses = _clauses(text)[:MOST]
    opens = [_precedes(text[start:end]) for start, end in clauses]
    closes = [_follows(text[start:end]) for start, end in clauses]
    for first, (start, _) in enumerate(clauses):
        if first and opens[first - 1]:
            continue
        for last in _ends(first, opens, closes):
            if (first, last) != (0, len(clauses) - 1):
                yield text[start : clauses[last][1]]


def without_ends(text: str) -> Iterator[str]:
    """Yield a longer text without the clause that opens it, that closes it, and without both.

    Of a text of few clauses only what is no statement of it, because a frame seems to end it.

    >>> list(without_ends("灯坏了，他喝多了，拿着刀，在砸门，电梯也慢"))[-1]
    '他喝多了，拿着刀，在砸门'
    """
    clauses = _spans(text)[:MOST]
    if len(clauses) <= SOME:
        return
    first = 0 if _precedes(text[slice(*clauses[0])]) else 1
    last = len(clauses) - (1 if _follows(text[slice(*clauses[-1])]) else 2)
    stated = set(statements(text)) if len(clauses) <= TOGETHER else ()
    for opening, closing in ((first, len(clauses) - 1), (0, last), (first, last)):
        rest = text[clauses[opening][0] : clauses[closing][1]]
        if closing - opening + 1 >= SOME and rest not in stated:
            yield rest


def _ends(first: int, opens: list[bool], closes: list[bool]) -> Iterator[int]:
    """Yield where a stretch may end: with a statement that no frame follows any more."""
    told = 0
    for last in range(first, len(opens)):
        told += not (opens[last] or (last > first and closes[last]))
        if told > TOGETHER:
            return
        if not opens[last] and not (last + 1 < len(closes) and closes[last + 1]):
            yield last


def _clauses(text: str) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for start, end in _spans(text):
        cuts = (cut.end() for cut in REQUEST_ENDS.finditer(text, start, end))
        bounds += pairwise((start, *cuts, end))
    return [(start, end) for start, end in bounds if text[start:end].strip()]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between marks, whether or not it is cut further."""
    return [found.span() for found in CLAUSE.finditer(text) if found.group().strip()]


def _precedes(clause: str) -> bool:
    """Tell whether a clause only says when or whence something is known, or cries out."""
    return CRY.fullmatch(clause.strip()) is not None or _is_little(clause, _before(), LITTLE)


def _follows(clause: str) -> bool:
    """Tell whether a clause only says what became of what was told, or what is asked about it."""
    return (
        CORRECTS.match(clause.strip()) is not None
        or _is_little(clause, _after(), LITTLE)
        or _is_little(clause, reference_data.words("asked"), LEAST)
    )


def _is_little(clause: str, frame: re.Pattern[str], most: int) -> bool:
    rest, times = frame.subn("", clause.strip())
    return times > 0 and len(rest) <= most


@cache
def _before() -> re.Pattern[str]:
    names = ("past", "hearsay", "unreal")
    return _any(*map(_explicit, names), reference_data.words("feared"))


@cache
def _after() -> re.Pattern[str]:
    names = ("settled", "unreal")
    return _any(
        *map(reference_data.words, names), *map(_explicit, ("unreal", "closed", "past", "hearsay"))
    )


def _explicit(name: str) -> re.Pattern[str]:
    return reference_data.any_of(reference_data.read("explicit")[name]["words"])


def _any(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join(each.pattern for each in patterns))
