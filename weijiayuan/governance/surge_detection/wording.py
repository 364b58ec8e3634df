"""A signal in one sentence: where, what, how many, how many usually, and how often by chance."""

from weijiayuan.governance.surge_detection.models import Signal
from weijiayuan.governance.surge_detection.rules.category_families import Family
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.web.messages import text

LEAST_SHOWN = 5


def sentence(signal: Signal, family: Family) -> str:
    """Return the sentence that people read. Nothing is foretold, and nobody is named.

    Of a restricted family counts are said in steps of five, so that no two sentences, of days or
    places, can be taken from each other to find a few.
    """
    said = text(
        f"governance.signal_{signal.kind}",
        day=clock.day_in_words(signal.to_day),
        days=(signal.to_day - signal.from_day).days + 1,
        place=place(signal, family),
        family=family.name,
        observed=_in_steps(signal.observed) if family.restricted else signal.observed,
        expected=_in_steps(round(signal.expected)) if family.restricted else about(signal.expected),
        often=how_often(signal.recurrence_days),
    )
    return said + (text("governance.signal_by_patrol") if signal.by_patrol else "")


def place(signal: Signal, family: Family) -> str:
    """Return where it is: communities, and how many grids of them."""
    if not signal.grids:
        return text("governance.whole_district")
    known = {grid.code: grid for grid in places.finder().grids}
    grids = [known[code] for code in signal.grids if code in known]
    names = "、".join(dict.fromkeys(grid.community_name for grid in grids)) or "、".join(
        signal.grids
    )
    if family.restricted:
        return names
    return f"{names}{len(signal.grids)}个网格"


def said_count(observed: int) -> int | None:
    """Return a count that nobody can be found by: in steps of five, None for fewer.

    >>> said_count(4), said_count(9)
    (None, 5)
    """
    return observed - observed % LEAST_SHOWN or None


def _in_steps(count: int) -> str:
    least = said_count(count)
    return f"{least}到{least + LEAST_SHOWN - 1}" if least else f"不到{LEAST_SHOWN}"


def about(expected: float) -> str:
    """Return an expected count as people say it.

    >>> about(0.4), about(3.6), about(12.2)
    ('不到1', '4', '12')
    """
    return "不到1" if expected < 1 else str(round(expected))


def how_often(recurrence_days: float | None) -> str:
    """Return how many days apart chance alone does as much."""
    if recurrence_days is None or recurrence_days > 2000:
        return text("governance.more_than_2000_days")
    return text("governance.every_so_many_days", days=round(recurrence_days))
