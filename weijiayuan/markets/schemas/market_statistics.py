"""The shapes of what is counted after a market."""

from marshmallow import fields

from weijiayuan.markets.rules.states import OfferState
from weijiayuan.web.decided_as_read import HOW
from weijiayuan.web.schemas import Id, Moment, Schema, page_schema


class CountsOut(Schema):
    """Counts of people; means in minutes and stars, null without anyone."""

    signed_up = fields.Integer()
    walk_ins = fields.Integer()
    came = fields.Integer()
    served = fields.Integer()
    no_shows = fields.Integer()
    withdrawn = fields.Integer()
    still_waiting = fields.Integer()
    mean_wait_minutes = fields.Float(allow_none=True)
    mean_service_minutes = fields.Float(allow_none=True)
    mean_stars = fields.Float(allow_none=True)
    ratings = fields.Integer()
    by_age = fields.Dict(keys=fields.String(), values=fields.Integer())


class ServiceCountsOut(CountsOut):
    """The counts of one service."""

    service = fields.String()
    service_name = fields.String()


class InterestOut(Schema):
    """How many would buy something."""

    name = fields.String()
    origin = fields.String()
    interested = fields.Integer()


class FiguresOut(Schema):
    """A market in figures, without names."""

    market = Id()
    total = fields.Nested(CountsOut)
    services = fields.List(fields.Nested(ServiceCountsOut))
    goods = fields.List(fields.Nested(InterestOut))
    volunteers = fields.Integer()
    volunteer_hours = fields.Float()


class VolunteerOut(Schema):
    """Who served, where, and how long."""

    item = Id()
    name = fields.String()
    provider = fields.String()
    service_name = fields.String()
    minutes = fields.Integer()


class VolunteersOut(Schema):
    """Everybody who served at a market."""

    items = fields.List(fields.Nested(VolunteerOut))
    hours = fields.Float()


class WordsOut(Schema):
    """What somebody said about a service, without a name."""

    id = Id()
    service_name = fields.String()
    stars = fields.Integer()
    text = fields.String()
    created_at = Moment()


WordsPageOut = page_schema(WordsOut)


class ToldOut(Schema):
    """How many people were told."""

    told = fields.Integer()


class OfferOut(Schema):
    """Somebody who offers to help."""

    id = Id()
    name = fields.String()
    note = fields.String()
    item_id = Id(allow_none=True)
    state = fields.Enum(OfferState, by_value=True)


class OfferToDecideOut(OfferOut):
    version = fields.String(metadata=HOW)


class OffersOut(Schema):
    """Who offers to help at a market."""

    items = fields.List(fields.Nested(OfferToDecideOut))
