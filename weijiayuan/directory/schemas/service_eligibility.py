"""适合我吗: answers, verdicts with reasons, and the one question that settles most."""

from marshmallow import fields, validate

from weijiayuan.web.schemas import Day, Schema

MOST_SERVICES = 100
VERDICT = validate.OneOf(("eligible", "ineligible", "unknown"))


class FitIn(Schema):
    answers = fields.Dict(
        load_default=dict,
        metadata={
            "description": "题号 → 答案，见 GET /services/questions。没有写的就是不知道。"
            "也可以写成测算的样子 {applicant: {…}}",
            "example": {"birth_date": "1950-01-01"},
        },
    )
    ids = fields.List(
        fields.UUID(),
        load_default=None,
        validate=validate.Length(1, MOST_SERVICES, error=f"一次最多{MOST_SERVICES}项"),
        metadata={"description": "只问这几项服务；默认是全部有条件的服务"},
    )
    on = Day(load_default=None, metadata={"description": "按哪一天；默认今天"})


class FitSourceOut(Schema):
    id = fields.String()
    title = fields.String()
    address = fields.String(allow_none=True)
    article = fields.String(allow_none=True)


class FitReasonOut(Schema):
    """One condition and whether it holds; null while it is not known."""

    text = fields.String()
    holds = fields.Boolean(allow_none=True)
    facts = fields.Dict(keys=fields.String(), values=fields.String())
    source = fields.Nested(FitSourceOut)
    condition = fields.String()
    subjects = fields.List(fields.String())
    needs_office = fields.Boolean()


class FitNearestOut(Schema):
    """What would turn the no into a yes."""

    change = fields.Dict()
    text = fields.String()


class FittedServiceOut(Schema):
    id = fields.UUID()
    name = fields.String()
    rule = fields.String(allow_none=True, metadata={"description": "空：谁都可以用，什么也不问"})


class FitDecisionOut(Schema):
    service = fields.Nested(FittedServiceOut)
    verdict = fields.String(validate=VERDICT)
    words = fields.String(metadata={"description": "适用、可能适用（问一句）、不适用"})
    because = fields.List(fields.Nested(FitReasonOut))
    missing = fields.List(fields.String(), metadata={"description": "还能改变结论的题号"})
    nearest = fields.List(fields.Nested(FitNearestOut))


class FitChoiceOut(Schema):
    id = fields.String()
    text = fields.String()


class FitTopicOut(Schema):
    id = fields.String()
    label = fields.String()


class FitQuestionOut(Schema):
    """A question as the calculator of benefits words it."""

    id = fields.String()
    topic = fields.Nested(FitTopicOut)
    kind = fields.String(validate=validate.OneOf(("yes_no", "choice", "number", "money", "date")))
    label = fields.String()
    ask = fields.String()
    help = fields.String()
    unit = fields.String(allow_none=True)
    choices = fields.List(fields.Nested(FitChoiceOut))
    low = fields.Integer(allow_none=True)
    high = fields.Integer(allow_none=True)
    sensitive = fields.Boolean()


class FitQuestionsOut(Schema):
    items = fields.List(fields.Nested(FitQuestionOut))


class FitStampOut(Schema):
    id = fields.String()
    version = fields.String()
    sha256 = fields.String()


class FitOut(Schema):
    """Verdicts on services. Nothing of it is kept."""

    rules = fields.Nested(FitStampOut)
    on = fields.Date()
    decisions = fields.List(fields.Nested(FitDecisionOut))
    next_question = fields.Nested(FitQuestionOut, allow_none=True)
    settled = fields.Integer()
    total = fields.Integer()
