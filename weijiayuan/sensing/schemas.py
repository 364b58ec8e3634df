"""The shapes of devices, readings and alarms."""

from marshmallow import EXCLUDE, fields, validate

from weijiayuan.files.schemas import RowErrorOut, SheetIn
from weijiayuan.sensing import alarm_queries, device_queries
from weijiayuan.sensing.models import AlarmState
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.schemas import (
    Day,
    Id,
    LngLat,
    Moment,
    PageIn,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    Words,
    one_of,
)

OPEN = "open"
MOST_READINGS = 1000
CLASSES = {"description": "现行规则中的类别代码", "example": "road_water"}
CALLED = {"description": "设备的名称、编号或地址里的字"}
PLACES = {"description": "现行规则中的场所代码", "example": "road"}


class DeviceChangeIn(Schema):
    name = Text(most=60, required=True)
    place = fields.Nested(Place, required=True)
    place_kind = Text(most=40, required=True, metadata=PLACES)
    address = Text(most=120, required=True)
    owner = Text(most=80, required=True)
    owner_phone = fields.String(
        load_default="",
        validate=validate.Regexp(r"^[0-9+\- ]{0,20}$", error="电话只能有数字和 + -"),
    )
    basis = Text(
        least=0, most=400, load_default="", metadata={"description": "安装依据：法律条款或批文"}
    )
    filed_no = Text(least=0, most=60, load_default="")
    sign_photo = Id(load_default=None)


class DeviceIn(DeviceChangeIn):
    code = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Za-z0-9-]{3,40}$", error="编号用3到40个字母、数字和连字符"),
    )
    kind = Text(most=40, required=True, metadata=CLASSES)
    interval_seconds = Whole(least=10, most=86400, required=True)
    installed_on = Day(required=True)
    gateway_id = Id(load_default=None)


class DeviceOut(Schema):
    id = fields.UUID()
    code = fields.String()
    kind = fields.String()
    kind_name = fields.String()
    name = fields.String()
    address = fields.String()
    place = fields.Nested(Place)
    place_kind = fields.String()
    grid_code = fields.String(allow_none=True)
    owner = fields.String()
    owner_phone = fields.String()
    basis = fields.String()
    filed_no = fields.String()
    datastream_id = fields.UUID()
    interval_seconds = fields.Integer()
    installed_on = fields.Date()
    retired_at = Moment(allow_none=True)
    last_seen_at = Moment(allow_none=True)
    skew_seconds = fields.Float()
    is_clock_wrong = fields.Boolean(metadata={"description": "时钟错了，读数按收到的时间算"})
    is_silent = fields.Boolean()
    is_out_of_range = fields.Boolean(metadata={"description": "读数都在量程外，按不清楚算"})
    must_file_by = fields.Date(allow_none=True)
    is_sample = fields.Boolean()
    version = fields.String(metadata=HOW)


class DeviceKeyOut(Schema):
    device = fields.Nested(DeviceOut)
    key = fields.String(
        allow_none=True, metadata={"description": "只显示这一次；同一请求重发时为空，请换发密钥"}
    )


class DeviceImportIn(SheetIn):
    """A list of devices: xlsx or csv."""


class ImportedDeviceOut(Schema):
    id = fields.UUID()
    code = fields.String()
    name = fields.String()
    datastream_id = fields.UUID()
    key = fields.String(metadata={"description": "只显示这一次"})


class DeviceImportOut(Schema):
    count = fields.Integer()
    problems = fields.List(fields.Nested(RowErrorOut))
    items = fields.List(
        fields.Nested(ImportedDeviceOut),
        allow_none=True,
        metadata={"description": "登记了的设备和密钥；同一请求重发时为空，请换发密钥"},
    )


class DevicesIn(PageIn):
    kind = Text(most=40, load_default=None, metadata=CLASSES)
    q = Text(least=1, most=40, load_default=None, metadata=CALLED)
    sort = one_of(*choices_of(device_queries.ORDERS), load_default="registered")


class DevicePageOut(Schema):
    items = fields.List(fields.Nested(DeviceOut))
    next_cursor = fields.String(allow_none=True)


class TicketDeviceOut(Schema):
    id = fields.UUID()
    name = fields.String()
    kind_name = fields.String()
    since = Moment()


class TicketOut(Schema):
    """Devices to be seen to for one cause behind one gateway or in one street, by one owner."""

    id = fields.String()
    cause = fields.String(
        metadata={"description": "silent 离线，clock 时钟不准，range 超出量程，cut 多台一起断线"}
    )
    cause_text = fields.String()
    for_life = fields.Boolean(metadata={"description": "会叫119的一类"})
    street = fields.String()
    gateway = fields.String(allow_none=True)
    owner = fields.String()
    owner_phone = fields.String()
    count = fields.Integer()
    devices = fields.List(fields.Nested(TicketDeviceOut))
    since = Moment()
    due_at = Moment()
    late = fields.Boolean()


class TicketsOut(Schema):
    items = fields.List(fields.Nested(TicketOut))


class PublicDevicesIn(Schema):
    near = LngLat(required=True, metadata={"description": "经度,纬度（gcj02）"})


class PublicDeviceOut(Schema):
    name = fields.String()
    measures = fields.String()
    owner = fields.String()
    address = fields.String()
    basis = fields.String()
    filed_no = fields.String()
    sees_people = fields.Boolean()
    kept = fields.String()


class PublicDevicesOut(Schema):
    items = fields.List(fields.Nested(PublicDeviceOut))
    promise = fields.String()


class AlarmsIn(PageIn):
    state = one_of(OPEN, alarm_queries.STANDING, *AlarmState, load_default=None)
    kind = Text(most=40, load_default=None, metadata=CLASSES)
    q = Text(least=1, most=40, load_default=None, metadata=CALLED)
    event = Id(load_default=None, metadata={"description": "只看这件事项的设备报警"})
    sort = one_of(*choices_of(alarm_queries.ORDERS), load_default="-raised")


class AlarmOut(Schema):
    id = fields.UUID()
    kind = fields.String()
    kind_name = fields.String()
    level = fields.Integer()
    state = fields.String()
    state_text = fields.String()
    device = fields.String()
    address = fields.String()
    value_text = fields.String()
    peak_text = fields.String()
    raised_at = Moment(metadata={"description": "设备的时刻：达到报警线"})
    found_at = Moment(metadata={"description": "本系统发现的时刻"})
    cleared_at = Moment(allow_none=True)
    confirm_due_at = Moment(allow_none=True)
    event_id = fields.UUID(allow_none=True)
    joined = fields.Boolean()
    rules_version = fields.String()
    words = fields.String()
    denied_at = Moment(
        allow_none=True, metadata={"description": "Ⅰ、Ⅱ级：第一个人说是误报的时刻，等另一人核实"}
    )
    call = fields.String(allow_none=True)
    version = fields.String(metadata=HOW)


class AlarmPageOut(Schema):
    items = fields.List(fields.Nested(AlarmOut))
    next_cursor = fields.String(allow_none=True)


class WordsIn(Schema):
    words = Text(least=0, most=300, load_default="")


class LineOut(Schema):
    level = fields.Integer()
    raises_at = fields.Float()
    clears_at = fields.Float()
    below = fields.Boolean()
    needed = fields.Integer()
    of = fields.Integer()
    dwell_minutes = fields.Integer()
    asks_first = fields.Boolean()
    is_doubted = fields.Boolean()
    confirmed = fields.Integer()
    false = fields.Integer()
    precision_low = fields.Float()
    precision_high = fields.Float()


class ClassOut(Schema):
    code = fields.String()
    name = fields.String()
    property = fields.String()
    unit = fields.String()
    lines = fields.List(fields.Nested(LineOut))


class VersionOut(Schema):
    version = fields.String()
    reason = fields.String()
    proposed_at = Moment()
    decided_at = Moment(allow_none=True)
    is_approved = fields.Boolean(allow_none=True)


class PlaceKindOut(Schema):
    code = fields.String()
    name = fields.String()
    is_forbidden = fields.Boolean(metadata={"description": "法律不许安装感知设备的场所"})


class ContentIn(Schema):
    version = Text(most=40, load_default=None, metadata={"description": "空：现行版本"})


class ContentOut(Schema):
    content = fields.Dict(metadata={"description": "这个版本的全文，改了就是草案"})


class RulesOut(Schema):
    version = fields.String()
    note = fields.String()
    places = fields.List(fields.Nested(PlaceKindOut))
    classes = fields.List(fields.Nested(ClassOut))
    versions = fields.List(fields.Nested(VersionOut))


class RulesIn(Schema):
    content = fields.Dict(
        required=True,
        metadata={"description": "与 weijiayuan/data/sensing/classes.toml 相同的结构"},
    )
    reason = Words(most=500, required=True)


class DecisionIn(Schema):
    approved = StrictBoolean(required=True)


class ReplayIn(Schema):
    kind = Text(most=40, required=True, metadata=CLASSES)
    content = fields.Dict(load_default=None, metadata={"description": "草案；空：现行规则"})
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)


class ReplayedOut(Schema):
    device = fields.String()
    level = fields.Integer()
    raised_at = Moment()
    cleared_at = Moment(allow_none=True)
    peak = fields.Float()


class ReplayOut(Schema):
    version = fields.String()
    items = fields.List(fields.Nested(ReplayedOut))


class AnyOut(Schema):
    """An answer in the words of SensorThings."""

    class Meta:
        unknown = EXCLUDE


class ObservationIn(Schema):
    """One observation of SensorThings 1.1; what is not ours is let by."""

    class Meta:
        unknown = EXCLUDE

    phenomenon_time = fields.String(required=True, data_key="phenomenonTime")
    result = fields.Raw(required=True)


class DataArrayIn(Schema):
    class Meta:
        unknown = EXCLUDE

    datastream = fields.Dict(required=True, data_key="Datastream")
    components = fields.List(fields.String(), required=True)
    data_array = fields.List(
        fields.List(fields.Raw(allow_none=True)),
        required=True,
        data_key="dataArray",
        validate=validate.Length(max=MOST_READINGS, error=f"一次最多{MOST_READINGS}条"),
    )
