"""What everybody may ask and is told."""

from marshmallow import fields, validate

from weijiayuan.web.schemas import PageIn, Schema, Text, Whole, one_of


class QuestionOut(Schema):
    id = fields.String()
    ask = fields.String()
    label = fields.String()
    kind = fields.String()
    help = fields.String()
    required = fields.Boolean()
    sensitive = fields.Boolean()
    choices = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    only_if = fields.Dict(allow_none=True)
    unless = fields.Dict(allow_none=True)


class KindOut(Schema):
    id = fields.String()
    name = fields.String()
    rules = fields.Integer()


class KindsOut(Schema):
    items = fields.List(fields.Nested(KindOut))
    authority = fields.String()
    sample = fields.Boolean()
    rulebook = fields.Dict()


class QuestionsIn(Schema):
    kind = one_of("individual", "company", load_default="individual")


class QuestionsOut(Schema):
    kind = fields.String()
    items = fields.List(fields.Nested(QuestionOut))


class ScopesIn(PageIn):
    q = Text(least=0, most=40, load_default="")


class ScopeOut(Schema):
    code = fields.String()
    text = fields.String()
    kind = fields.String()
    industry = fields.String()
    permit = fields.String()
    authority = fields.String()
    note = fields.String()


class ScopesOut(Schema):
    items = fields.List(fields.Nested(ScopeOut))
    next_cursor = fields.String(allow_none=True)
    sample = fields.Boolean()


class NamesIn(Schema):
    text = Text(most=60, required=True)
    industry = Text(
        most=10,
        load_default="",
        validate=validate.Regexp(r"[0-9]{2}\Z", error="行业是国民经济行业分类的两位数字"),
    )
    kind = one_of("individual", "company", load_default="individual")


class RulingOut(Schema):
    id = fields.String()
    rule = fields.String()
    verdict = fields.Boolean(allow_none=True)
    outcome = fields.String()
    sentence = fields.String()
    remedy = fields.String()
    law = fields.String()
    article = fields.String()
    facts = fields.Dict(keys=fields.String(), values=fields.String())


class NamesOut(Schema):
    text = fields.String()
    free = fields.Boolean()
    trade_name = fields.String()
    industry = fields.String(allow_none=True)
    industry_name = fields.String()
    same = fields.List(fields.String())
    alike = fields.List(fields.String())
    reasons = fields.List(fields.Nested(RulingOut))
    words = fields.List(fields.Dict())


class NearestOut(Schema):
    rules = fields.List(fields.String())
    text = fields.String()


class CheckOut(Schema):
    kind = fields.String()
    on = fields.Date()
    rulebook = fields.Dict()
    outcome = fields.String()
    verdict = fields.String()
    rules = fields.List(fields.Nested(RulingOut))
    faults = fields.List(fields.Nested(RulingOut))
    undecided = fields.List(fields.Nested(RulingOut))
    missing = fields.List(fields.String())
    next_question = fields.Nested(QuestionOut, allow_none=True)
    nearest = fields.Nested(NearestOut, allow_none=True)
    assumes = fields.List(fields.String())
    same = fields.List(fields.String())
    alike = fields.List(fields.String())
    permits = fields.List(fields.Dict())
    other_authority = fields.String(allow_none=True)


class VerifyIn(Schema):
    c = Text(most=60, required=True)


class StatusListIn(Schema):
    page = Whole(most=1000, load_default=0)
