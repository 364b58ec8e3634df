"""The shapes of places, going out and coming in."""

from collections.abc import Callable
from typing import Any

from marshmallow import EXCLUDE, ValidationError, fields, validate, validates_schema

from weijiayuan.district.current_district import district
from weijiayuan.district.profile import DistrictProfile
from weijiayuan.places import district_files
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.schematic_map import LEVELS
from weijiayuan.places.working_calendar import DayKind
from weijiayuan.web.schemas import DATUMS, Place, Schema, StrictBoolean, Text, one_of, refuse

LONGEST_ASKED_DAYS = 400
MOST_GRIDS = 2000
Check = Callable[[Any], Any]


def of_this_district(code: str) -> None:
    """Refuse a code that does not begin with the district's own."""
    if not district().holds(code):
        raise ValidationError(f"代码要以{district().code}开头")


code_of_community: list[Check] = [
    validate.Regexp(r"^\d{12}\Z", error="社区代码是12位数字"),
    of_this_district,
]
code_of_street: list[Check] = [
    validate.Regexp(r"^\d{9}\Z", error="街道代码是9位数字"),
    of_this_district,
]
code_of_grid = validate.Regexp(
    r"^[0-9A-Za-z-]{1,20}$", error="网格代码只含字母、数字和短横，最多20位"
)


class TelephoneOut(Schema):
    name = fields.String()
    number = fields.String()


class DistrictOut(Schema):
    code = fields.String()
    name = fields.String()
    short_name = fields.String()
    city = fields.String()
    province = fields.String()
    area_km2 = fields.Float(allow_none=True)
    telephones = fields.Dict(
        keys=fields.String(metadata={"description": "用途, 如 hotline、police"}),
        values=fields.Nested(TelephoneOut),
    )
    community_telephones = fields.Dict(
        keys=fields.String(metadata={"description": "社区代码"}),
        values=fields.String(),
        metadata={"description": "社区工作站的电话; 没有登记的社区不在其中"},
    )
    words = fields.Dict(keys=fields.String(), values=fields.String())
    centre = fields.Method(
        "_centre", metadata={"description": "区的中点, 地图从这里看起: lng、lat, 坐标系 gcj02"}
    )
    source = fields.String()

    def _centre(self, one: DistrictProfile) -> dict[str, object]:
        lng, lat = one.centre
        return {"lng": lng, "lat": lat, "datum": "gcj02"}


class StreetOut(Schema):
    code = fields.String()
    name = fields.String()
    communities = fields.Integer(metadata={"description": "现有社区数(已知名称的)"})
    area_km2 = fields.Float(allow_none=True)
    population = fields.Integer(allow_none=True)
    source = fields.String(allow_none=True)
    as_of = fields.Date(allow_none=True)


class StreetsOut(Schema):
    items = fields.List(fields.Nested(StreetOut))


class CommunitiesIn(Schema):
    street = fields.String(load_default=None, validate=code_of_street)
    on = fields.Date(load_default=None, metadata={"description": "哪一天存在的社区, 默认今天"})


class CommunityOut(Schema):
    id = fields.UUID()
    code = fields.String(allow_none=True, metadata={"description": "统计用区划代码, 未公布时为空"})
    name = fields.String()
    street = fields.Pluck(StreetOut, "code")
    street_name = fields.String(attribute="street.name")
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    centre = fields.Nested(Place, allow_none=True, metadata={"description": "示例位置"})
    source = fields.String()
    grade = fields.String()


class CommunitiesOut(Schema):
    named_by_district = fields.Integer(metadata={"description": "区里公布的社区数; 名称未必都已知"})
    items = fields.List(fields.Nested(CommunityOut))


class CommunityPartsOut(Schema):
    items = fields.List(fields.Nested(CommunityOut))


class LocatedGridOut(Schema):
    id = fields.UUID()
    code = fields.String()
    name = fields.String()
    version = fields.Integer()
    sample = fields.Boolean(attribute="is_sample", metadata={"description": "示例网格,非真实边界"})


class NamedOut(Schema):
    code = fields.String(allow_none=True)
    name = fields.String()


class LocatedOut(Schema):
    in_district = fields.Boolean()
    grid = fields.Nested(LocatedGridOut, allow_none=True)
    community = fields.Nested(NamedOut, allow_none=True)
    street = fields.Nested(NamedOut, allow_none=True)
    metres = fields.Float(
        allow_none=True, metadata={"description": "离网格边界多远: 网格内为0, 50米以内归最近的网格"}
    )


class SchematicIn(Schema):
    level = one_of(*LEVELS, load_default="community")


class ShapeOut(Schema):
    code = fields.String(allow_none=True)
    name = fields.String()
    street = fields.String()
    community = fields.String(allow_none=True)
    rings = fields.List(fields.List(fields.List(fields.Integer())))


class FrameOut(Schema):
    west = fields.Float()
    south = fields.Float()
    east = fields.Float()
    north = fields.Float()
    datum = fields.String(validate=validate.OneOf(DATUMS))


class SchematicOut(Schema):
    note = fields.String()
    sample = fields.Boolean()
    width = fields.Integer()
    height = fields.Integer()
    frame = fields.Nested(FrameOut)
    shapes = fields.List(fields.Nested(ShapeOut))


class ServicePointsIn(Schema):
    street = fields.String(load_default=None, validate=code_of_street)
    kind = Text(most=20, load_default=None)


class ServicePointOut(Schema):
    id = fields.UUID()
    name = fields.String()
    kind = fields.String()
    code = fields.String(allow_none=True)
    street = fields.String(allow_none=True)
    community = fields.String(allow_none=True)
    source = fields.String()


class ServicePointsOut(Schema):
    items = fields.List(fields.Nested(ServicePointOut))


class CalendarIn(Schema):
    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)

    @validates_schema
    def check_span(self, asked: dict[str, Any], **_more: Any) -> None:
        if not 0 <= (asked["to"] - asked["from_"]).days <= LONGEST_ASKED_DAYS:
            raise refuse("to", f"结束日期要在开始之后的{LONGEST_ASKED_DAYS}天以内")


class DayOut(Schema):
    day = fields.Date()
    working = fields.Boolean()
    name = fields.String(allow_none=True)
    provisional = fields.Boolean(metadata={"description": "当年安排尚未公布, 按法定节假日推算"})


class CalendarOut(Schema):
    provisional_from = fields.Date()
    note = fields.String(allow_none=True)
    items = fields.List(fields.Nested(DayOut))


class CommunityIn(Schema):
    street = fields.String(required=True, validate=code_of_street)
    name = Text(most=40, required=True)
    code = fields.String(load_default=None, allow_none=True, validate=code_of_community)
    valid_from = fields.Date(required=True)
    source = Text(most=200, required=True)


class CorrectionIn(Schema):
    name = Text(most=40, required=True)
    code = fields.String(load_default=None, allow_none=True, validate=code_of_community)
    source = Text(most=200, required=True)


class PartIn(Schema):
    name = Text(most=40, required=True)
    code = fields.String(load_default=None, allow_none=True, validate=code_of_community)


class SplitIn(Schema):
    into = fields.List(
        fields.Nested(PartIn),
        required=True,
        validate=validate.Length(2, 10, error="分成2到10个社区"),
    )
    on = fields.Date(required=True)
    source = Text(most=200, required=True)


class MarkIn(Schema):
    kind = one_of(*DayKind, required=True)
    name = Text(most=40, required=True)
    source = Text(most=200, required=True)


class MarkedDayIn(Schema):
    day = fields.Date(required=True)
    kind = one_of(*DayKind, required=True)
    name = Text(most=40, required=True)


class YearIn(Schema):
    source = Text(most=200, required=True, metadata={"description": "国务院办公厅通知的文号"})
    days = fields.List(
        fields.Nested(MarkedDayIn), required=True, validate=validate.Length(7, 80, error="7到80天")
    )


class GridPropertiesIn(Schema):
    """What a feature says of its grid. RFC 7946 lets GeoJSON carry more than we read."""

    class Meta:
        unknown = EXCLUDE

    code = fields.String(required=True, validate=code_of_grid)
    name = Text(most=60, required=True)
    community = fields.String(required=True, validate=validate.Length(max=40))
    kind = fields.String(load_default=None, allow_none=True)

    @validates_schema
    def check_kind(self, given: dict[str, Any], **_more: Any) -> None:
        kinds = district_files.sheet(district(), "territory.json")["grid_kinds"]
        if given["kind"] is not None and given["kind"] not in kinds:
            raise refuse("kind", f"只能是 {'、'.join(kinds)}")


class GeometryIn(Schema):
    """The outline of a grid. RFC 7946 lets GeoJSON carry more than we read."""

    class Meta:
        unknown = EXCLUDE

    type = one_of("Polygon", "MultiPolygon", required=True)
    coordinates = fields.Raw(required=True)

    @validates_schema
    def check_depth(self, given: dict[str, Any], **_more: Any) -> None:
        levels = 3 if given["type"] == "Polygon" else 4
        if not _is_nested(given["coordinates"], levels):
            raise ValidationError({"coordinates": ["坐标格式不对"]})


def _is_nested(value: Any, levels: int) -> bool:
    """Say whether lists go exactly so deep and end in pairs of plain numbers."""
    if levels > 1:
        return isinstance(value, list) and all(_is_nested(each, levels - 1) for each in value)
    is_pair = isinstance(value, list) and len(value) == 2
    return is_pair and all(type(each) in {int, float} and abs(each) <= 180 for each in value)


class FeatureIn(Schema):
    """One grid. RFC 7946 lets GeoJSON carry more than we read."""

    class Meta:
        unknown = EXCLUDE

    type = one_of("Feature", required=True)
    properties = fields.Nested(GridPropertiesIn, required=True)
    geometry = fields.Nested(GeometryIn, required=True)


class GridVersionIn(Schema):
    datum = one_of(*Datum, required=True)
    source = Text(most=200, required=True)
    as_of = fields.Date(required=True)
    grade = one_of("A", "B", "C", "SAMPLE", required=True)
    licence = Text(least=0, most=100, load_default="")
    sample = StrictBoolean(load_default=False)
    features = fields.List(
        fields.Nested(FeatureIn),
        required=True,
        validate=validate.Length(1, MOST_GRIDS, error=f"1到{MOST_GRIDS}个网格"),
    )


class CoverageOut(Schema):
    version = fields.Integer()
    grids = fields.Integer()
    area_km2 = fields.Float()
    uncovered_km2 = fields.Float(metadata={"description": "区内没有网格的面积"})
    outside_km2 = fields.Float()
    overlap_km2 = fields.Float()
