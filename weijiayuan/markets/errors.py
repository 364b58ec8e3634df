"""The refusals this domain can give."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class NoSuchMarket(NotFound):
    code = "markets.no_such_market"


class NoSuchItem(NotFound):
    code = "markets.no_such_item"


class NoSuchTicket(NotFound):
    code = "markets.no_such_ticket"


class NoSuchGoods(NotFound):
    code = "markets.no_such_goods"


class WithdrawTooLate(Refused):
    """The time of the service is over: who did not come stayed away."""

    code = "markets.withdraw_too_late"


class SignUpNotOpen(Refused):
    """Facts: `opens_at`, when signing up begins."""

    code = "markets.sign_up_not_open"


class MarketsOverlap(Refused):
    """Another market of the community is then: facts `title` and `time`."""

    code = "markets.markets_overlap"


class AlreadyOffered(Refused):
    """The resident has offered to help at this market already."""

    code = "markets.already_offered"


class NoSuchOffer(NotFound):
    code = "markets.no_such_offer"


class UnknownService(Malformed):
    code = "markets.unknown_service"


class UnknownCommunity(Malformed):
    code = "markets.unknown_community"


class TimesReversed(Malformed):
    code = "markets.times_reversed"


class NotYourCommunity(Forbidden):
    code = "markets.not_your_community"


class MenuTooShort(Refused):
    """Facts: `count` services on the menu, `need` to publish."""

    code = "markets.menu_too_short"


class ServicesOverlap(Refused):
    """Facts: `service` (name) stands on the menu twice at the same time."""

    code = "markets.services_overlap"


class ServiceEmpty(Refused):
    """Facts: `service` (name) that nobody could be served by."""

    code = "markets.service_empty"


class ServiceOutsideMarket(Refused):
    """Facts: `service` (name) served before the market opens or after it closes."""

    code = "markets.service_outside_market"


class TooManyPlaces(Refused):
    """Facts: `service`, `places` promised, `capacity` the stations can serve."""

    code = "markets.too_many_places"


class MarketInThePast(Refused):
    code = "markets.in_the_past"


class DrawClosesTooLate(Refused):
    """Facts: `service` whose draw would close after the service began, or has closed already."""

    code = "markets.draw_closes_too_late"


class MarketClosed(Refused):
    """The market is not open for this: a draft, cancelled or over. Fact: `state`."""

    code = "markets.closed"


class SignUpOver(Refused):
    code = "markets.sign_up_over"


class AlreadySignedUp(Refused):
    code = "markets.already_signed_up"


class TooManySignUps(Refused):
    """Facts: `limit` of the market."""

    code = "markets.too_many_sign_ups"


class NoPlaceLeft(Refused):
    """Facts: `waiting` people on the waiting list."""

    code = "markets.no_place_left"


class ByDraw(Refused):
    """Places of this service go by lot. Fact: `closes_at` in words."""

    code = "markets.by_draw"


class NotByDraw(Refused):
    code = "markets.not_by_draw"


class OutsideAges(Refused):
    """Facts: `ages` in words."""

    code = "markets.outside_ages"


class PlacesTaken(Refused):
    """Fewer places than were already given out. Facts: `service`, `taken`."""

    code = "markets.places_taken"


class ItemTaken(Refused):
    """A menu item people hold tickets for cannot be struck or moved. Facts: `service`."""

    code = "markets.item_taken"


class NotOnTheDay(Refused):
    """Check-in and calling work from an hour before the start to the end of the day."""

    code = "markets.not_on_the_day"


class NobodyToCall(Refused):
    code = "markets.nobody_to_call"


class StationPaused(Refused):
    code = "markets.station_paused"


class NoSuchStation(Refused):
    code = "markets.no_such_station"


class AlreadyCalled(Refused):
    """Somebody called at this station meanwhile. Facts: `label` now there."""

    code = "markets.already_called"


class TicketOver(Refused):
    """The ticket was withdrawn, has expired or was missed. Facts: `state`."""

    code = "markets.ticket_over"


class NotServed(Refused):
    code = "markets.not_served"


class AlreadyRated(Refused):
    code = "markets.already_rated"
