"""The shapes of posts."""

from datetime import date, datetime, time
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.occupations import SHIFT_WORDS, occupations
from weijiayuan.jobs.rules.states import JobKind, JobState
from weijiayuan.kernel.clock import at_local
from weijiayuan.places.coordinates import Datum, point_of
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    DATUMS,
    Id,
    LngLat,
    PageIn,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
    page_schema,
    refuse,
)

MOST_FEN = 100_000_000
CODE = validate.Regexp(r"^[\w-]{9,36}\Z", error="社区代码不对")


class DayOrMoment(fields.Field[datetime]):
    """A date (its first moment in the district) or an RFC 3339 moment."""

    default_error_messages = {"invalid": "请写日期 2026-11-23 或带时区的时间"}  # noqa: RUF012

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        try:
            if len(str(value)) == 10:
                return at_local(date.fromisoformat(str(value)), time.min)
            moment = datetime.fromisoformat(str(value).replace(" ", "+"))
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error
        if moment.tzinfo is None or not 1970 < moment.year < 9000:
            raise self.make_error("invalid")
        return moment


class JobIn(Schema):
    """A post as its employer writes it. A draft may lack what submitting asks for."""

    employer_id = Id(load_default=None, metadata={"description": "只代表一家单位时可不填"})
    kind = fields.Enum(JobKind, by_value=True, required=True)
    title = Text(most=40, required=True)
    occupation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(occupations()), error="请从职业目录里选"),
    )
    duties = Text(least=0, most=2000, lines=True, load_default="")
    requirements = Text(least=0, most=2000, lines=True, load_default="")
    benefits = Text(least=0, most=1000, lines=True, load_default="")
    pay_min_fen = Whole(least=1, most=MOST_FEN, load_default=None, allow_none=True)
    pay_max_fen = Whole(least=1, most=MOST_FEN, load_default=None, allow_none=True)
    pay_unit = fields.Enum(PayUnit, by_value=True, load_default=None, allow_none=True)
    pay_parts = Text(
        least=0, most=200, load_default="", metadata={"description": "工资构成, 如 底薪+全勤奖"}
    )
    base_pay_fen = Whole(
        least=1,
        most=MOST_FEN,
        load_default=None,
        allow_none=True,
        metadata={"description": "计件岗位每月保底工资"},
    )
    minutes_per_day = Whole(least=1, most=1440, load_default=None, allow_none=True)
    days_per_week = Whole(least=1, most=7, load_default=None, allow_none=True)
    shifts = one_of(*SHIFT_WORDS, load_default="day")
    insured = StrictBoolean(load_default=True)
    board = StrictBoolean(load_default=False, metadata={"description": "包吃"})
    lodging = StrictBoolean(load_default=False, metadata={"description": "包住"})
    wanted = Whole(least=1, most=10_000, load_default=None, allow_none=True)
    contract_months = Whole(
        least=0,
        most=600,
        load_default=None,
        allow_none=True,
        metadata={"description": "合同期限(月), 0 为无固定期限"},
    )
    probation_months = Whole(least=0, most=24, load_default=0)
    probation_pay_fen = Whole(least=1, most=MOST_FEN, load_default=None, allow_none=True)
    shows_phone = StrictBoolean(
        load_default=True, metadata={"description": "投递后是否向求职者显示联系电话"}
    )
    community_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    address = Text(least=0, most=120, load_default="")
    user_employer = Text(
        least=0,
        most=80,
        load_default="",
        metadata={"description": "用工单位, 人力资源服务机构发布岗位时必填"},
    )
    place = fields.Nested(Place, load_default=None, allow_none=True)
    valid_until = fields.Date(load_default=None, allow_none=True)

    @post_load
    def as_columns(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Turn the point into GCJ-02 columns, and refuse a range of pay that is upside down."""
        place = data.pop("place")
        point = point_of(place).to(Datum.GCJ02) if place else None
        least, most = data["pay_min_fen"], data["pay_max_fen"]
        if least is not None and most is not None and most < least:
            raise ValidationError({"pay_max_fen": ["最高工资不能低于最低工资"]})
        return data | {"lng": point and point.lng, "lat": point and point.lat}


class RenewIn(Schema):
    valid_until = fields.Date(required=True)


class FindingOut(Schema):
    """Words that break the law, with what to write instead."""

    text = fields.String(metadata={"description": "原文"})
    rule = fields.String()
    name = fields.String()
    article = fields.String(metadata={"description": "法条"})
    quote = fields.String(metadata={"description": "法条原文"})
    remedy = fields.String(metadata={"description": "怎么改"})
    level = fields.String(metadata={"description": "refuse 不能发布; review 人工审核; warn 提醒"})
    field = fields.String()
    start = fields.Integer()
    end = fields.Integer()


class CheckOut(Schema):
    verdict = fields.String(metadata={"description": "pass, warn, review 或 refuse"})
    law_version = fields.String()
    findings = fields.List(fields.Nested(FindingOut))


class EmployerNameOut(Schema):
    id = fields.UUID()
    name = fields.String()
    is_agency = fields.Boolean(metadata={"description": "人力资源服务机构（中介、派遣）"})


class EmployerBriefOut(EmployerNameOut):
    kind = fields.String()
    state = fields.String()


class AnswersOut(Schema):
    """How the employer answers: over applications that are 14 days old."""

    due = fields.Integer()
    answered = fields.Integer()
    percent = fields.Integer(allow_none=True)


class JobOut(Schema):
    id = fields.UUID()
    employer = fields.Nested(EmployerBriefOut)
    kind = fields.Enum(JobKind, by_value=True)
    title = fields.String()
    occupation = fields.String(allow_none=True)
    duties = fields.String()
    requirements = fields.String()
    benefits = fields.String()
    pay_min_fen = fields.Integer(allow_none=True)
    pay_max_fen = fields.Integer(allow_none=True)
    pay_unit = fields.Enum(PayUnit, by_value=True, allow_none=True)
    pay_text = fields.String()
    pay_parts = fields.String()
    base_pay_fen = fields.Integer(allow_none=True)
    minutes_per_day = fields.Integer(allow_none=True)
    days_per_week = fields.Integer(allow_none=True)
    shifts = fields.String()
    insured = fields.Boolean()
    board = fields.Boolean()
    lodging = fields.Boolean()
    wanted = fields.Integer(allow_none=True)
    hired = fields.Integer()
    contract_months = fields.Integer(allow_none=True)
    probation_months = fields.Integer()
    probation_pay_fen = fields.Integer(allow_none=True)
    shows_phone = fields.Boolean()
    community_code = fields.String(allow_none=True)
    community_name = fields.String(allow_none=True)
    address = fields.String()
    user_employer = fields.String(metadata={"description": "用工单位"})
    place = fields.Nested(Place, allow_none=True)
    valid_until = fields.Date(allow_none=True)
    state = fields.Enum(JobState, by_value=True)
    state_reason = fields.String()
    is_open = fields.Boolean()
    published_at = fields.AwareDateTime(allow_none=True)
    findings = fields.List(fields.Nested(FindingOut))
    version = fields.Integer()


JobPage = page_schema(JobOut)


class WaitingJobOut(JobOut):
    submitted_at = fields.AwareDateTime(metadata={"description": "什么时候送审的"})


class OpenJobOut(JobOut):
    answers = fields.Nested(AnswersOut, metadata={"description": "14天以上的投递得到答复的情况"})


class JobItemOut(Schema):
    """A post in a list."""

    id = fields.UUID()
    title = fields.String()
    kind = fields.String()
    occupation = fields.String(allow_none=True)
    pay_min_fen = fields.Integer(allow_none=True)
    pay_max_fen = fields.Integer(allow_none=True)
    pay_unit = fields.String(allow_none=True)
    pay_text = fields.String()
    minutes_per_day = fields.Integer(allow_none=True)
    insured = fields.Boolean()
    board = fields.Boolean()
    lodging = fields.Boolean()
    wanted = fields.Integer(allow_none=True)
    hired = fields.Integer()
    community_code = fields.String(allow_none=True)
    community_name = fields.String(allow_none=True)
    address = fields.String()
    user_employer = fields.String(metadata={"description": "用工单位"})
    employer = fields.Nested(EmployerNameOut)
    published_at = fields.AwareDateTime()
    valid_until = fields.Date()
    version = fields.Integer(metadata=HOW)
    metres = fields.Integer(allow_none=True, metadata={"description": "按 near 查询时的直线距离"})
    snippet = fields.String(metadata={"description": "工作内容里最先提到所搜词语的一段"})
    highlights = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.List(fields.Integer())),
        metadata={"description": "title 和 snippet 里所搜词语的起止位置"},
    )


class ConditionOut(Schema):
    """A filter that words of `q` turned into."""

    name = fields.String(metadata={"description": "place, pay 或待遇的名字, 如 rest_two"})
    words = fields.String(metadata={"description": "输入的原话"})
    label = fields.String(metadata={"description": "显示给人看的条件"})
    without = fields.String(metadata={"description": "去掉这个条件以后的 q"})


class JobsPage(Schema):
    items = fields.List(fields.Nested(JobItemOut))
    next_cursor = fields.String(allow_none=True)
    loosened = fields.Boolean(metadata={"description": "没有完全符合的, 放宽后的结果"})
    left_out = fields.List(
        fields.String(), metadata={"description": "放宽时没有算上的话和条件, 显示给人看"}
    )
    understood = fields.List(fields.Nested(ConditionOut))


class FacetsOut(Schema):
    total = fields.Integer()
    kind = fields.Dict(keys=fields.String(), values=fields.Integer())
    community_code = fields.Dict(keys=fields.String(), values=fields.Integer())
    occupation = fields.Dict(keys=fields.String(), values=fields.Integer())
    promises = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "社保、包吃、包住"}
    )
    pay = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "折合月薪不低于该数(分)的岗位数"},
    )


class FiltersIn(Schema):
    """What a search may ask for."""

    q = fields.String(load_default="", validate=validate.Length(max=60, error="最多60个字"))
    community = fields.String(load_default=None, validate=CODE)
    street = fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{9}\Z", error="街道代码是9位数字")
    )
    kind = one_of(*(kind.value for kind in JobKind), load_default=None)
    occupation = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[\w.-]{1,32}\Z", error="请从职业目录里选"),
    )
    pay_min_fen = Whole(most=MOST_FEN, load_default=None)
    posted_after = DayOrMoment(load_default=None, metadata={"format": "date-time"})
    minutes_max = Whole(least=1, most=1440, load_default=None)
    insured = fields.Boolean(load_default=None)
    board = fields.Boolean(load_default=None)
    lodging = fields.Boolean(load_default=None)
    employer = Id(load_default=None)
    near = LngLat(load_default=None, metadata={"description": "lng,lat"})
    datum = one_of(*DATUMS, load_default=None, metadata={"description": "给 near 时必填"})
    within_m = Whole(least=1, most=100_000, load_default=None)

    @validates_schema
    def place_is_whole(self, data: dict[str, Any], **_: Any) -> None:
        """Ask for the place where a distance is meant, and for its datum, never assumed."""
        by_distance = data.get("sort") == "nearest" or data["within_m"] is not None
        if by_distance and data["near"] is None:
            raise refuse("near", "按距离查找时要给出位置")
        if data["near"] is not None and data["datum"] is None:
            raise refuse("datum", "坐标系要写明 gcj02 或 wgs84")


class SearchIn(PageIn, FiltersIn):
    sort = one_of("fit", "newest", "nearest", load_default=None)


class HistoryOut(Schema):
    what = fields.String()
    state = fields.Enum(JobState, by_value=True)
    reason = fields.String()
    changed = fields.Dict(keys=fields.String(), metadata={"description": "字段 → [原来, 现在]"})
    at = fields.AwareDateTime(attribute="created_at")


class HistoriesOut(Schema):
    items = fields.List(fields.Nested(HistoryOut))


class OptionOut(Schema):
    code = fields.String()
    name = fields.String()


class OccupationOut(OptionOut):
    group = fields.String()


class WageOut(Schema):
    since = fields.Date()
    monthly_fen = fields.Integer(attribute="monthly.fen")
    hourly_fen = fields.Integer(attribute="hourly.fen")
    source = fields.String()


class CatalogueOut(Schema):
    occupations = fields.List(fields.Nested(OccupationOut))
    kinds = fields.List(fields.Nested(OptionOut))
    shifts = fields.List(fields.Nested(OptionOut))
    minimum_wage = fields.Nested(WageOut)


class RuleOut(Schema):
    id = fields.String()
    name = fields.String()
    article = fields.String()
    quote = fields.String()
    remedy = fields.String()


class LawOut(Schema):
    version = fields.String()
    rules = fields.List(fields.Nested(RuleOut))
