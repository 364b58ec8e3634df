"""What comes in: a day, a list's filters, a household's answers."""

from datetime import date
from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.kernel import clock
from weijiayuan.web.schemas import PageIn, Schema, Text, one_of, refuse

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_LOOK = 30 * 366
MOST_ASKED = 100


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
