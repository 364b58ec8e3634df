"""Fair spending: the Method of Equal Shares beside plain ranking, in whole fen and exact fractions.

The budget is divided evenly among those who voted. A project is bought when its supporters can pay
for it from their own shares, each the same or all they have left; of those that can be bought the
one with the least payment for each supporter and each fen of its cost goes first. What is left over
is spent by plain ranking, which is said before the vote. Ties go to the cheaper project, then to
the smaller id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Project:
    """Something to spend on: its cost in fen."""

    id: str
    cost: int


@dataclass(frozen=True, slots=True)
class Bought:
    """A project that is paid for: by whom, and what each of them pays at most (fen)."""

    project: Project
    supporters: int
    most_paid: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class Spending:
    """What is bought, in order, and what supporters of the others still lacked (fen)."""

    bought: tuple[Bought, ...]
    short: Mapping[str, int]
    left: int


def by_equal_shares(
    projects: Sequence[Project], votes: Mapping[str, frozenset[str]], budget: int
) -> Spending:
    """Spend by equal shares, then what is left by plain ranking. `votes`: voter to project ids."""
    purses = {voter: Fraction(budget, len(votes)) for voter in sorted(votes)}
    backers = {each.id: [v for v in purses if each.id in votes[v]] for each in projects}
    open_, bought = {each.id: each for each in projects}, []
    while True:
        offers = [
            (rate, each.cost, each.id)
            for each in open_.values()
            if (rate := _rate(each.cost, [purses[v] for v in backers[each.id]])) is not None
        ]
        if not offers:
            break
        rate, _, chosen = min(offers)
        project = open_.pop(chosen)
        for voter in backers[chosen]:
            purses[voter] -= min(purses[voter], rate)
        bought.append(Bought(project, len(backers[chosen]), rate, "equal_shares"))
    left = budget - sum(each.project.cost for each in bought)
    bought += _ranked(open_, backers, left)
    left = budget - sum(each.project.cost for each in bought)
    taken = {each.project.id for each in bought}
    short = {
        each.id: _short(each.cost, [purses[v] for v in backers[each.id]])
        for each in projects
        if each.id not in taken
    }
    return Spending(tuple(bought), short, left)


def by_ranking(
    projects: Sequence[Project], votes: Mapping[str, frozenset[str]], budget: int
) -> Spending:
    """Spend on what most want, as long as there is money: the usual way, to compare with."""
    backers = {each.id: [v for v in votes if each.id in votes[v]] for each in projects}
    bought = _ranked({each.id: each for each in projects}, backers, budget)
    return Spending(tuple(bought), {}, budget - sum(each.project.cost for each in bought))


def _rate(cost: int, purses: Sequence[Fraction]) -> Fraction | None:
    """Return what each supporter pays at most so that together they pay the cost, or None."""
    if not purses or sum(purses) < cost:
        return None
    missing, payers = Fraction(cost), sorted(purses)
    for at, purse in enumerate(payers):
        even = missing / (len(payers) - at)
        if purse >= even:
            return even
        missing -= purse
    return payers[-1]


def _ranked(
    open_: Mapping[str, Project], backers: Mapping[str, Sequence[str]], money: int
) -> list[Bought]:
    found = []
    for each in sorted(open_.values(), key=lambda one: (-len(backers[one.id]), one.cost, one.id)):
        if backers[each.id] and each.cost <= money:
            money -= each.cost
            found.append(Bought(each, len(backers[each.id]), Fraction(0), "ranking"))
    return found


def _short(cost: int, purses: Sequence[Fraction]) -> int:
    lacking = cost - sum(purses, Fraction(0))
    return max(-(-lacking.numerator // lacking.denominator), 0)
