"""Participatory budgeting: rounds of spending as they are shown, with what is bought and why."""

from datetime import datetime
from typing import Any

from weijiayuan.commons.models import (
    SpendingRound,
)
from weijiayuan.commons.queries import participatory_budgeting as spending_queries
from weijiayuan.commons.rules import method_of_equal_shares
from weijiayuan.commons.service import participatory_budgeting
from weijiayuan.commons.service.vote_counting import FEW
from weijiayuan.kernel.money import Money
from weijiayuan.web.messages import text


def spending_round(found: SpendingRound, *, now: datetime) -> dict[str, Any]:
    """Return a round; what is bought only once it is closed."""
    return {
        "id": found.id,
        "space_id": found.space_id,
        "title": found.title,
        "budget_fen": found.budget,
        "closes_at": found.closes_at,
        "projects": found.projects,
        "exhaustion": text("commons.exhaustion"),
        "result": _spent(found) if now >= found.closes_at else None,
    }


def _spent(found: SpendingRound) -> dict[str, Any]:
    """Return what is bought and why; who is for nothing took their vote back."""
    cast = spending_queries.spending_votes(found.id)
    votes = {
        mark: frozenset(f"{int(each):04}" for each in said) for mark, said in cast.items() if said
    }
    projects = participatory_budgeting.projects_of(found)
    titles = {f"{int(each['id']):04}": each for each in found.projects}
    if not votes:
        return {
            "voters": 0,
            "share_fen": 0,
            "funded": [],
            "not_funded": [
                each | {"short_fen": each["cost_fen"], "text": text("commons.nobody_voted")}
                for each in found.projects
            ],
            "left_fen": found.budget,
            "by_ranking": [],
        }
    few = len(votes) < FEW
    shares = method_of_equal_shares.by_equal_shares(projects, votes, found.budget)
    ranked = method_of_equal_shares.by_ranking(projects, votes, found.budget)
    return {
        "voters": len(votes),
        "share_fen": found.budget // len(votes),
        "funded": [titles[each.project.id] | _bought(each, few=few) for each in shares.bought],
        "not_funded": [
            titles[each] | _not_bought(titles[each]["cost_fen"], fen, found.budget, few=few)
            for each, fen in shares.short.items()
        ],
        "left_fen": shares.left,
        "by_ranking": [titles[each.project.id]["id"] for each in ranked.bought],
    }


FEW_BOUGHT = {"supporters": None, "each_pays_at_most_fen": None}
"""Of so few who voted these would say who is for what."""


def _bought(found: method_of_equal_shares.Bought, *, few: bool) -> dict[str, Any]:
    if few:
        return FEW_BOUGHT | {"by": found.by, "text": text("commons.spending_few")}
    most = -(-found.most_paid.numerator // found.most_paid.denominator)
    code = "commons.spending_shares" if found.by == "equal_shares" else "commons.spending_ranked"
    return {
        "supporters": found.supporters,
        "by": found.by,
        "each_pays_at_most_fen": most,
        "text": text(code, supporters=found.supporters, most=Money(most)),
    }


def _not_bought(cost: int, short: int, budget: int, *, few: bool) -> dict[str, Any]:
    if few and cost <= budget:
        return {"short_fen": None, "text": text("commons.spending_few_short")}
    return {"short_fen": short, "text": _why_not(cost, short, budget)}


def _why_not(cost: int, short: int, budget: int) -> str:
    if cost > budget:
        return text("commons.over_budget")
    return text("commons.spending_short", sum=Money(short))
