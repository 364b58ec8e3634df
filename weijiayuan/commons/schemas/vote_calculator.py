"""The calculator: a rule, a roll and votes in, a result with its reasons out."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.commons.rules.decision_rules import Basis, Group, Measure
from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.commons.schemas.shared_schemas import Area
from weijiayuan.web.schemas import Schema, StrictBoolean, Text, Whole, Words, one_of, refuse

MOST_UNITS = 20_000
MOST_HEADS = 1_000_000
FRACTION = validate.Regexp(r"^[0-9]{1,6}(/[1-9][0-9]{0,5})?$", error="请写成分数，例如 2/3")


class ThresholdIn(Schema):
    count = one_of(*(each.value for each in Group), required=True)
    of = one_of(*(each.value for each in Group), required=True)
    measure = one_of(*(each.value for each in Measure), required=True)
    at_least = fields.String(validate=FRACTION, load_default=None)
    more_than = fields.String(validate=FRACTION, load_default=None)


class OwnRuleIn(Schema):
    """A rule that somebody writes down: thresholds to meet, and to pass."""

    name = Text(most=60, load_default="自定规则")
    basis = one_of(*(each.value for each in Basis), required=True)
    article = Words(least=0, most=100, load_default="")
    meet = fields.List(
        fields.Nested(ThresholdIn), load_default=list, validate=validate.Length(0, 8)
    )
    passes = fields.List(
        fields.Nested(ThresholdIn), data_key="pass", required=True, validate=validate.Length(1, 8)
    )


class UnitIn(Schema):
    """An exclusive part: those of one `buyer` (a number) are one head, unsold ones together are.

    `owner` is a name, and joins nothing: the answer says which `namesakes` were counted apart.
    """

    unit = Text(most=60, required=True)
    area_m2 = Area(load_default=0)
    owner = Text(least=0, most=60, load_default="")
    buyer = Text(least=0, most=60, load_default="")
    unsold = StrictBoolean(load_default=False)


class RollIn(Schema):
    """Either every unit, or how many heads and how much area there are."""

    units = fields.List(
        fields.Nested(UnitIn), load_default=None, validate=validate.Length(1, MOST_UNITS)
    )
    heads = Whole(most=MOST_HEADS, load_default=None, allow_none=True)
    area_m2 = Area(load_default=0)

    @validates_schema
    def one_way(self, data: dict[str, Any], **_context: Any) -> None:
        if (data["units"] is None) == (data["heads"] is None):
            raise refuse("heads", "请给出 units（每一户）或 heads（总数），二选一")


class WeightIn(Schema):
    heads = Whole(most=MOST_HEADS, required=True)
    area_m2 = Area(load_default=0)


class CastIn(Schema):
    """One vote, by the unit or by the owner (the buyer's number, or a name that only one has)."""

    unit = Text(most=60, load_default=None, allow_none=True)
    owner = Text(most=60, load_default=None, allow_none=True)
    choice = one_of(*(each.value for each in Choice), required=True)

    @validates_schema
    def one_way(self, data: dict[str, Any], **_context: Any) -> None:
        if (data["unit"] is None) == (data["owner"] is None):
            raise refuse("unit", "请写明哪一户（unit）或哪位业主（owner），二选一")


class VotesIn(Schema):
    """Either every vote, or the sums. `present` is who came to the meeting."""

    items = fields.List(
        fields.Nested(CastIn), load_default=None, validate=validate.Length(0, MOST_UNITS)
    )
    yes = fields.Nested(WeightIn, load_default=None)
    no = fields.Nested(WeightIn, load_default=None)
    abstain = fields.Nested(WeightIn, load_default=None)
    invalid = fields.Nested(WeightIn, load_default=None)
    present = fields.Nested(WeightIn, load_default=None)


class RuleCheckIn(Schema):
    """A shipped rule by its id, or one of one's own; the roll; and what was cast."""

    rule = Text(most=60, load_default=None, allow_none=True)
    own_rule = fields.Nested(OwnRuleIn, load_default=None, allow_none=True)
    roll = fields.Nested(RollIn, required=True)
    votes = fields.Nested(VotesIn, load_default=lambda: VotesIn().load({}))
    open = StrictBoolean(load_default=False)
    may_come = StrictBoolean(load_default=True)

    @validates_schema
    def one_way(self, data: dict[str, Any], **_context: Any) -> None:
        if (data["rule"] is None) == (data["own_rule"] is None):
            raise refuse("rule", "请选一条规则（rule）或自己写一条（own_rule），二选一")


class ThresholdOut(Schema):
    count = fields.String()
    of = fields.String()
    measure = fields.String()
    at_least = fields.String(allow_none=True)
    more_than = fields.String(allow_none=True)
    article = fields.String()


class RuleOut(Schema):
    """A rule as data."""

    id = fields.String()
    name = fields.String()
    basis = fields.List(fields.String())
    about = fields.String()
    article = fields.String()
    notice_days = fields.Integer()
    notice_article = fields.String()
    urgent_may_be_short = fields.Boolean()
    published_days = fields.Integer()
    published_article = fields.String()
    offline_only = fields.Boolean()
    meet = fields.List(fields.Nested(ThresholdOut))
    passes = fields.List(fields.Nested(ThresholdOut), data_key="pass")
    call = fields.List(fields.Nested(ThresholdOut))
    composition = fields.List(fields.Nested(ThresholdOut))


class RulesOut(Schema):
    items = fields.List(fields.Nested(RuleOut))
    as_of = fields.String()


class WeightOut(Schema):
    """Areas of single choices are null in a secret ballot: their sums would point at people."""

    heads = fields.Integer(allow_none=True)
    area_m2 = fields.String(allow_none=True)


class FindingOut(Schema):
    """One threshold: what there is, of what, and the least that is enough."""

    step = one_of("meet", "pass")
    measure = fields.String()
    holds = fields.Boolean()
    have = fields.String(allow_none=True)
    out_of = fields.String(allow_none=True)
    least = fields.String(allow_none=True)
    threshold = fields.String()
    exact = fields.String(allow_none=True)
    article = fields.String()
    text = fields.String()


class NumbersOut(Schema):
    roll = fields.Nested(WeightOut)
    present = fields.Nested(WeightOut)
    participating = fields.Nested(WeightOut)
    yes = fields.Nested(WeightOut)
    no = fields.Nested(WeightOut)
    abstain = fields.Nested(WeightOut)
    invalid = fields.Nested(WeightOut)


class ResultOut(Schema):
    """How a question stands, every number and threshold, and what it is not."""

    state = fields.String()
    state_text = fields.String()
    valid = fields.Boolean()
    passes = fields.Boolean()
    numbers = fields.Nested(NumbersOut, allow_none=True)
    because = fields.List(fields.Nested(FindingOut))
    needs = fields.Nested(WeightOut, allow_none=True)


class RuleCheckOut(ResultOut):
    rule = fields.Nested(RuleOut)
    namesakes = fields.List(fields.List(fields.String()))
    namesakes_text = fields.String()
    legal_effect = fields.String()
