"""The ledger for staff: lists, one matter, and every move of the table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from weijiayuan.accounts import guards, identity
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.events import desk, errors, reading
from weijiayuan.events.access import Who
from weijiayuan.events.models import AskKind, Event
from weijiayuan.events.queries import matters, units, work
from weijiayuan.events.rules.hours import Limit
from weijiayuan.events.rules.vocabulary import (
    NoPhotoReason,
    Outcome,
    RejectReason,
    Source,
    WaitReason,
)
from weijiayuan.events.schemas import (
    DecideIn,
    DepartmentsOut,
    DispatchIn,
    EventAcceptIn,
    EventCloseIn,
    EventDeskOut,
    EventOut,
    EventReasonIn,
    EventRejectIn,
    EventReportIn,
    EventReviewIn,
    EventsIn,
    EventsOut,
    EventStartIn,
    EventTalkIn,
    EventVerifyIn,
    EventWaitIn,
    EventWordsIn,
    EventWorkOut,
    ExtendIn,
    HandleIn,
    MergeIn,
    MyGridsOut,
    ReporterOut,
)
from weijiayuan.events.service import dispatching, handling, onsite, register, talk
from weijiayuan.events.service.handling import Proof
from weijiayuan.kernel import clock
from weijiayuan.places import service as places
from weijiayuan.web.blueprint import Blueprint

STAFF = guards.require_role(
    Role.GRID_WORKER,
    Role.SECRETARY,
    Role.DISPATCHER,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
MOST_GRIDS = 5
FIELD = guards.require_role(Role.GRID_WORKER)

events = Blueprint("events", __name__, guard=STAFF, description="治理通: 事件台账")


def caller() -> Who:
    """Return who is asking, as the ledger knows them."""
    me = identity.current()
    return Who(
        resident_id=None,
        staff_id=me.staff.id if me.staff else None,
        granted=me.granted,
    )


def change(event_id: UUID, act: Callable[[Event, Who], object]) -> dict[str, Any]:
    """Lock a matter the caller may see, act on it, and return what it has become."""
    who = caller()
    event = matters.to_change(event_id, who)
    act(event, who)
    return reading.matter(event, who, now=clock.now())


def proof(asked: dict[str, Any]) -> Proof:
    """Return the photos and the position that were sent."""
    reason, position = asked.get("no_photo"), asked.get("position")
    return Proof(
        photos=tuple(asked.get("after") or asked.get("photos") or ()),
        no_photo=NoPhotoReason(reason) if reason else None,
        position=places.point_of(position) if position else None,
    )


@events.get("")
@events.arguments(EventsIn, location="query")
@events.response(200, EventsOut)
def list_events(asked: dict[str, Any]) -> dict[str, Any]:
    """List what the caller may see, newest first."""
    now = clock.now()
    page = work.listed(caller(), now=now, **asked)
    return {"items": reading.lines(page.items, now=now), "next_cursor": page.next_cursor}


@events.get("/today", guard=FIELD)
@events.response(200, EventWorkOut)
def list_today() -> dict[str, Any]:
    """List the open matters of the caller's grids, the most urgent first."""
    duties = caller().territories(Role.GRID_WORKER)
    own = [each for each in duties if each.kind is TerritoryKind.GRID]
    rows = work.work_in(own or duties)
    return {"items": reading.lines(rows, now=clock.now())}


@events.get("/my-grids", guard=FIELD)
@events.response(200, MyGridsOut)
def list_my_grids() -> dict[str, Any]:
    """List the outlines of the grids the caller walks, for the schematic."""
    codes = [
        each.code
        for each in caller().territories(Role.GRID_WORKER)
        if each.kind is TerritoryKind.GRID
    ]
    return {"items": [reading.outline_of(code) for code in sorted(codes)[:MOST_GRIDS]]}


@events.get("/departments")
@events.response(200, DepartmentsOut)
def list_departments() -> dict[str, Any]:
    """List the departments that can be called or given work."""
    return {"items": units.departments()}


@events.get("/work")
@events.response(200, EventWorkOut)
def list_work() -> dict[str, Any]:
    """List the open matters of the caller's unit or community, the most urgent first."""
    rows = work.work_of(caller().territories(Role.DEPARTMENT, Role.SECRETARY))
    return {"items": reading.lines(rows, now=clock.now())}


@events.post("", guard=FIELD)
@events.arguments(EventReportIn)
@events.response(201, EventOut)
@events.refuses(errors.CategoryNeeded, errors.ProofNeeded, errors.PositionNeeded)
@events.refuses(errors.TooFarAway, errors.FieldsWrong, errors.CategoryNotFound)
def report(asked: dict[str, Any]) -> dict[str, Any]:
    """Report what was found; `handled_on_site` settles it in the same call (巡办合一)."""
    who, now = caller(), clock.now()
    here = {"position": asked["position"] or asked["place"]}
    event = onsite.report(
        register.Report(
            text=asked["text"],
            point=places.point_of(asked["place"]),
            source=Source.GRID_WORKER,
            category_code=asked["category"],
            attributes=asked["attributes"],
            photos=tuple(asked["before"]),
            address=asked["address"],
            staff_id=who.staff_id,
        ),
        settled=proof(asked | here) if asked["handled_on_site"] else None,
        outcome=Outcome(asked["outcome"]),
        who=who,
        now=now,
    )
    return reading.matter(event, who, now=now)


@events.get("/<uuid:event_id>")
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound)
def read_event(event_id: UUID) -> dict[str, Any]:
    """Return a matter with its history, clocks and conversation."""
    who = caller()
    return reading.matter(matters.seen(event_id, who), who, now=clock.now())


@events.get("/<uuid:event_id>/desk")
@events.response(200, EventDeskOut)
@events.refuses(errors.EventNotFound)
def read_desk(event_id: UUID) -> dict[str, Any]:
    """Return what helps to decide: likely duplicates, categories, and which unit and why."""
    return desk.help_with(matters.seen(event_id, caller()), now=clock.now())


@events.post("/<uuid:event_id>/reporter")
@events.arguments(EventReasonIn)
@events.response(200, ReporterOut)
@events.refuses(errors.EventNotFound, errors.NotYours)
def look_up_reporter(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Return how to reach a named reporter. Dispatcher and handler only; the look is recorded."""
    who = caller()
    return desk.reporter_of(matters.seen(event_id, who), who, reason=asked["reason"])


@events.post("/<uuid:event_id>/accept")
@events.arguments(EventAcceptIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.CategoryNeeded, errors.CategoryNotFound)
def accept(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Accept a report: its category is settled and the resolution clock starts."""
    return change(
        event_id,
        lambda event, who: register.accept(
            event,
            who=who,
            now=clock.now(),
            category_code=asked["category"],
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/reject")
@events.arguments(EventRejectIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
def reject(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Refuse a report that cannot be handled here, with a reason the reporter reads."""
    return change(
        event_id,
        lambda event, who: handling.reject(
            event,
            code=RejectReason(asked["reason"]),
            words=asked["words"],
            who=who,
            now=clock.now(),
        ),
    )


@events.post("/<uuid:event_id>/merge")
@events.arguments(MergeIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.NotMergeable)
def merge(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Join a report to an open one about the same matter."""
    return change(
        event_id,
        lambda event, who: handling.merge(
            event, asked["into"], who=who, now=clock.now(), words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/dispatch")
@events.arguments(DispatchIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.CategoryNeeded)
@events.refuses(errors.UnitNotFound, errors.UnitNotResponsible, errors.Designated)
def dispatch(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Give it to a unit: the one named, or the one the rules find."""
    return change(
        event_id,
        lambda event, who: dispatching.dispatch(
            event,
            who=who,
            now=clock.now(),
            unit_code=asked["unit"],
            designate=asked["designate"],
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/return")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.Designated)
@events.refuses(errors.ReturnTooLate, errors.ReasonNeeded)
def send_back(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Send back what is not the unit's business, within two working hours."""
    return change(
        event_id,
        lambda event, who: dispatching.send_back(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/sign")
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def sign(event_id: UUID) -> dict[str, Any]:
    """Sign for a matter: the unit has it now."""
    return change(event_id, lambda event, who: dispatching.sign(event, who=who, now=clock.now()))


@events.post("/<uuid:event_id>/start")
@events.arguments(EventStartIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.PositionNeeded, errors.TooFarAway)
def start(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Begin to settle it on the spot."""
    return change(
        event_id,
        lambda event, who: handling.start(event, who=who, now=clock.now(), proof=proof(asked)),
    )


@events.post("/<uuid:event_id>/handle")
@events.arguments(HandleIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ProofNeeded)
@events.refuses(errors.PositionNeeded, errors.TooFarAway)
def handle(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Say that it is done and show it. A grid worker must stand within 100 m."""
    return change(
        event_id,
        lambda event, who: handling.handle(
            event,
            who=who,
            now=clock.now(),
            proof=proof(asked),
            outcome=Outcome(asked["outcome"]),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/wait")
@events.arguments(EventWaitIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.WaitedBefore, errors.AlreadyAsked)
def wait(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Stop the clock: a unit asks the dispatcher, a dispatcher does it."""
    return change(
        event_id,
        lambda event, who: handling.ask(
            event,
            AskKind.WAIT,
            who=who,
            now=clock.now(),
            reason=asked["words"],
            code=WaitReason(asked["reason"]),
        ),
    )


@events.post("/<uuid:event_id>/resume")
@events.arguments(EventWordsIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def resume(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Let the clock run on."""
    return change(
        event_id,
        lambda event, who: handling.resume(event, who=who, now=clock.now(), words=asked["words"]),
    )


@events.post("/<uuid:event_id>/extend")
@events.arguments(ExtendIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.AlreadyAsked)
@events.refuses(errors.ExtendedBefore, errors.ExtensionTooLong)
def extend(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Give it more time, once: a unit asks, a dispatcher grants."""
    return change(
        event_id,
        lambda event, who: handling.ask(
            event,
            AskKind.EXTEND,
            who=who,
            now=clock.now(),
            reason=asked["words"],
            extra=Limit.parse(asked["extra"]),
        ),
    )


@events.post("/<uuid:event_id>/asks/<uuid:ask_id>/decide")
@events.arguments(DecideIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def decide(asked: dict[str, Any], event_id: UUID, ask_id: UUID) -> dict[str, Any]:
    """Approve or refuse what a unit asked for."""
    return change(
        event_id,
        lambda event, who: handling.decide(
            event,
            ask_id,
            approved=asked["approved"],
            who=who,
            now=clock.now(),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/verify")
@events.arguments(EventVerifyIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@events.refuses(errors.PositionNeeded, errors.TooFarAway, errors.ReasonNeeded)
def verify(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Check somebody else's work; `passed: false` sends it back to be done again."""
    return change(
        event_id,
        lambda event, who: handling.verify(
            event,
            passed=asked["passed"],
            who=who,
            now=clock.now(),
            proof=proof(asked),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/close")
@events.arguments(EventCloseIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def close(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Close a checked matter with its outcome."""
    outcome = Outcome(asked["outcome"]) if asked["outcome"] else None
    return change(
        event_id,
        lambda event, who: handling.close(
            event, who=who, now=clock.now(), outcome=outcome, words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/reopen")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def reopen(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Open it again: half the time, one level up."""
    return change(
        event_id,
        lambda event, who: handling.reopen(event, who=who, now=clock.now(), reason=asked["reason"]),
    )


@events.post("/<uuid:event_id>/messages")
@events.arguments(EventTalkIn)
@events.response(201, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours)
def write_message(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Ask the reporter something, or answer. An anonymous one reads it by receipt."""
    return change(
        event_id,
        lambda event, who: talk.say(
            event,
            asked["text"],
            who=who,
            now=clock.now(),
            photos=tuple(asked["photos"]),
            is_question=asked["is_question"],
        ),
    )


@events.post("/<uuid:event_id>/review")
@events.arguments(EventReviewIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.NothingToReview)
def review(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Look into a low rating: let the result stand, or open the matter again."""
    return change(
        event_id,
        lambda event, who: talk.review(
            event,
            reopen=asked["decision"] == "reopen",
            finding=asked["finding"],
            who=who,
            now=clock.now(),
        ),
    )
