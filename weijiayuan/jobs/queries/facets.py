"""Counts of the open posts that answer, for the choices beside a list."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, func

from weijiayuan.db import db
from weijiayuan.jobs.queries.search_conditions import Asked, found, matching, want

PAY_BANDS = (300_000, 400_000, 500_000, 600_000, 800_000, 1_000_000)
GROUPED = ("kind", "community_code", "occupation")
PROMISED = ("insured", "board", "lodging")


def facets(asked: Asked, *, today: date) -> dict[str, dict[str, int]]:
    """Count the hits by kind, community, pay and promises. `pay` counts from each sum upwards.

    The database reads the hits once, in groups of all facets together; here they are added up.
    """
    wanted = want(asked, today=today)
    names = (*GROUPED, "promises", "pay", "total")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    counts["total"]["all"] = 0
    if not wanted.is_empty:
        groups = [found[name] for name in GROUPED]
        summed = matching(wanted).with_only_columns(*groups, *sums()).group_by(*groups)
        for row in db.session.execute(summed).mappings():
            for name in GROUPED:
                counts[name][row[name] or ""] += row["total all"]
            for label, count in row.items():
                facet, _, value = label.partition(" ")
                if value:
                    counts[facet][value] += count
    return {name: {value: n for value, n in counts[name].items() if value} for name in names}


def sums() -> list[ColumnElement[int]]:
    """Return what is counted in each group, named "facet value"."""
    promised = [func.count().filter(found[name]).label(f"promises {name}") for name in PROMISED]
    paid = [
        func.count().filter(found.pay_month_fen >= band).label(f"pay {band}") for band in PAY_BANDS
    ]
    return [func.count().label("total all"), *promised, *paid]
