"""The refusals of the calculator."""

from weijiayuan.kernel.errors import Malformed, NotFound


class RuleUnknown(NotFound):
    """There is no such rule of decision."""

    code = "commons.rule_unknown"


class RuleMalformed(Malformed):
    """The rule that was written cannot be counted by."""

    code = "commons.rule_malformed"


class RollMalformed(Malformed):
    """The roll cannot be: no area where area is weighed, or one unit twice."""

    code = "commons.roll_malformed"


class VotesImpossible(Malformed):
    """More votes than the roll has, votes of nobody, or two different votes of one owner."""

    code = "commons.votes_impossible"
