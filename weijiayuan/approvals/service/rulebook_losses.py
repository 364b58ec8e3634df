"""What a text of the rulebook no longer looks at: words of names, and worked cases.

Policies and their verdicts say nothing of it: with an emptied list every case still comes out
right, and every name with those words is clean.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from weijiayuan.approvals.rules.reference_data import (
    familiar_letters,
    forbidden_words,
    ordinary_words,
    protected_names,
    understood_words,
    well_known_marks,
    worked_names,
)
from weijiayuan.rules_engine.author.worked_cases import Case, read_case_files
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.rules_engine.pack.model import Pack

MOST_NAMED = 12


def words_lost(before: str, draft: str) -> Iterator[str]:
    """Yield what a text of the words of names looks at no longer, or lets pass more of."""
    for what, words in LOOKED_AT.items():
        yield from _named(f"名称里不再看{what}", words(before) - words(draft))
    for what, words in LET_PASS.items():
        yield from _named(f"名称里多放过{what}", words(draft) - words(before))


def cases_lost(
    before: tuple[Pack, Mapping[str, str]], draft: tuple[Pack, Mapping[str, str]]
) -> Iterator[str]:
    """Yield the worked cases that a text has no more."""
    has = {(each.policy, each.name) for each in _cases(*draft)}
    gone = [each for each in _cases(*before) if (each.policy, each.name) not in has]
    yield from _named("不再有案例", {f"{each.name}（{each.policy}）" for each in gone})


def _cases(pack: Pack, files: Mapping[str, str]) -> list[Case]:
    texts = {name: text for name, text in files.items() if is_case_file(name)}
    return read_case_files(pack, texts)


def _named(what: str, lost: Iterable[str]) -> Iterator[str]:
    """Yield one sentence with how many there are and the first of them."""
    if names := sorted(lost):
        more = f"等 {len(names)} 个" if len(names) > MOST_NAMED else ""
        yield f"{what}：{'、'.join(names[:MOST_NAMED])}{more}"


def _forbidden(text: str) -> set[str]:
    groups = forbidden_words(text)
    return {
        word
        for each in groups
        for word in (*each.certain, *each.doubtful, *each.leading, *each.patterns)
    }


def _certain(text: str) -> set[str]:
    return {word for each in forbidden_words(text) for word in each.certain}


def _marks(text: str) -> set[str]:
    marks = well_known_marks(text)
    return {*marks.anywhere, *(word for each in marks.of_trades for word in each.marks)}


def _trades(text: str) -> set[str]:
    of_trades = well_known_marks(text).of_trades
    return {f"{mark}（{trade}）" for e in of_trades for mark in e.marks for trade in e.trades}


def _protected(text: str) -> set[str]:
    return {word for each in protected_names(text).groups for word in each.all_words}


def _heard(text: str) -> set[str]:
    return {word for each in protected_names(text).groups for word in each.heard}


LOOKED_AT: Mapping[str, Callable[[str], set[str]]] = {
    "禁用和存疑的字词": _forbidden,
    "必须改掉的字词": _certain,
    "他人的标识": _marks,
    "他人标识所在的行业": _trades,
    "同音形近也不能用的名称": _protected,
    "全部同音也认得出的词": _heard,
    "名称的案例": lambda text: {name for each in worked_names(text).values() for name in each},
}
LET_PASS: Mapping[str, Callable[[str], set[str]]] = {
    "当作平常的词": lambda text: set(ordinary_words(text)),
    "当作看得懂的词": lambda text: set(understood_words(text)),
    "当作店名常用的字": lambda text: set(familiar_letters(text)),
    "读音相近的平常词": lambda text: set(protected_names(text).spared),
    "不比近似写法的标识": lambda text: set(well_known_marks(text).plain),
}
