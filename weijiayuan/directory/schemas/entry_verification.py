"""Reports at the door, answers, looks, hours, and how often a promise was kept."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.rules.visitor_reports import REPORT_WORDS, Finding, ReportKind
from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.directory.schemas.shared_schemas import (
    ClosureOut,
    FeatureOut,
    LabelOut,
    PublicText,
    PublicWords,
)
from weijiayuan.places.opening_hours import OnHolidays, OnMakeupDays
from weijiayuan.web.schemas import (
    Day,
    Moment,
    PageIn,
    Place,
    Schema,
    Text,
    Whole,
    one_of,
    page_schema,
    refuse,
)

CLOCK = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", error="请按 09:00 的格式填写")
MONTH_DAY = validate.Regexp(
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", error="请按 07-01 的格式填写"
)
KINDS = "、".join(f"{kind.value} {words}" for kind, words in REPORT_WORDS.items())


class ReportIn(Schema):
    kind = one_of(*ReportKind, required=True, metadata={"description": KINDS})
    place = fields.Nested(
        Place, required=True, metadata={"description": "人在哪里；只用来比距离，不保存"}
    )
    device = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(8, 64),
        metadata={
            "description": "这台手机自己存的随机号，大小写和空格不分；"
            "同一台手机七天内只算一次，没有的不计入。"
            "号是手机自己说的，不是证明"
        },
    )


class ReportOut(Schema):
    counts = fields.Boolean(metadata={"description": "是否计入；不计入的 because 说明原因"})
    because = fields.String(allow_none=True)
    doubted = fields.Boolean(metadata={"description": "这个站点现在是否存疑"})


class DoubtOut(Schema):
    """What residents found and what was answered; nobody is named."""

    opened_on = fields.Date()
    due_at = Moment()
    kinds = fields.List(fields.String())
    ended_on = fields.Date(allow_none=True)
    corrected = fields.Boolean(allow_none=True)
    answer = fields.String()


class DoubtsOut(Schema):
    items = fields.List(fields.Nested(DoubtOut))


class AnswerIn(Schema):
    text = PublicText(least=4, most=300, required=True, metadata={"description": "公开的回应"})
    corrected = fields.Boolean(
        truthy={True}, falsy={False}, required=True, metadata={"description": "true：已按反馈更正"}
    )


class AssuranceIn(Schema):
    finding = one_of(
        *Finding,
        load_default=Finding.AS_LISTED.value,
        metadata={
            "description": "as_listed 仍然属实（点一下即可；已撤销的就恢复）、"
            "changed 有变化（今天先更正过）、gone 已撤销"
        },
    )
    how = one_of(
        "owner",
        "call",
        "visit",
        load_default="owner",
        metadata={
            "description": "owner 负责人确认、call 电话核实、visit 网格员到场（要位置和照片）"
        },
    )
    services = fields.List(
        fields.UUID(),
        load_default=None,
        validate=validate.Length(max=200),
        metadata={"description": "仍然提供的 service_at；默认全部"},
    )
    place = fields.Nested(Place, load_default=None)
    photos = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=6))
    words = Text(least=0, most=300, load_default="")

    @validates_schema
    def _says_where(self, data: dict[str, Any], **_more: Any) -> None:
        if data["how"] == "visit" and data["place"] is None:
            raise refuse("place", "到场核实要写明位置")


class HoursOpeningIn(Schema):
    weekdays = fields.List(
        Whole(least=1, most=7), required=True, validate=validate.Length(1, 7, error="请选择星期")
    )
    opens = fields.String(required=True, validate=CLOCK)
    closes = fields.String(
        required=True, validate=CLOCK, metadata={"description": "比 opens 早就是次日"}
    )
    from_ = fields.String(data_key="from", load_default="01-01", validate=MONTH_DAY)
    to = fields.String(load_default="12-31", validate=MONTH_DAY)


class ClosureIn(Schema):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    reason = PublicWords(most=60, required=True)

    @validates_schema
    def _ends_later(self, data: dict[str, Any], **_more: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束要晚于开始")


class HoursIn(Schema):
    """New hours: stretch by stretch, or in words as on the door."""

    openings = fields.List(
        fields.Nested(HoursOpeningIn), validate=validate.Length(0, 30, error="最多30条")
    )
    words = Text(
        least=0,
        most=300,
        lines=True,
        metadata={
            "description": "如 周一至周五9:00-12:00、14:00-18:00；读不懂的不收。代替 openings"
        },
    )
    on_holidays = one_of(
        *OnHolidays,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "法定节假日：closed 不开、usual 照常、sunday 按周日。"
            "不写时 openings 按照常，words 按话里说的，没说的按不开"
        },
    )
    on_makeup_days = one_of(
        *OnMakeupDays,
        load_default=OnMakeupDays.USUAL.value,
        metadata={"description": "调休上班日：usual 按当天星期、workday 按周五"},
    )
    last_day = Day(load_default=None)
    closures = fields.List(
        fields.Nested(ClosureIn), load_default=list, validate=validate.Length(max=50)
    )

    @validates_schema
    def _says_hours_once(self, data: dict[str, Any], **_more: Any) -> None:
        if ("openings" in data) == ("words" in data):
            raise refuse("openings", "openings 和 words 写一样")


class FactsIn(Schema):
    """What a keeper may mend besides the hours; what is left out stays."""

    phone = Text(least=0, most=40)
    address = Text(least=0, most=120)
    note = PublicText(least=0, most=300, lines=True)
    place = fields.Nested(Place)
    features = fields.Dict(
        keys=one_of(*Feature),
        values=fields.Boolean(truthy={True}, falsy={False}, allow_none=True),
        metadata={"description": "true 有、false 没有、null 不知道"},
    )


class PromiseOut(Schema):
    """How often a site was found as listed, by those who looked."""

    kept = fields.Integer()
    of = fields.Integer(metadata={"description": "核实和到门口反馈的次数"})
    share = fields.Float(allow_none=True)
    low = fields.Float(metadata={"description": "95% 置信下限（Wilson）"})
    high = fields.Float()
    text = fields.String()


class RankedOut(Schema):
    site = fields.Nested(LabelOut)
    promise = fields.Nested(PromiseOut)


class RankingOut(Schema):
    """Sites looked at ten times and more, the most reliable first by the lower bound."""

    items = fields.List(fields.Nested(RankedOut))
    note = fields.String()


class DueDoubtOut(Schema):
    """What residents found otherwise, and until when it is to be answered."""

    kinds = fields.List(fields.String())
    opened_on = fields.Date()
    due_at = Moment()


class DueSiteOut(Schema):
    """A site on the keeper's monthly page, with what changes most often."""

    id = fields.UUID()
    name = fields.String()
    assured_on = fields.Date()
    text = fields.String()
    hours = fields.List(fields.String())
    on_holidays = fields.String(allow_none=True)
    phone = fields.String()
    address = fields.String()
    note = fields.String()
    features = fields.List(fields.Nested(FeatureOut))
    closures = fields.List(fields.Nested(ClosureOut))
    at_venue = fields.Boolean(metadata={"description": "开放时间和地址到场地管理里改"})
    doubted = fields.Boolean()
    doubt = fields.Nested(DueDoubtOut, allow_none=True)
    asked_until = Moment(allow_none=True)


DuePageOut = page_schema(DueSiteOut)


class DueIn(PageIn):
    days = Whole(
        least=0, most=400, load_default=30, metadata={"description": "多少天没有核实的列出来"}
    )
    doubted = fields.Boolean(
        load_default=False, metadata={"description": "true：只要存疑、等公开回应的，不看天数"}
    )
    gone = fields.Boolean(
        load_default=False, metadata={"description": "true：只要已撤销的；还在的可以恢复"}
    )
