"""What may be asked of markets."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from weijiayuan.markets import organiser_list_queries
from weijiayuan.markets.rules.states import AgeGroup, ItemMode, MarketState
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.public_text import PublicText, PublicWords
from weijiayuan.web.schemas import (
    Id,
    Moment,
    PageIn,
    Place,
    Schema,
    StrictBoolean,
    Text,
    Whole,
    one_of,
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
    q = Text(
        least=0,
        most=40,
        load_default="",
        metadata={"description": "名称、地点、介绍里有，或有这样的服务（街上的说法也行：剪头发）"},
    )


class PersonIn(Schema):
    """A volunteer at a stall; without minutes, the whole time of the service."""

    name = Text(most=30, required=True)
    minutes = Whole(least=0, most=24 * 60, load_default=None, allow_none=True)


class MarketIn(Schema):
    """The facts of a market."""

    community = _code_field(required=True, metadata={"description": "社区代码"})
    title = PublicText(most=60, required=True)
    place = PublicText(most=80, load_default="")
    position = fields.Nested(Place, load_default=None, allow_none=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    intro = PublicText(least=0, most=1000, lines=True, load_default="")
    cover = Id(load_default=None, allow_none=True)
    sign_ups_each = Whole(least=1, most=20, load_default=5)
    sign_up_opens_at = Moment(allow_none=True)

    @validates_schema
    def check_span(self, data: dict[str, Any], **_context: Any) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise refuse("ends_at", "结束时间要晚于开始时间")
        if (data["ends_at"] - data["starts_at"]).total_seconds() > 14 * 86400:
            raise refuse("ends_at", "一场集市最长14天")
        opens_at = data.get("sign_up_opens_at")
        if opens_at is not None and opens_at >= data["ends_at"]:
            raise refuse("sign_up_opens_at", "开始报名的时间要早于集市结束")


class MoveIn(Schema):
    """Another time, and perhaps another place, for a market that is published; and why."""

    starts_at = Moment(required=True)
    place = PublicText(least=0, most=80, load_default="")
    position = fields.Nested(Place, load_default=None, allow_none=True)
    reason = PublicWords(most=200, required=True)
    although_overlapping = StrictBoolean(load_default=False)


class PublishIn(Schema):
    """Whether to publish although another market of the community is at the same time.

    A page asks its organiser before it says so; the answer names the others.
    """

    although_overlapping = StrictBoolean(load_default=False)


class MarketMessageIn(Schema):
    """What everybody who signed up is told; only those of one service if it is named."""

    text = PublicText(most=500, lines=True, required=True)
    item_id = Id(load_default=None, allow_none=True)


class OfferIn(Schema):
    """Somebody offers to help, perhaps at a certain service."""

    name = Text(most=30, required=True)
    item_id = Id(load_default=None, allow_none=True)
    note = PublicText(least=0, most=200, load_default="")


class OfferDecisionIn(Schema):
    """Whether an offer is accepted, and at which service."""

    accept = StrictBoolean(required=True)
    item_id = Id(load_default=None, allow_none=True)


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
    bring = PublicText(least=0, most=100, load_default=None, allow_none=True)
    note = PublicText(least=0, most=200, load_default="")
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
    name = PublicText(most=60, required=True)
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

    reason = PublicWords(most=200, required=True)


class SignUpIn(Schema):
    """For whom, when, and whether to wait when it is full."""

    window_id = Id(load_default=None, allow_none=True)
    member_id = Id(load_default=None, allow_none=True)
    wait = StrictBoolean(load_default=False)


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
    text = PublicText(least=0, most=500, lines=True, load_default="")


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
    told_at = Moment(
        load_default=None,
        allow_none=True,
        metadata={"description": "手机上现在的时间，用来校正扫码时间"},
    )
    scans = fields.List(fields.Nested(ScanIn), required=True, validate=validate.Length(max=500))

    @validates_schema
    def check_ids(self, data: dict[str, Any], **_context: Any) -> None:
        ids = [scan["scan_id"] for scan in data["scans"]]
        if len(set(ids)) < len(ids):
            raise refuse("scans", "scan_id 不能重复")


class CallIn(Schema):
    """Which station calls; `after` is the ticket it sees as its own, null when it sees nobody.

    Who leaves it out is refused only where somebody was called there seconds ago.
    """

    station = Whole(least=1, most=50, load_default=1)
    after = Id(allow_none=True)


class WalkInIn(Schema):
    """Somebody at the stall."""

    elder = StrictBoolean(load_default=False)
    age_group = fields.Enum(AgeGroup, by_value=True, load_default=None, allow_none=True)


class PauseIn(Schema):
    """A station to stop or resume."""

    station = Whole(least=1, most=50, load_default=1)
    paused = StrictBoolean(required=True)


class AddPlacesIn(Schema):
    """Places to add by pool; negative takes unused ones away."""

    window_id = Id(load_default=None, allow_none=True)
    sign_up = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)
    walk_in = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)
    elder = Whole(least=-MOST_PLACES, most=MOST_PLACES, load_default=0)


class VolunteersIn(Schema):
    """Who served at a stall."""

    people = fields.List(fields.Nested(PersonIn), required=True, validate=validate.Length(max=50))


class ClashesIn(Schema):
    """A window somebody thinks of."""

    window_id = Id(required=True)
    member_id = Id(load_default=None)


class DeskIn(PageIn):
    """Which of the organiser's markets."""

    state = one_of(*(state.value for state in MarketState), load_default=None)
    q = Text(least=1, most=40, load_default=None, metadata={"description": "名称或地点里的字"})
    sort = one_of(*choices_of(organiser_list_queries.ORDERS), load_default="-starts")
