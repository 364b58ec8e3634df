"""What "settled in the community" comes to, by one formula that stands beside the figures. Pure.

Settled in the community = both sides' own word, no higher body than the community until then, not
opened again; of all that was received, without what was withdrawn before anybody looked. Cells
under five are hidden, and as many others as it takes that no sum gives one back.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

from weijiayuan.appeals.rules.cell_suppression import LEAST, suppressed, totals
from weijiayuan.appeals.rules.court_statistics import published
from weijiayuan.appeals.rules.states import AppealState

FORMULA = "2026-11-2"
"""Version of the formula; figures of another version are not compared with these."""
UNHAPPY = 2
SETTLED, OTHER = "settled_in_community", "other"


@dataclass(frozen=True, slots=True)
class Ended:
    """What of an appeal counts. `level` is the highest body until it was settled, 0 the community.

    `heard` is whether anybody had looked before it was withdrawn.
    """

    community: str
    state: AppealState
    received_at: datetime
    level: int = 0
    settled_at: datetime | None = None
    both_said: bool = False
    reopened: bool = False
    heard: bool = True
    overdue: bool = False
    stars: int | None = None


def counts(one: Ended) -> bool:
    """Tell whether an appeal is in the whole: not if it was withdrawn before anybody looked."""
    return one.heard or one.state is not AppealState.WITHDRAWN


def is_settled_in_community(one: Ended) -> bool:
    """Tell whether an appeal is settled by the formula: never by an officer's word."""
    is_settled = one.state is AppealState.SETTLED and one.both_said
    return is_settled and one.level == 0 and not one.reopened


def measures(known: Sequence[Ended]) -> dict[str, dict[str, int]]:
    """Return every measure as a whole in parts, before anything is hidden."""
    rated = [one.stars for one in known if one.stars is not None]
    return {
        "settlement": _parts(SETTLED, map(is_settled_in_community, known)),
        "reopening": _parts("reopened", (one.reopened for one in known)),
        "answering": _parts("without_an_answer_in_time", (one.overdue for one in known)),
        "leaving": _parts("handed_out", (one.state is AppealState.HANDED_OVER for one in known)),
        "rating": _parts("unhappy", (stars <= UNHAPPY for stars in rated)),
    }


def _parts(name: str, is_so: Iterable[bool]) -> dict[str, int]:
    told = Counter(is_so)
    return {name: told[True], OTHER: told[False]}


def median_days(known: Sequence[Ended]) -> int | None:
    """Return the middle of the whole days until settled; of fewer than five nothing."""
    days = [
        (one.settled_at - one.received_at).days
        for one in known
        if one.settled_at is not None and is_settled_in_community(one)
    ]
    return median_low(days) if len(days) >= LEAST else None


def lines(appeals: Iterable[Ended], more: dict[str, dict[str, int]]) -> list[str]:
    """Return the published table as CSV, `more` being measures of agreements. Empty is hidden.

    Communities are shown only where the total is: they would add up to it.
    """
    known = [one for one in appeals if counts(one)]
    rows = {name: published(parts) for name, parts in (measures(known) | more).items()}
    shown = [
        f"{name},{part},{_cell(count)}" for name, row in rows.items() for part, count in row.items()
    ]
    if rows["settlement"][SETTLED] is not None:
        shown.append(f"settlement,median_days,{_cell(median_days(known))}")
        shown += _by_community(known)
    return shown


def _by_community(known: Sequence[Ended]) -> list[str]:
    told = Counter(
        (one.community, SETTLED if is_settled_in_community(one) else OTHER) for one in known
    )
    places = sorted({one.community for one in known})
    cells = {(place, part): told[place, part] for place in places for part in (SETTLED, OTHER)}
    shown, sums = suppressed(cells), totals(cells, 0)
    return [
        line
        for place in places
        for line in (
            f"{place},{SETTLED},{_cell(shown[place, SETTLED])}",
            f"{place},{OTHER},{_cell(shown[place, OTHER])}",
            f"{place},all,{_cell(sums[place])}",
        )
    ]


def _cell(count: int | None) -> str:
    return "" if count is None else str(count)
