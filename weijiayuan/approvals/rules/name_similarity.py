"""Which names are the same, and which only alike (企业名称登记管理规定 16, 17).

The same: one authority, one 字号, and one industry or none said. That refuses a name. Alike names
are shown with a warning and refuse nothing: the applicant answers for it.
"""

from collections.abc import Iterable
from datetime import date

from rapidfuzz.distance import DamerauLevenshtein

from weijiayuan.approvals.rules.states import NameState

BARRED = frozenset({NameState.CANCELLED, NameState.REVOKED})
LEAST_ALIKE = 2


def is_same_industry(one: str, other: str) -> bool:
    """Tell whether two names say the same industry; a name that says none meets every other.

    >>> is_same_industry("62", "52"), is_same_industry("62", ""), is_same_industry("62", "62")
    (False, True, True)
    """
    return one == other or not one or not other


def stands_in_the_way(state: NameState, until: date | None, *, on: date) -> bool:
    """Tell whether a name bars another on a day: reservations and barred years end."""
    if state is NameState.REGISTERED:
        return True
    return until is None or on <= until


def is_alike(one: str, other: str) -> bool:
    """Tell whether two different 字号 are easily taken for each other.

    >>> [is_alike("阿梅", other) for other in ("阿妹", "梅阿", "阿梅记", "春晖")]
    [True, True, True, False]
    """
    if one == other or min(len(one), len(other)) < LEAST_ALIKE:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def keys_of(trade_name: str) -> set[str]:
    """Return the keys that alike 字号 share: itself, itself less a letter, its letters in order.

    >>> sorted(keys_of("阿梅"))
    ['梅', '梅阿', '阿', '阿梅']
    """
    shorter = {trade_name[:at] + trade_name[at + 1 :] for at in range(len(trade_name))}
    return {each for each in {trade_name, "".join(sorted(trade_name)), *shorter} if each}


def year_after(day: date) -> date:
    """Return the last day of the year in which a cancelled name is barred."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def months_after(day: date, months: int) -> date:
    """Return the last day of so many months, as periods are counted (民法典 202, 203).

    >>> months_after(date(2026, 12, 31), 2), months_after(date(2026, 11, 28), 2)
    (datetime.date(2027, 2, 28), datetime.date(2027, 1, 28))
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def worst_first(names: Iterable[tuple[str, str]], trade_name: str) -> list[tuple[str, str]]:
    """Order (字号, name) by how near the 字号 is, then by name, so that answers are stable."""
    return sorted(names, key=lambda each: (abs(len(each[0]) - len(trade_name)), each[1]))
