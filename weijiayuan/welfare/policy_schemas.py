"""What the pack says of policies and questions, as it goes out."""

from marshmallow import fields, validate

from weijiayuan.web.schemas import Schema, page_schema


class SourceOut(Schema):
    """Where a rule or figure was read."""

    id = fields.String()
    title = fields.String()
    address = fields.String(allow_none=True)
    article = fields.String(allow_none=True)


class PolicyOut(Schema):
    """A policy in short."""

    id = fields.String()
    name = fields.String()
    level = fields.String()
    category = fields.String()
    summary = fields.String()
    gives = fields.String()
    state = fields.String(validate=validate.OneOf(("in_force", "announced", "ended", "never")))
    subject = fields.String(validate=validate.OneOf(("household", "person")))
    grade = fields.String()
    reviewed = fields.String()


PoliciesOut = page_schema(PolicyOut)


class FullPolicyOut(PolicyOut):
    """Everything the pack says about a policy."""

    basis = fields.String()
    note = fields.String(allow_none=True)
    validity = fields.Dict()
    conditions = fields.Dict(metadata={"description": "all/any/none/at_least 的条件树"})
    per = fields.String(allow_none=True)
    bound = fields.String()
    amounts = fields.List(fields.Dict(), metadata={"description": "带日期和来源的数字"})
    papers = fields.List(fields.String())
    where = fields.String()
    apply = fields.String()
    starts = fields.String(allow_none=True)
    renew = fields.String(allow_none=True)
    excludes = fields.List(fields.Dict())
    questions = fields.List(fields.String())
    sources = fields.List(fields.Nested(SourceOut))
    review_by = fields.String()


class ChoiceOut(Schema):
    """One answer to choose."""

    id = fields.String()
    text = fields.String()


class TopicOut(Schema):
    """Questions that belong together."""

    id = fields.String()
    label = fields.String()


class BracketOut(Schema):
    """A range to choose instead of an exact figure."""

    min = fields.Integer()
    max = fields.Integer()
    text = fields.String()


class QuestionOut(Schema):
    """One question."""

    id = fields.String()
    subject = fields.String(metadata={"description": "household、applicant 或 member"})
    subjects = fields.List(fields.String(), metadata={"description": "可以回答它的所有位置"})
    topic = fields.Nested(TopicOut)
    kind = fields.String(
        validate=validate.OneOf(("yes_no", "choice", "number", "money", "date")),
        metadata={"description": "money 的答案以分为单位"},
    )
    label = fields.String()
    ask = fields.String()
    help = fields.String()
    unit = fields.String(allow_none=True)
    choices = fields.List(fields.Nested(ChoiceOut))
    low = fields.Integer(allow_none=True)
    high = fields.Integer(allow_none=True)
    brackets = fields.List(fields.Nested(BracketOut))
    sensitive = fields.Boolean()
    policies = fields.List(fields.String(), metadata={"description": "哪些政策需要它"})


QuestionsOut = page_schema(QuestionOut)


class PackOut(Schema):
    """Which text of the rules answered."""

    id = fields.String()
    version = fields.String()
    sha256 = fields.String()
    in_force_on = fields.Date(
        allow_none=True,
        metadata={"description": "这一版从哪天起施行；随产品发布的、点名重算的为 null"},
    )


class ConcernedOut(Schema):
    """One question about everybody, and what it says of those it is about and of the rest."""

    ask = fields.String()
    chosen = fields.Dict(keys=fields.String())
    rest = fields.Dict(keys=fields.String())


class LifeEventOut(Schema):
    """What may have happened, and the policies it is about."""

    id = fields.String()
    label = fields.String()
    ask = fields.String()
    policies = fields.List(fields.String())
    who = fields.Nested(ConcernedOut, allow_none=True)


LifeEventsOut = page_schema(LifeEventOut)
