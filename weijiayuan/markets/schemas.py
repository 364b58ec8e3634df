"""The shapes of markets on the wire."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.markets.rules.arrivals import ScanOutcome
from weijiayuan.markets.rules.states import AgeGroup, ItemMode, MarketState, TicketState
from weijiayuan.web.schemas import (
    Id,
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

MOST_LINES = 40
MOST_PLACES = 1000


def _code_field(**more: Any) -> fields.String:
    return Text(most=32, **more)


class MarketsIn(PageIn):
    """Which markets: of a community, and past ones only if asked for."""

    community = _code_field(load_default=None)
    past = fields.Boolean(load_default=False)


class PersonIn(Schema):
    """A volunteer at a stall; without minutes, the whole time of the service."""

    name = Text(most=30, required=True)
    minutes = Whole(least=0, most=24 * 60, load_default=None, allow_none=True)


class MarketIn(Schema):
    """The facts of a market."""

    community = _code_field(required=True, metadata={"description": "社区代码"})
    title = Text(most=60, required=True)
    place = Text(most=80, load_default="")
    position = fields.Nested(Place, load_default=None, allow_none=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    intro = Text(least=0, most=1000, lines=True, load_default="")
    cover = Id(load_default=None, allow_none=True)
    sign_ups_each = Whole(least=1, most=20, load_default=5)

    @validates_schema
    def check_span(self, data: dict[str, Any], **_context: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束时间要晚于开始时间")
        if (data["ends_at"] - data["starts_at"]).total_seconds() > 14 * 86400:
            raise refuse("ends_at", "一场集市最长14天")


class LineIn(Schema):
    """A service on the menu. What is left out follows from the catalogue and the market."""

    id = Id(load_default=None, allow_none=True)
    service = Text(most=40, required=True, metadata={"description": "目录里的编号或名称"})
    provider = Text(most=60, required=True)
    starts_at = Moment(load_default=None, allow_none=True)
    ends_at = Moment(load_default=None, allow_none=True)
    minutes = Whole(least=1, most=480, load_default=None, allow_none=True)
    stations = Whole(least=1, most=50, load_default=None, allow_none=True)
    places = Whole(most=MOST_PLACES, load_default=None, allow_none=True)
    places_walk_in = Whole(most=MOST_PLACES, load_default=None, allow_none=True)
    places_elder = Whole(most=MOST_PLACES, load_default=None, allow_none=True)
    mode = fields.Enum(ItemMode, by_value=True, load_default=ItemMode.QUEUE)
    window_minutes = Whole(least=5, most=480, load_default=None, allow_none=True)
    people = fields.List(
        fields.Nested(PersonIn), load_default=list, validate=validate.Length(max=50)
    )
    bring = Text(least=0, most=100, load_default=None, allow_none=True)
    note = Text(least=0, most=200, load_default="")
    min_age = Whole(most=120, load_default=None, allow_none=True)
    max_age = Whole(most=120, load_default=None, allow_none=True)
    draw_closes_at = Moment(load_default=None, allow_none=True)


class MenuIn(Schema):
    """The whole menu."""

    items = fields.List(
        fields.Nested(LineIn), required=True, validate=validate.Length(max=MOST_LINES)
    )


class GoodsLineIn(Schema):
    """Something on the shelf."""

    id = Id(load_default=None, allow_none=True)
    name = Text(most=60, required=True)
    origin = Text(most=60, required=True, metadata={"description": "产地，例如“广西百色”"})
    price_fen = Whole(most=100_000_000, required=True)
    unit = Text(most=20, load_default="份")
    how_to_buy = Text(most=200, required=True)
    picture_id = Id(load_default=None, allow_none=True, data_key="picture")


class ShelfIn(Schema):
    """The whole shelf."""

    items = fields.List(
        fields.Nested(GoodsLineIn), required=True, validate=validate.Length(max=100)
    )


class CancelIn(Schema):
    """Why a market is called off; everybody signed up reads it."""

    reason = Text(most=200, required=True)


class SignUpIn(Schema):
    """For whom, when, and whether to wait when it is full."""

    window_id = Id(load_default=None, allow_none=True)
    member_id = Id(load_default=None, allow_none=True)
    wait = fields.Boolean(load_default=False)


class EntryIn(Schema):
    """For whom to enter a draw."""

    member_id = Id(load_default=None, allow_none=True)


class WishIn(Schema):
    """A service wished for in a community."""

    service = Text(most=40, required=True)
    community = _code_field(required=True)


class TallyIn(Schema):
    """Which wishes to count."""

    community = _code_field(load_default=None)
    service = Text(most=40, load_default=None)


class RatingIn(Schema):
    """What somebody thought of it."""

    stars = Whole(least=1, most=5, required=True)
    text = Text(least=0, most=500, lines=True, load_default="")


class CheckInIn(Schema):
    """A ticket as scanned or typed."""

    ticket = Text(most=64, required=True)


class ScanIn(Schema):
    """One scan a telephone kept while offline."""

    scan_id = Text(most=64, required=True)
    ticket = Text(most=64, required=True)
    scanned_at = Moment(required=True)


class SyncIn(Schema):
    """What a telephone kept, under a name of its own that never changes."""

    device = Text(most=64, required=True)
    scans = fields.List(fields.Nested(ScanIn), required=True, validate=validate.Length(max=500))

    @validates_schema
    def check_ids(self, data: dict[str, Any], **_context: Any) -> None:
        ids = [scan["scan_id"] for scan in data["scans"]]
        if len(set(ids)) < len(ids):
            raise refuse("scans", "scan_id 不能重复")


class CallIn(Schema):
    """Which station calls; `after` is the ticket it sees as its own, against a second press."""

    station = Whole(least=1, most=50, load_default=1)
    after = Id(load_default=None, allow_none=True)


class WalkInIn(Schema):
    """Somebody at the stall."""

    elder = fields.Boolean(load_default=False)
    age_group = fields.Enum(AgeGroup, by_value=True, load_default=None, allow_none=True)


class PauseIn(Schema):
    """A station to stop or resume."""

    station = Whole(least=1, most=50, load_default=1)
    paused = fields.Boolean(required=True)


class AddPlacesIn(Schema):
    """Places to add by pool; negative takes unused ones away."""

    window_id = Id(load_default=None, allow_none=True)
    sign_up = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)
    walk_in = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)
    elder = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)


class VolunteersIn(Schema):
    """Who served at a stall."""

    people = fields.List(fields.Nested(PersonIn), required=True, validate=validate.Length(max=50))


class CallingOut(Schema):
    """A number at a station."""

    station = fields.Integer()
    label = fields.String()


class WindowOut(Schema):
    """A window of a service."""

    id = Id()
    starts_at = Moment()
    ends_at = Moment()
    places = fields.Integer()
    left = fields.Integer()
    waiting = fields.Integer()


class ItemOut(Schema):
    """A service on the menu with its live counters."""

    id = Id()
    service = fields.String()
    service_name = fields.String()
    group = fields.String(allow_none=True)
    provider = fields.String()
    people = fields.List(fields.String())
    starts_at = Moment()
    ends_at = Moment()
    minutes = fields.Integer()
    stations = fields.Integer()
    paused = fields.List(fields.Integer())
    mode = fields.Enum(ItemMode, by_value=True)
    window_minutes = fields.Integer(allow_none=True)
    bring = fields.String()
    note = fields.String()
    min_age = fields.Integer(allow_none=True)
    max_age = fields.Integer(allow_none=True)
    places = fields.Integer()
    left = fields.Integer()
    waiting = fields.Integer()
    places_walk_in = fields.Integer()
    places_elder = fields.Integer()
    draw = Id(allow_none=True)
    draw_closes_at = Moment(allow_none=True)
    calling = fields.List(fields.Nested(CallingOut))
    here = fields.Integer()
    windows = fields.List(fields.Nested(WindowOut))


class GoodsOut(Schema):
    """Something on the shelf."""

    id = Id()
    name = fields.String()
    origin = fields.String()
    price_fen = fields.Integer()
    unit = fields.String()
    how_to_buy = fields.String()
    picture = Id(allow_none=True)
    interested = fields.Integer()


class ShelfOut(Schema):
    """The shelf."""

    items = fields.List(fields.Nested(GoodsOut))


class MarketOut(Schema):
    """A market in a list."""

    id = Id()
    community = fields.String()
    title = fields.String()
    place = fields.String()
    position = fields.Nested(Place, allow_none=True)
    starts_at = Moment()
    ends_at = Moment()
    organiser = fields.String()
    intro = fields.String()
    cover = Id(allow_none=True)
    series = Id()
    sign_ups_each = fields.Integer()
    state = fields.Enum(MarketState, by_value=True)
    published_at = Moment(allow_none=True)
    cancelled_reason = fields.String(allow_none=True)
    is_sample = fields.Boolean()


class WholeMarketOut(MarketOut):
    """A market with its menu and shelf."""

    items = fields.List(fields.Nested(ItemOut))
    goods = fields.List(fields.Nested(GoodsOut))


MarketsOut = page_schema(MarketOut)


class ServiceOut(Schema):
    """A kind of service in the catalogue."""

    id = fields.String()
    name = fields.String()
    group = fields.String()
    group_name = fields.String()
    minutes = fields.Integer()
    bring = fields.String()
    min_age = fields.Integer(allow_none=True)
    max_age = fields.Integer(allow_none=True)


class ServicesOut(Schema):
    """The catalogue."""

    items = fields.List(fields.Nested(ServiceOut))


class NextOut(Schema):
    """A number to come."""

    label = fields.String()
    arrived = fields.Boolean()


class QueueOut(Schema):
    """The queue at a stall, without names."""

    item = Id()
    market = Id()
    title = fields.String()
    service = fields.String()
    service_name = fields.String()
    provider = fields.String()
    state = fields.Enum(MarketState, by_value=True)
    starts_at = Moment()
    ends_at = Moment()
    stations = fields.Integer()
    paused = fields.List(fields.Integer())
    calling = fields.List(fields.Nested(CallingOut))
    here = fields.Integer()
    per_person_seconds = fields.Integer()
    next = fields.List(fields.Nested(NextOut))
    walk_in_left = fields.Integer()


class SpanOut(Schema):
    """From when to when."""

    id = Id()
    starts_at = Moment()
    ends_at = Moment()


class ClashOut(Schema):
    """Another of the person's services that leaves too little time."""

    id = Id()
    service = fields.String()
    service_name = fields.String()
    starts_at = Moment()
    ends_at = Moment()
    text = fields.String()


class TicketOut(Schema):
    """A ticket. `ticket` is what its QR says, `code` the short code to type."""

    id = Id()
    market = Id()
    market_title = fields.String()
    place = fields.String()
    item = Id()
    service = fields.String()
    service_name = fields.String()
    provider = fields.String()
    bring = fields.String()
    member = Id(allow_none=True)
    state = fields.Enum(TicketState, by_value=True)
    state_text = fields.String()
    number = fields.Integer(allow_none=True)
    label = fields.String()
    wait_number = fields.Integer(allow_none=True)
    ticket = fields.String()
    code = fields.String()
    window = fields.Nested(SpanOut)
    ahead = fields.Integer(allow_none=True)
    expected_at = Moment(allow_none=True)
    station = fields.Integer(allow_none=True)
    stars = fields.Integer(allow_none=True)
    clashes = fields.List(fields.Nested(ClashOut))


class DrawEntryOut(Schema):
    """An entry in a draw."""

    draw = Id()
    number = fields.Integer()
    closes_at = Moment()


TicketsOut = page_schema(TicketOut)


class ClashesIn(Schema):
    """A window somebody thinks of."""

    window_id = Id(required=True)
    member_id = Id(load_default=None)


class ClashesOut(Schema):
    """What would clash with it."""

    items = fields.List(fields.Nested(ClashOut))


class WishOut(Schema):
    """A wish, noted."""

    service = fields.String()
    service_name = fields.String()
    community = fields.String()


class WishCountOut(WishOut):
    """How many wish for a service in a community."""

    wishes = fields.Integer()


class TallyOut(Schema):
    """The wishes, most wished first."""

    items = fields.List(fields.Nested(WishCountOut))


class RatingOut(Schema):
    """A rating given."""

    stars = fields.Integer()
    text = fields.String()


class StallTicketOut(Schema):
    """A ticket as the organiser sees it: no name, but whom to expect."""

    id = Id()
    code = fields.String()
    label = fields.String()
    item = Id()
    service_name = fields.String()
    state = fields.Enum(TicketState, by_value=True)
    state_text = fields.String()
    walk_in = fields.Boolean()
    age_group = fields.Enum(AgeGroup, by_value=True)
    station = fields.Integer(allow_none=True)
    arrived_at = Moment(allow_none=True)
    starts_at = Moment()


class CheckedInOut(Schema):
    """What a scan did."""

    outcome = fields.Enum(ScanOutcome, by_value=True)
    ticket = fields.Nested(StallTicketOut)


class StallListOut(Schema):
    """Everybody expected, for a telephone that may lose its network."""

    market = Id()
    taken_at = Moment()
    items = fields.List(fields.Nested(StallTicketOut))


class ScanResultOut(Schema):
    """What became of one scan."""

    scan_id = fields.String()
    outcome = fields.Enum(ScanOutcome, by_value=True)
    ticket = fields.Nested(StallTicketOut, allow_none=True)


class SyncedOut(Schema):
    """What became of each scan."""

    items = fields.List(fields.Nested(ScanResultOut))


class CalledOut(Schema):
    """Who was called, and who was finished with it; called is null when nobody waits."""

    called = fields.Nested(StallTicketOut, allow_none=True)
    finished = fields.Nested(StallTicketOut, allow_none=True)
    here = fields.Integer()


class DeskIn(PageIn):
    """Which of the organiser's markets."""

    state = one_of(*(state.value for state in MarketState), load_default=None)
