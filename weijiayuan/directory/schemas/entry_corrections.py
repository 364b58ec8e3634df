"""What keepers change of a site: hours, closures and facts."""

from datetime import timedelta
from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.places.opening_hours import OnHolidays, OnMakeupDays
from weijiayuan.web.public_text import PublicTelephone, PublicText, PublicWords
from weijiayuan.web.schemas import (
    Day,
    Moment,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
    refuse,
)

CLOCK = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", error="请按 09:00 的格式填写")
MONTH_DAY = validate.Regexp(
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", error="请按 07-01 的格式填写"
)


LONGEST_CLOSURE = timedelta(days=731)


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
        load_default=None,
        allow_none=True,
        metadata={
            "description": "调休上班日：usual 按当天星期、workday 按周五。"
            "不写时 openings 按当天星期，words 按话里说的"
        },
    )
    last_day = Day(load_default=None)
    version = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "改的是哪一版（GET keeping 里的 version）；期间有人改过就不收"},
    )
    closures = fields.List(
        fields.Nested(ClosureIn), load_default=list, validate=validate.Length(max=50)
    )

    @validates_schema
    def _says_hours_once(self, data: dict[str, Any], **_more: Any) -> None:
        said = [name for name in ("openings", "words") if data.get(name)]
        if len(said) == 2 or not data.keys() & {"openings", "words"}:
            raise refuse("openings", "开放时间在 openings（一段一段）和 words（一句话）里选一种写")
        spans = [(each["starts_at"], each["ends_at"]) for each in data["closures"]]
        if len(set(spans)) < len(spans):
            raise refuse("closures", "同一段停开写了两次")
        if any(ends - starts > LONGEST_CLOSURE for starts, ends in spans):
            raise refuse("closures", "停开最长写两年；不再开放的，请停用这个站点")


class FactsIn(Schema):
    """What a keeper may mend besides the hours; what is left out stays."""

    version = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "改的是哪一版（GET keeping 里的 version）；期间有人改过就不收"},
    )
    phone = PublicTelephone(least=0, most=40)
    address = PublicText(least=0, most=120)
    note = PublicText(least=0, most=300, lines=True)
    place = fields.Nested(Place)
    features = fields.Dict(
        keys=one_of(*Feature),
        values=StrictBoolean(truthy={True}, falsy={False}, allow_none=True),
        metadata={"description": "true 有、false 没有、null 不知道"},
    )
