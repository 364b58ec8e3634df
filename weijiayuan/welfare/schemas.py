"""What comes in and goes out of the welfare service. Answers are written by `rules`, not dumped."""

from datetime import date
from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.kernel import clock
from weijiayuan.web.schemas import PageIn, Schema, Text, one_of, page_schema, refuse

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_LOOK = 30 * 366
MOST_ASKED = 100
VERDICTS = ("eligible", "ineligible", "unknown")


def _day() -> fields.Date:
    sentence = f"日期应在 {FIRST} 到 {LAST} 之间"
    return fields.Date(
        load_default=None,
        validate=validate.Range(FIRST, LAST, error=sentence),
        error_messages={"invalid": "请按 2026-11-23 的格式填写日期"},
        metadata={"description": "按哪一天的规则，默认今天（北京时间）"},
    )


class DayIn(Schema):
    """On which day's rules."""

    on = _day()


class PoliciesIn(PageIn):
    """Which policies to list."""

    category = Text(most=20, load_default=None)
    level = Text(most=20, load_default=None)
    q = Text(most=40, load_default=None)
    on = _day()


class AnswersIn(Schema):
    """A household's answers. Keys inside are question ids; an absent key is unknown."""

    on = _day()
    pack = fields.String(
        load_default=None,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="应为政策包的 sha256"),
        metadata={"description": "按哪一版政策包，默认现行版；用于重算旧答案"},
    )
    answers = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        error_messages={"invalid": "应当是“问题: 答案”的形式", "null": "应当是“问题: 答案”的形式"},
        metadata={
            "description": "{household: {...}, applicant: {...}, members: [{...}]}；键是问题 id。"
            '值可以是答案、范围 {"min","max"}（日期为 {"from","to"}），'
            '或 null、"dont_know"、"rather_not_say"（不再追问）',
            "example": {
                "household": {"people": 2},
                "applicant": {"birth_date": "1946-11-30"},
                "members": [{"birth_date": "1950-02-01"}],
            },
        },
    )


class AssessmentIn(AnswersIn):
    """Answers to assess."""

    detail = one_of(
        "full",
        "verdicts",
        load_default="full",
        metadata={"description": "verdicts：每项只要结论、对象、金额和还缺的问题，不要理由和材料"},
    )
    policies = fields.List(
        fields.String(validate=validate.Length(1, 60)),
        load_default=None,
        validate=validate.Length(1, MOST_ASKED, error=f"应为 1 到 {MOST_ASKED} 项政策"),
        error_messages={"invalid": "应为政策 id 的列表"},
        metadata={"description": "只问这几项政策；默认全部", "example": ["gaoling"]},
    )


class SummaryIn(AssessmentIn):
    """Answers to put on one page."""

    class Meta(Schema.Meta):
        exclude = ("detail",)


class SummaryOut(Schema):
    """One page for the office."""

    file_name = fields.String()
    pdf = fields.String(metadata={"description": "PDF 的 base64；里面没有答案和姓名"})


class ForecastIn(AnswersIn):
    """Answers to look ahead for."""

    until = fields.Date(
        load_default=None,
        validate=validate.Range(FIRST, LAST, error=f"日期应在 {FIRST} 到 {LAST} 之间"),
        error_messages={"invalid": "请按 2026-11-23 的格式填写日期"},
        metadata={"description": "看到哪一天，默认十年，最多三十年"},
    )

    @validates_schema
    def check_span(self, asked: dict[str, Any], **_context: object) -> None:
        on, until = asked["on"] or clock.local_date(clock.now()), asked["until"]
        if until and not 0 <= (until - on).days <= LONGEST_LOOK:
            raise refuse("until", "应在起算日之后的三十年之内")


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
