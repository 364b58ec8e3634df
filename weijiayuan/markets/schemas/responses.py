"""What markets answer."""

from marshmallow import fields

from weijiayuan.markets.rules.check_in_merging import ScanOutcome
from weijiayuan.markets.rules.states import AgeGroup, ItemMode, MarketState, TicketState
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import (
    Id,
    Moment,
    Place,
    Schema,
    page_schema,
)


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
    sign_up_opens_at = Moment(allow_none=True)
    state = fields.Enum(MarketState, by_value=True)
    published_at = Moment(allow_none=True)
    cancelled_reason = fields.String(allow_none=True)
    is_sample = fields.Boolean()
    serves = fields.List(
        fields.String(), metadata={"description": "只在用 q 找时有：那里有的、q 说的服务"}
    )


class OverlapOut(Schema):
    """Another market of the community at the same time."""

    id = Id()
    title = fields.String()
    starts_at = Moment()


class PublishedOut(MarketOut):
    """A market that was published or moved, with what else is at that time."""

    overlaps = fields.List(fields.Nested(OverlapOut))


class WholeMarketOut(MarketOut):
    """A market with its menu and shelf."""

    items = fields.List(fields.Nested(ItemOut))
    goods = fields.List(fields.Nested(GoodsOut))
    version = fields.Integer(metadata=HOW)


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


class MyEntryOut(Schema):
    """An entry of mine in a draw; rank and won are null before it is drawn."""

    number = fields.Integer()
    tickets = fields.Integer()
    member = Id(allow_none=True)
    rank = fields.Integer(allow_none=True)
    won = fields.Boolean(allow_none=True)


class MyEntriesOut(Schema):
    """My entries in a draw."""

    items = fields.List(fields.Nested(MyEntryOut))


TicketsOut = page_schema(TicketOut)


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


class AtStationsOut(Schema):
    """Who is at the stations of a stall."""

    items = fields.List(fields.Nested(StallTicketOut))


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
