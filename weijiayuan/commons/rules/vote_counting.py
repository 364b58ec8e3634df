"""Counting by a rule, in whole numbers and exact fractions.

Only what was cast is counted: silence is neither yes nor no. While votes can still be cast the
answer has three values. Whatever the others do, all thresholds hold at once if everybody left says
yes, or none of them does: so two counts tell what is certain.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from weijiayuan.commons.rules.decision_rules import Group, Measure, Rule, Threshold


class Choice(StrEnum):
    """What a vote says. `INVALID` is a slip nobody can read: its voter took part."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    INVALID = "invalid"


class State(StrEnum):
    """How a question stands; the last three only while it is open."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NOT_VALID = "not_valid"
    CERTAIN = "certain"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Weight:
    """So many heads with so much area, in 0.01 m²."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.heads + other.heads, self.area + other.area)

    def __sub__(self, other: "Weight") -> "Weight":
        return Weight(self.heads - other.heads, self.area - other.area)

    def of(self, measure: Measure) -> int:
        """Return the heads or the area."""
        return self.heads if measure is Measure.HEADS else self.area

    def fits_in(self, other: "Weight") -> bool:
        """Tell whether it can be a part of the other; nobody has no area."""
        within = 0 <= self.heads <= other.heads and 0 <= self.area <= other.area
        return within and (self.heads > 0 or self.area == 0)


NOTHING = Weight()


def total(weights: Iterable[Weight]) -> Weight:
    """Return the sum of weights."""
    return sum(weights, start=NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """What was cast on a roll. `present` is None where nobody noted who was there."""

    everybody: Weight
    yes: Weight = NOTHING
    no: Weight = NOTHING
    abstain: Weight = NOTHING
    invalid: Weight = NOTHING
    present: Weight | None = None

    @property
    def participating(self) -> Weight:
        """Return all who cast a vote."""
        return self.yes + self.no + self.abstain + self.invalid

    @property
    def there(self) -> Weight:
        """Return who is present: at least everybody who voted."""
        return self.participating if self.present is None else self.present

    @property
    def is_possible(self) -> bool:
        """Tell whether the numbers can be those of one roll."""
        parts = (self.yes, self.no, self.abstain, self.invalid)
        return (
            all(each.fits_in(self.everybody) for each in parts)
            and self.participating.fits_in(self.there)
            and self.there.fits_in(self.everybody)
        )

    def group(self, group: Group) -> Weight:
        """Return one group of the roll."""
        return {
            Group.ALL: self.everybody,
            Group.PRESENT: self.there,
            Group.PARTICIPATING: self.participating,
            Group.YES: self.yes,
        }[group]


@dataclass(frozen=True, slots=True)
class Finding:
    """One threshold measured: `have` of `out_of` (heads, or 0.01 m²), and what is enough."""

    threshold: Threshold
    holds: bool
    have: int
    out_of: int
    least: int


@dataclass(frozen=True, slots=True)
class Needs:
    """How many further votes for it would be enough, if nobody else voted: heads and 0.01 m²."""

    heads: int
    area: int


@dataclass(frozen=True, slots=True)
class Result:
    """How a question stands, with every number it stands on."""

    state: State
    is_valid: bool
    passes: bool
    because: tuple[Finding, ...]
    needs: Needs | None = None


def count(rule: Rule, votes: Votes) -> Result:
    """Return the result of a question that is closed."""
    valid = votes.participating.heads > 0 and _holds(rule.meet, votes)
    agreed = _holds(rule.passes, votes)
    state = State.NOT_VALID if not valid else State.PASSED if agreed else State.NOT_PASSED
    return Result(state, valid, valid and agreed, findings(rule, votes))


def count_open(rule: Rule, votes: Votes, *, may_come: bool = True) -> Result:
    """Return how a question stands on which votes can still be cast.

    With `may_come` whoever is not there yet may come; else only who is present votes.
    """
    coming = votes.everybody if may_come or votes.present is None else votes.there
    left = coming - votes.participating
    there = None if votes.present is None else coming
    best = replace(votes, yes=votes.yes + left, present=there)
    worst = replace(votes, no=votes.no + left, present=there)
    found = findings(rule, votes)
    valid = _holds(rule.meet, votes)
    if not (_holds(rule.meet, best) and _holds(rule.passes, best)):
        return Result(State.IMPOSSIBLE, valid, passes=False, because=found)
    if valid and _holds(rule.passes, worst):
        return Result(State.CERTAIN, valid, passes=True, because=found)
    return Result(State.UNDECIDED, valid, passes=False, because=found, needs=needs(rule, votes))


def findings(rule: Rule, votes: Votes) -> tuple[Finding, ...]:
    """Measure every threshold of a rule."""
    return tuple(measured(each, votes) for each in (*rule.meet, *rule.passes))


def measured(threshold: Threshold, votes: Votes) -> Finding:
    """Measure one threshold."""
    have = votes.group(threshold.count).of(threshold.measure)
    out_of = votes.group(threshold.of).of(threshold.measure)
    return Finding(threshold, threshold.holds(have, out_of), have, out_of, threshold.least(out_of))


def needs(rule: Rule, votes: Votes) -> Needs:
    """Return the heads and the area that further yes votes must bring for every threshold."""
    short = {Measure.HEADS: 0, Measure.AREA: 0}
    for each in (*rule.meet, *rule.passes):
        short[each.measure] = max(short[each.measure], _short_of(each, votes))
    return Needs(short[Measure.HEADS], short[Measure.AREA])


def _short_of(threshold: Threshold, votes: Votes) -> int:
    """Return the smallest k for which (have + k) is enough of `of`, which may grow by k too."""
    found = measured(threshold, votes)
    if found.holds:
        return 0
    if not _grows(threshold, votes):
        return found.least - found.have
    if threshold.fraction == 1:
        return found.out_of - found.have
    gap = (threshold.fraction * found.out_of - found.have) / (1 - threshold.fraction)
    return _next_whole(gap, is_strict=threshold.is_strict or found.out_of == 0)


def _grows(threshold: Threshold, votes: Votes) -> bool:
    """Tell whether a further yes also makes the group larger of which it is a share."""
    if threshold.of is Group.PRESENT:
        return votes.participating == votes.there
    return threshold.of is Group.PARTICIPATING


def _next_whole(value: Fraction, *, is_strict: bool) -> int:
    whole = math.ceil(value)
    return whole + 1 if is_strict and whole == value else whole


def _holds(thresholds: Iterable[Threshold], votes: Votes) -> bool:
    return all(measured(each, votes).holds for each in thresholds)
