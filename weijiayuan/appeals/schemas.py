"""The shapes of appeals: what comes in and what goes out."""

from marshmallow import fields

from weijiayuan.web.schemas import Schema, Text


class PathsIn(Schema):
    """A story, answers, or both. Answers given by hand win over what is read from the story."""

    text = Text(least=0, most=2000, lines=True, load_default="")
    answers = fields.Dict(keys=fields.String(), load_default=dict)
    on = fields.Date(load_default=None)


class RoadReasonOut(Schema):
    text = fields.String()
    holds = fields.Boolean(allow_none=True)
    article = fields.String()


class RoadDeadlineOut(Schema):
    """The last day: `last_safe_day` as counted, `date` after rolling off days of rest."""

    date = fields.Date()
    last_safe_day = fields.Date()
    computed_from = fields.Date()
    start = fields.String()
    period = fields.String()
    article = fields.String()
    over = fields.Boolean()
    soon = fields.Boolean()
    days_left = fields.Integer()
    provisional = fields.Boolean()


class RoadOut(Schema):
    road = fields.String()
    title = fields.String()
    group = fields.String()
    fits = fields.String()
    likely = fields.Boolean()
    because = fields.List(fields.Nested(RoadReasonOut))
    missing = fields.List(fields.String())
    deadline = fields.Nested(RoadDeadlineOut, allow_none=True)
    no_limit = fields.String(allow_none=True)
    cost = fields.String()
    where = fields.String()
    papers = fields.List(fields.String())
    interrupts = fields.Boolean(allow_none=True)
    warning = fields.String(allow_none=True)


class PhoneLineOut(Schema):
    number = fields.String()
    name = fields.String()


class DangerCardOut(Schema):
    kind = fields.String()
    name = fields.String()
    advice = fields.String()
    call = fields.List(fields.Nested(PhoneLineOut))


class RoadChoiceOut(Schema):
    id = fields.String()
    text = fields.String()


class RoadQuestionOut(Schema):
    id = fields.String()
    kind = fields.String()
    ask = fields.String()
    choices = fields.List(fields.Nested(RoadChoiceOut))


class PathsOut(Schema):
    on = fields.Date()
    danger = fields.Nested(DangerCardOut, allow_none=True)
    top = fields.String(allow_none=True)
    roads = fields.List(fields.Nested(RoadOut))
    read = fields.Dict()
    next_question = fields.Nested(RoadQuestionOut, allow_none=True)
    stamp = fields.Dict()


class RoadQuestionsOut(Schema):
    items = fields.List(fields.Nested(RoadQuestionOut))
