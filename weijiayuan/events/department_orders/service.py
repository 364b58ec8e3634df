"""社区发令、部门报到: issue, sign, contest, report in at the place, act, accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind, may
from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.department_orders import notifications, queries
from weijiayuan.events.department_orders.rules import state_transitions
from weijiayuan.events.department_orders.rules.state_transitions import OrderAction, Party, Rank
from weijiayuan.events.errors import (
    CodeLocked,
    ContestedBefore,
    IllegalMove,
    LeadNotNamed,
    NotYours,
    OrderNotFound,
    PositionNeeded,
    ProofNeeded,
    SamePerson,
    TooFarAway,
    TooSoon,
    WrongCode,
)
from weijiayuan.events.models import Event, Order, OrderPart
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Actor, NoPhotoReason
from weijiayuan.events.service import matter_clocks, transitions
from weijiayuan.events.service.matter_registration import new_number
from weijiayuan.files import service as files
from weijiayuan.kernel.ids import digits
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.web.messages import text

WRONG_CODES_ALLOWED = 5
CODE_LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a community asks for: which departments, under whose lead, where, by when."""

    departments: tuple[str, ...]
    lead: str
    item: str
    place: str
    rank: Rank = Rank.REGULAR
    by: datetime | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """Return the departments, each once."""
        return tuple(dict.fromkeys(self.departments))


def issue(event: Event, call: Call, *, who: Who, now: datetime) -> Order:
    """Issue an order about an open matter; ranks 重点 and 疑难 wait for the countersign."""
    _check_call(event, call, who, now)
    order = _written(event, call, who, now)
    parts = [
        OrderPart(order_id=order.id, unit_code=code, is_lead=code == call.lead)
        for code in call.units
    ]
    db.session.add_all(parts)
    db.session.flush()
    _note_issue(event, order, call, who, now)
    if not call.rank.needs_countersign:
        _send(order, parts, now)
    return order


def _check_call(event: Event, call: Call, who: Who, now: datetime) -> None:
    if Actor.SECRETARY not in access.capacities(event, who):
        raise NotYours(actors=[Actor.SECRETARY.value])
    if not event.is_open:
        raise IllegalMove(action="orders", state=event.state, allowed=[])
    if call.lead not in call.units:
        raise LeadNotNamed
    if call.by is not None and call.by <= now:
        raise TooSoon
    for code in call.units:
        organisational_units.unit(code)


def _written(event: Event, call: Call, who: Who, now: datetime) -> Order:
    """Return the order as it stands in the database, without its parts."""
    assert who.staff_id is not None
    order = Order(
        number=f"L{new_number(now)}",
        event_id=event.id,
        community_code=event.community_code or "",
        street_code=event.street_code or "",
        rank=call.rank,
        item=call.item,
        place=call.place,
        lng=event.lng,
        lat=event.lat,
        report_code=digits(6),
        issued_by=who.staff_id,
        by=call.by,
    )
    db.session.add(order)
    db.session.flush()
    return order


def _note_issue(event: Event, order: Order, call: Call, who: Who, now: datetime) -> None:
    """Write the order into the history of its matter."""
    transitions.write(
        event,
        "order",
        actor=Actor.SECRETARY,
        who=who,
        now=now,
        words=call.item,
        is_public=False,
        facts={"order": order.number, "rank": call.rank, "departments": list(call.units)},
    )


def _send(order: Order, parts: Sequence[OrderPart], now: datetime) -> None:
    """Let the order go out: every department has an hour to sign."""
    order.issued_at = now
    for part in parts:
        part.state = state_transitions.PartState.ISSUED
        _start(part, ClockKind.ORDER_SIGN, now)
        notifications.issued(order, part, now=now)


def _start(part: OrderPart, kind: ClockKind, now: datetime) -> None:
    matter_clocks.start(kind, reference_data.limits().clocks[kind], now=now, part_id=part.id)


def countersign(order: Order, *, who: Who, now: datetime) -> Order:
    """Let an order of a higher rank go out, as the street."""
    _need(order, who, Party.OFFICE)
    _not_own_order(order, who)
    parts = queries.parts(order.id)
    for part in parts:
        state_transitions.find(OrderAction.COUNTERSIGN, part.state)
    order.countersigned_by = who.staff_id
    _send(order, parts, now)
    _note(order, "countersigned")
    return order


def sign(part: OrderPart, order: Order, *, who: Who, now: datetime) -> OrderPart:
    """Sign for an order. The time to be at the place begins."""
    move(part, order, OrderAction.SIGN, who)
    queries.stop_clocks(part.id, ClockKind.ORDER_SIGN, now=now)
    part.signed_at = now
    if order.by is not None:
        matter_clocks.start_for_hours(ClockKind.ORDER_REPORT_IN, order.by, now=now, part_id=part.id)
    else:
        limit = reference_data.limits().report_in[order.rank]
        matter_clocks.start(ClockKind.ORDER_REPORT_IN, limit, now=now, part_id=part.id)
    return part


def contest(part: OrderPart, order: Order, reason: str, *, who: Who, now: datetime) -> OrderPart:
    """Say, once, that this is not the department's business. The clock runs on."""
    if part.contested_at is not None:
        raise ContestedBefore
    move(part, order, OrderAction.CONTEST, who)
    part.contested_at, part.contest_reason = now, reason
    _start(part, ClockKind.ORDER_CONTEST, now)
    notifications.contested(order, part, now=now)
    return part


def rule_on(
    part: OrderPart, order: Order, *, upheld: bool, words: str, who: Who, now: datetime
) -> OrderPart:
    """Decide a contest as the coordinating office: the order stands, or the unit is released."""
    action = OrderAction.UPHOLD if upheld else OrderAction.RELEASE
    state_transitions.find(action, part.state)
    if Party.OFFICE in parties(order, who):
        _not_own_order(order, who)
        not_own_work(part, who)
    move(part, order, action, who)
    queries.stop_clocks(part.id, ClockKind.ORDER_CONTEST, now=now)
    part.ruling = words
    if not upheld:
        queries.stop_clocks(part.id, ClockKind.ORDER_REPORT_IN, now=now)
    notifications.ruled(order, part, upheld=upheld, now=now)
    return part


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How an officer shows to be at the place: a position within 200 m, or the code shown there."""

    officer: str
    position: Point | None = None
    code: str | None = None


def report_in(
    part: OrderPart, order: Order, presence: Presence, *, who: Who, now: datetime
) -> OrderPart:
    """Report in at the place. The time to get it done begins.

    A wrong code is counted, so the caller keeps what this transaction wrote also when it refuses.
    """
    state_transitions.find(OrderAction.REPORT_IN, part.state)
    if Party.DEPARTMENT not in parties(order, who, part):
        raise NotYours(actors=[Party.DEPARTMENT.value])
    shown = _checked(part, order, presence, now)
    move(part, order, OrderAction.REPORT_IN, who)
    part.wrong_codes, part.code_locked_until = 0, None
    queries.stop_clocks(part.id, ClockKind.ORDER_REPORT_IN, now=now)
    part.reported_in_at, part.presence = now, shown
    part.officer, part.officer_id = presence.officer, who.staff_id
    _start(part, ClockKind.ORDER_DONE, now)
    return part


def _checked(part: OrderPart, order: Order, presence: Presence, now: datetime) -> str:
    if presence.code is not None:
        _check_code(part, order, presence.code, now)
        return "code"
    if presence.position is None:
        raise PositionNeeded
    here = presence.position.to(Datum.GCJ02)
    metres = duplicate_hints.metres_between(here.lng, here.lat, order.lng, order.lat)
    limit = reference_data.limits().distance["report_in_metres"]
    if metres > limit:
        raise TooFarAway(metres=round(metres), limit=limit)
    return f"{round(metres)}m"


def _check_code(part: OrderPart, order: Order, code: str, now: datetime) -> None:
    """Refuse a wrong code; after five of them every code, for a quarter of an hour."""
    if part.code_locked_until is not None and now < part.code_locked_until:
        raise CodeLocked(until=part.code_locked_until)
    if compare_digest(code, order.report_code):
        return
    part.wrong_codes += 1
    audit.record(
        "orders.wrong_code", subject_kind="order", subject_id=order.id, unit=part.unit_code
    )
    if part.wrong_codes >= WRONG_CODES_ALLOWED:
        part.wrong_codes, part.code_locked_until = 0, now + CODE_LOCKED_FOR
    raise WrongCode


def done(
    part: OrderPart,
    order: Order,
    *,
    measures: str,
    photos: Sequence[UUID],
    who: Who,
    now: datetime,
    no_photo: NoPhotoReason | None = None,
) -> OrderPart:
    """Hand in what was done, with a photo or the reason why there is none."""
    move(part, order, OrderAction.DONE, who)
    if not photos and no_photo is None:
        raise ProofNeeded
    owner = who.staff_id
    assert owner is not None
    taken = files.attach(photos, owner=owner, kind="order_photo", subject=part.id, now=now)
    queries.stop_clocks(part.id, ClockKind.ORDER_DONE, now=now)
    part.done_at, part.measures, part.no_photo = now, measures, no_photo
    part.photos = [str(file.id) for file in taken]
    _start(part, ClockKind.ORDER_ACCEPT, now)
    notifications.done(order, part, now=now)
    return part


def accept(part: OrderPart, order: Order, *, who: Who, now: datetime) -> OrderPart:
    """Accept the work as the community. Nobody accepts what they did themselves."""
    not_own_work(part, who)
    move(part, order, OrderAction.ACCEPT, who)
    queries.stop_clocks(part.id, ClockKind.ORDER_ACCEPT, now=now)
    part.accepted_at = now
    return part


def accept_by_silence(part: OrderPart, *, now: datetime) -> OrderPart:
    """Accept because the community said nothing for three working days."""
    part.move(OrderAction.ACCEPT)
    queries.stop_clocks(part.id, ClockKind.ORDER_ACCEPT, now=now)
    part.accepted_at, part.accepted_silently = now, True
    return part


def send_back(part: OrderPart, order: Order, reason: str, *, who: Who, now: datetime) -> OrderPart:
    """Return work that does not hold; the department goes on under a new limit."""
    move(part, order, OrderAction.RETURN, who)
    queries.stop_clocks(part.id, ClockKind.ORDER_ACCEPT, now=now)
    part.returns += 1
    part.return_reason = reason
    _start(part, ClockKind.ORDER_DONE, now)
    notifications.returned(order, part, now=now)
    return part


def cancel(order: Order, reason: str, *, who: Who, now: datetime, unit: str | None = None) -> Order:
    """Call an order off, for one unit or all: whoever still has to do something is told to stop.

    What was handed in already is accepted and scored as ever. Raises `IllegalMove` where nothing
    is left to call off.
    """
    meant = [each for each in queries.parts(order.id) if unit in (None, each.unit_code)]
    running = [each for each in meant if each.state in state_transitions.RUNNING]
    if not meant:
        raise OrderNotFound
    if not running:
        state_transitions.find(OrderAction.CANCEL, meant[0].state)
    for part in running:
        move(part, order, OrderAction.CANCEL, who)
        _stop(part, order, reason, now)
    return order


def _stop(part: OrderPart, order: Order, reason: str, now: datetime) -> None:
    part.cancelled_at, part.cancel_reason = now, reason
    queries.stop_clocks(part.id, *ClockKind, now=now)
    if order.issued_at is not None:
        notifications.cancelled(order, part, now=now)


def cancel_for(event: Event, *, now: datetime) -> int:
    """Call off every order about a matter that ended unhandled; return how many there were."""
    found = queries.running_about(event.id)
    for order in found:
        cancel(order, text("events.order_without_matter"), who=SYSTEM, now=now)
    return len(found)


def move_to(parent: Event, merged: Event) -> None:
    """Let the orders about a merged report be about the matter it was merged into."""
    for order in queries.all_about(merged.id):
        order.event_id = parent.id


def parties(order: Order, who: Who, part: OrderPart | None = None) -> frozenset[Party]:
    """Return as what this person stands to the order (and to one part of it)."""
    if who is SYSTEM:
        return frozenset({Party.SYSTEM})
    here = Territory(TerritoryKind.COMMUNITY, order.community_code)
    found = set()
    if may(who.granted, Role.SECRETARY, within=here):
        found.add(Party.COMMUNITY)
    if may(who.granted, Role.DISPATCHER, Role.SUPERVISOR, within=here):
        found.add(Party.OFFICE)
    if may(who.granted, Role.SUPERVISOR, within=here):
        found.add(Party.SUPERVISOR)
    if part is not None and any(access.is_of_unit(each, part.unit_code) for each in who.granted):
        found.add(Party.DEPARTMENT)
    return frozenset(found)


def _not_own_order(order: Order, who: Who) -> None:
    """Refuse whoever issued the order to agree to it or rule on it for the street as well."""
    if who.staff_id is not None and who.staff_id == order.issued_by:
        raise SamePerson


def _need(order: Order, who: Who, party: Party) -> None:
    if party not in parties(order, who):
        raise NotYours(actors=[party.value])


def move(part: OrderPart, order: Order, action: OrderAction, who: Who) -> None:
    """Make a move in a party that the table lets make it, and put it on record."""
    move = state_transitions.find(action, part.state)
    if not parties(order, who, part) & move.parties:
        raise NotYours(actors=sorted(move.parties))
    part.move(action)
    _note(order, action.value, unit=part.unit_code)


def _note(order: Order, action: str, **facts: str) -> None:
    audit.record(f"orders.{action}", subject_kind="order", subject_id=order.id, **facts)


def not_own_work(part: OrderPart, who: Who) -> None:
    """Refuse the officer who did the work, and everybody of the department itself."""
    own = who.staff_id is not None and who.staff_id == part.officer_id
    if own or any(access.is_of_unit(each, part.unit_code) for each in who.granted):
        raise SamePerson
