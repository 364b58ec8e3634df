"""What goes out about a household: decisions, what they rest on, what the years will bring.

Answers are written by `rules`, not dumped.
"""

from marshmallow import fields, validate

from weijiayuan.web.schemas import Schema
from weijiayuan.welfare.policy_schemas import PackOut, QuestionOut, SourceOut

VERDICTS = ("eligible", "ineligible", "unknown")


class SummaryOut(Schema):
    """One page for the office."""

    file_name = fields.String()
    pdf = fields.String(metadata={"description": "PDF 的 base64；里面没有答案和姓名"})


class NextQuestionOut(QuestionOut):
    """The question to ask next."""

    class Meta(Schema.Meta):
        exclude = ("subjects", "policies")

    with_ = fields.List(
        fields.String(),
        data_key="with",
        metadata={"description": "同一主题、同一个人、现在也有用的问题，可以放在同一页"},
    )
    also = fields.List(
        fields.String(),
        metadata={"description": "现在同一个问题也要问的其他人，可以在一屏里一起问"},
    )
    left = fields.Integer(metadata={"description": "连这一个，最多还有几个问题（各人各算）"})


class DecidedPolicyOut(Schema):
    """The policy of a decision."""

    id = fields.String()
    name = fields.String()
    level = fields.String()
    category = fields.String()


class AmountOut(Schema):
    """How much, in fen."""

    fen = fields.Integer()
    per = fields.String()
    upper_fen = fields.Integer(allow_none=True, metadata={"description": "有范围时的上限"})
    lasts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "有期限的：能领几期，最少 min 最多 max"},
    )
    text = fields.String()


class ReasonOut(Schema):
    """One condition and whether it holds."""

    text = fields.String()
    holds = fields.Boolean(allow_none=True)
    facts = fields.Dict(keys=fields.String(), values=fields.String())
    source = fields.Nested(SourceOut)
    condition = fields.String()
    subjects = fields.List(fields.String())
    needs_office = fields.Boolean(metadata={"description": "标准未找到，只有窗口能定"})


class NearestOut(Schema):
    """What would turn the no into a yes."""

    change = fields.Dict()
    text = fields.String()


class ConflictOut(Schema):
    """Other benefits that exclude this one."""

    policies = fields.List(fields.String())
    text = fields.String()
    prefer = fields.String(allow_none=True, metadata={"description": "确定更有利的一项，否则为空"})
    source = fields.Nested(SourceOut)


class FigureOut(Schema):
    """A dated figure behind an amount, with a grade of its own."""

    id = fields.String()
    label = fields.String()
    text = fields.String()
    grade = fields.String(allow_none=True)
    source = fields.Nested(SourceOut, allow_none=True)


class DecisionOut(Schema):
    """The verdict on one policy."""

    policy = fields.Nested(DecidedPolicyOut)
    verdict = fields.String(validate=validate.OneOf(VERDICTS))
    needs_office = fields.Boolean()
    for_ = fields.List(
        fields.String(),
        data_key="for",
        metadata={"description": "household、applicant、members/位置；unlisted 是还没说到的家人"},
    )
    undecided = fields.List(fields.String())
    received = fields.List(
        fields.String(), metadata={"description": "谁已经在享受（与“可以申请”分开）"}
    )
    amount = fields.Nested(AmountOut, allow_none=True)
    because = fields.List(fields.Nested(ReasonOut))
    conflicts = fields.List(fields.Nested(ConflictOut))
    missing = fields.List(fields.String())
    nearest = fields.List(fields.Nested(NearestOut))
    gives = fields.String()
    papers = fields.List(fields.String())
    where = fields.String()
    apply = fields.String()
    starts = fields.String(allow_none=True)
    renew = fields.String(allow_none=True)
    grade = fields.String()
    figures = fields.List(fields.Nested(FigureOut))
    review_by = fields.Date()
    is_overdue = fields.Boolean(metadata={"description": "已过复核日，以窗口为准"})


class ContradictionOut(Schema):
    """Answers that do not fit together, told kindly. Nothing is refused for them."""

    text = fields.String()
    questions = fields.List(fields.String())
    subjects = fields.List(fields.String())


class AssessmentOut(Schema):
    """What a household can get, as far as it is known."""

    pack = fields.Nested(PackOut)
    on = fields.Date()
    decisions = fields.List(fields.Nested(DecisionOut))
    next_question = fields.Nested(NextQuestionOut, allow_none=True)
    contradictions = fields.List(fields.Nested(ContradictionOut))
    settled = fields.Integer()
    total = fields.Integer()


class ChangeOut(Schema):
    """What changes on one day for one person or the household."""

    on = fields.Date()
    when = fields.String(
        validate=validate.OneOf(("on", "not_before", "not_after")),
        metadata={
            "description": "on 就在这天；日期只知道年份时：not_before 最早这天，not_after 最晚这天"
        },
    )
    policy = fields.Nested(DecidedPolicyOut)
    subject = fields.String()
    verdict = fields.String(validate=validate.OneOf(VERDICTS))
    before = fields.String(validate=validate.OneOf(VERDICTS))
    amount = fields.Nested(AmountOut, allow_none=True)
    amount_before = fields.Nested(AmountOut, allow_none=True)
    because = fields.List(fields.Nested(ReasonOut))
    text = fields.String()


class ForecastOut(Schema):
    """What the coming years will bring."""

    pack = fields.Nested(PackOut)
    on = fields.Date()
    until = fields.Date()
    items = fields.List(fields.Nested(ChangeOut))
