"""How the court's sessions go, in numbers that can be published: none of fewer than five. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from weijiayuan.appeals.rules.cell_suppression import LEAST, suppressed

Row = dict[str, int | None]


def published(counts: Mapping[str, int]) -> Row:
    """Return the parts of a whole and the whole, with as many hidden as it takes."""
    cells = suppressed({("all", name): count for name, count in counts.items()})
    whole = sum(counts.values())
    shown: Row = {name: cells["all", name] for name in counts}
    return shown | {"all": whole if whole >= LEAST else None}


def minutes(used: Sequence[timedelta]) -> Row:
    """Return the median and the ninth tenth of whole minutes; of fewer than five nothing."""
    if len(used) < LEAST:
        return {"median": None, "p90": None}
    ranked = sorted(int(each.total_seconds() // 60) for each in used)
    return {
        "median": ranked[(len(ranked) - 1) // 2],
        "p90": ranked[-(-9 * len(ranked) // 10) - 1],
    }


def lines(
    outcomes: Mapping[str, int],
    used: Sequence[timedelta],
    within: int,
    performed: Mapping[str, int],
) -> list[str]:
    """Return the published table as CSV. An empty cell is hidden.

    The confirmed are within thirty minutes or late: where their number is hidden, so are both.
    """
    rows = {"outcome": published(outcomes)}
    if rows["outcome"].get("confirmed") is not None:
        rows["promise"] = published({"within_30": within, "late": len(used) - within})
        rows["minutes"] = minutes(used)
    rows["duties_due"] = published(performed)
    return [
        f"{row},{name},{'' if count is None else count}"
        for row, cells in rows.items()
        for name, count in cells.items()
    ]
