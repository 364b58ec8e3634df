"""Benefits of which a person may hold one: all that may be chosen, and which to prefer.

Eligibility is decided first, for each by itself. Only then is said that they exclude each other.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from weijiayuan.welfare.benefits.benefit_schema import Exclusion, Period

Json = dict[str, Any]
A_YEAR = {Period.MONTH.value: 12, Period.TERM.value: 2, Period.MEAL.value: 250}


def conflicts(
    group: Exclusion, decisions: Mapping[str, Json], source: Json
) -> Iterator[tuple[str, Json]]:
    """Yield, for each decision of the group that is not a no, which others it excludes."""
    standing = [name for name in group.policies if decisions[name]["verdict"] != "ineligible"]
    chosen = preferred(group, [decisions[name] for name in standing])
    for name in standing:
        others = [other for other in standing if other != name]
        if others:
            text = group.text
            yield name, {"policies": others, "text": text, "prefer": chosen, "source": source}


def preferred(group: Exclusion, standing: list[Json]) -> str | None:
    """Return the one to prefer: by law the first listed, else the surely most valuable.

    None while amounts are unknown or their ranges overlap: nobody is told to choose by a guess.
    """
    sure = [decision for decision in standing if decision["verdict"] == "eligible"]
    if len(sure) != len(standing) or not sure:
        return None
    if group.order == "as_listed":
        return str(sure[0]["policy"]["id"])
    if any(decision["amount"] is None for decision in sure):
        return None
    ranked = sorted(sure, key=least_a_year, reverse=True)
    is_clear = len(ranked) == 1 or least_a_year(ranked[0]) >= _most(ranked[1])
    return str(ranked[0]["policy"]["id"]) if is_clear else None


def least_a_year(decision: Mapping[str, Any]) -> float:
    """Return the fen a year that a decision's amount surely is."""
    amount = decision["amount"]
    return float(amount["fen"]) * A_YEAR.get(amount["per"], 1)


def _most(decision: Json) -> float:
    amount = decision["amount"]
    upper = amount.get("upper_fen", amount["fen"])
    return float("inf") if upper is None else float(upper) * A_YEAR.get(amount["per"], 1)
