"""The lists of 身边: what is asked, and what a row says."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.directory.rules.door_classifier import DOORS
from weijiayuan.directory.rules.vocabulary import Feature, How, Pace, SiteKind
from weijiayuan.directory.rules.walking_time import LONGEST_WALK
from weijiayuan.directory.schemas.shared_schemas import (
    CostOut,
    DoorOut,
    FeatureOut,
    FreshnessOut,
    LabelOut,
    PointOut,
)
from weijiayuan.web.schemas import (
    DATUMS,
    LngLat,
    Moment,
    PageIn,
    Schema,
    Text,
    Whole,
    one_of,
    page_schema,
    refuse,
)

NOW = "now"
YES = ("1", "true", "yes")


class Departure(Moment):
    """A moment, or `now`; a plus that a query string turned into a blank is put back."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if value == NOW:
            return NOW
        written = value.replace(" ", "+") if isinstance(value, str) else value
        return super()._deserialize(written, attr, data, **more)

    def _validate(self, value: Any) -> None:
        if value != NOW:
            super()._validate(value)


class Features(fields.String):
    """Names of features between commas; `true` is a ramp: no step to the door."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text: str = super()._deserialize(value, attr, data, **more)
        if text.lower() in YES:
            return (Feature.RAMP,)
        known = {each.value: each for each in Feature}
        named = [part.strip() for part in text.split(",") if part.strip()]
        if not set(named) <= known.keys():
            raise self.make_error("validator_failed")
        return tuple(known[name] for name in dict.fromkeys(named))


class WhereIn(PageIn):
    """Where somebody is, when they set out, and what they need of a place."""

    near = LngLat(
        metadata={
            "description": "经度,纬度。手机先取到小数点后三位（约100米）再发；"
            "服务器不保存、不记日志"
        },
    )
    datum = one_of(*DATUMS, metadata={"description": "有 near 时必填"})
    pace = one_of(
        *Pace,
        load_default=Pace.USUAL.value,
        metadata={"description": "usual 每分钟75米；slow 每分钟60米（老人、带孩子）"},
    )
    within_min = Whole(
        least=1, most=LONGEST_WALK, metadata={"description": "步行几分钟以内（估算）"}
    )
    open_at = Departure(
        metadata={
            "description": "出发的时刻，或 now：只要走到时开着的，存疑的不列。"
            "没有 near 时就是到的时刻"
        }
    )
    accessible = Features(
        metadata={
            "description": "ramp、lift、toilet、hearing_loop、nursing，用逗号分开；true 即 ramp。"
            "没有人看过的不算有"
        }
    )
    community = fields.String(validate=validate.Length(max=40))
    kind = one_of(*SiteKind)
    need = fields.String(
        validate=validate.Length(max=40), metadata={"description": "见 GET /services/needs"}
    )
    alliance = fields.String(validate=validate.Length(max=40))
    q = Text(
        least=0,
        most=40,
        metadata={
            "description": "几个词用空格分开，都要有；免费、附近、现在开着、无障碍这样的词当作条件"
        },
    )
    stale = fields.Boolean(
        load_default=False, metadata={"description": "true：180天没有核实过的也列出"}
    )

    @validates_schema
    def _names_the_datum(self, data: dict[str, Any], **_more: Any) -> None:
        if "near" in data and "datum" not in data:
            raise refuse("datum", "坐标系要写明 gcj02 或 wgs84")
        if "within_min" in data and "near" not in data:
            raise refuse("near", "要写明从哪里走")


class ServicesIn(WhereIn):
    free = fields.Boolean(load_default=False, metadata={"description": "true：只要明确免费的"})
    how = one_of(*How)
    language = one_of("zh-cmn", "zh-yue", "en", "sgn")
    site = fields.UUID()
    service = fields.UUID(metadata={"description": "只要这项服务在哪些站点"})


class SitesIn(WhereIn):
    pass


class SiteCardOut(Schema):
    """A site in a list."""

    id = fields.UUID()
    code = fields.String()
    name = fields.String()
    kind = fields.Nested(LabelOut)
    address = fields.String()
    phone = fields.String()
    community = fields.String(allow_none=True)
    place = fields.Nested(PointOut, allow_none=True)
    minutes = fields.Integer(
        allow_none=True, metadata={"description": "步行分钟数（估算）；没有 near 时为空"}
    )
    metres = fields.Integer(allow_none=True, metadata={"description": "直线距离，到十米"})
    door = fields.Nested(DoorOut)
    features = fields.List(fields.Nested(FeatureOut))
    assured = fields.Nested(FreshnessOut)
    doubted = fields.Boolean(metadata={"description": "存疑：有两位居民说和写的不一样，正在核实"})
    venue = fields.UUID(allow_none=True, metadata={"description": "可以在场地预约里预约的"})
    is_sample = fields.Boolean()


class ServiceCardOut(Schema):
    """A service at one site in a list."""

    id = fields.UUID(metadata={"description": "服务"})
    service_at = fields.UUID(metadata={"description": "这项服务在这个站点"})
    name = fields.String()
    need = fields.Nested(LabelOut)
    alliance = fields.Nested(LabelOut)
    text = fields.String()
    how = fields.Nested(LabelOut)
    who = fields.String()
    conditional = fields.Boolean(
        metadata={"description": "有适用条件，可以用 POST /services/fit 问"}
    )
    cost = fields.Nested(CostOut)
    takes_minutes = fields.Integer(allow_none=True)
    languages = fields.List(fields.String())
    desk = fields.String()
    site = fields.Nested(SiteCardOut)
    is_sample = fields.Boolean()


class HelplineOut(Schema):
    """Whom to call at once."""

    name = fields.String()
    text = fields.String()
    call = fields.List(fields.String())


class HelpIn(Schema):
    """Words that somebody typed into a search box."""

    q = Text(required=True, least=1, most=40)


class HelpOut(Schema):
    """Whom to call first, empty where nothing speaks of danger, and which doors the words mean."""

    help = fields.Nested(HelplineOut, allow_none=True)
    doors = fields.List(
        fields.String(validate=validate.OneOf(DOORS)),
        metadata={"description": "q 里的话像是要进哪几扇门, 最像的在前"},
    )


class _Understood(Schema):
    """What the typed words were taken for."""

    meant = fields.List(fields.Nested(LabelOut), metadata={"description": "q 里的话当作哪些需要"})
    elsewhere = fields.String(
        metadata={"description": "本区名单里没有地方提供最像的那样需要时：到哪里办、问谁；否则为空"}
    )
    help = fields.Nested(
        HelplineOut, allow_none=True, metadata={"description": "话里有危险的：先打这些电话"}
    )


class ServicePageOut(_Understood, page_schema(ServiceCardOut)):  # type: ignore[misc]  # made by a call
    """A page of services at sites."""


class SitePageOut(_Understood, page_schema(SiteCardOut)):  # type: ignore[misc]  # made by a call
    """A page of sites."""


class NeedOut(Schema):
    id = fields.String()
    name = fields.String()
    words = fields.List(fields.String())


class AllianceNeedsOut(Schema):
    id = fields.String()
    name = fields.String()
    needs = fields.List(fields.Nested(NeedOut))


class NeedsOut(Schema):
    version = fields.String()
    source = fields.String()
    items = fields.List(fields.Nested(AllianceNeedsOut))
