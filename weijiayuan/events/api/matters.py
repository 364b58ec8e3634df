"""The ledger for staff: lists, reports from the street, and one matter as it stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request

from weijiayuan.accounts import current_caller, guards
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.events import (
    dispatcher_aids,
    errors,
    presentation,
    standard_replies,
    surroundings_sketch,
)
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event
from weijiayuan.events.queries import (
    matters,
    matters_awaiting_person,
    organisational_units,
    work_lists,
)
from weijiayuan.events.queries.work_list_filters import Filters
from weijiayuan.events.rules.vocabulary import NoPhotoReason, Outcome, Source
from weijiayuan.events.schemas import (
    ContactsIn,
    ContactsOut,
    DepartmentsOut,
    EventDeskOut,
    EventOut,
    EventReasonIn,
    EventReportIn,
    EventsIn,
    EventsOut,
    EventWorkOut,
    MyGridsOut,
    PreviewIn,
    PreviewOut,
    ReporterOut,
    TurnsOut,
)
from weijiayuan.events.service import (
    matter_registration,
    on_the_spot_settlement,
    transition_preview,
)
from weijiayuan.events.service.matter_handling import Proof
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates
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
    me = current_caller.current()
    return Who(
        resident_id=None,
        staff_id=me.staff.id if me.staff else None,
        granted=me.granted,
    )


def change(event_id: UUID, act: Callable[[Event, Who], object]) -> dict[str, Any]:
    """Lock a matter the caller may see, act on it, and return what it has become.

    `If-Match` names the version that was looked at; what has changed since is refused.
    """
    who = caller()
    event = matters.to_change(event_id, who)
    seen = request.headers.get("If-Match")
    if seen is not None and seen.strip('"') != matters.version(event.id):
        raise errors.ChangedMeanwhile
    act(event, who)
    return presentation.matter(event, who, now=clock.now())


def proof(asked: dict[str, Any]) -> Proof:
    """Return the photos and the position that were sent."""
    reason, position = asked.get("no_photo"), asked.get("position")
    return Proof(
        photos=tuple(asked.get("after") or asked.get("photos") or ()),
        no_photo=NoPhotoReason(reason) if reason else None,
        position=coordinates.point_of(position) if position else None,
    )


@events.get("")
@events.arguments(EventsIn, location="query")
@events.response(200, EventsOut)
def list_events(asked: dict[str, Any]) -> dict[str, Any]:
    """List what the caller may see, the newest first or sorted as asked."""
    now = clock.now()
    paging = {name: asked.pop(name) for name in ("limit", "cursor", "sort")}
    page = work_lists.listed(caller(), Filters(**asked), now=now, **paging)
    return {"items": presentation.lines(page.items, now=now), "next_cursor": page.next_cursor}


@events.get("/turns")
@events.response(200, TurnsOut)
def count_turns() -> dict[str, Any]:
    """Count the matters that wait for the caller's next step, by state."""
    return {"items": presentation.turns(matters_awaiting_person.counted(caller(), now=clock.now()))}


@events.get("/today", guard=FIELD)
@events.response(200, EventWorkOut)
def list_today() -> dict[str, Any]:
    """List the open matters of the caller's grids, the most urgent first."""
    duties = caller().territories(Role.GRID_WORKER)
    own = [each for each in duties if each.kind is TerritoryKind.GRID]
    rows = work_lists.work_in(own or duties)
    return {"items": presentation.lines(rows, now=clock.now())}


@events.get("/my-grids", guard=FIELD)
@events.response(200, MyGridsOut)
def list_my_grids() -> dict[str, Any]:
    """List the outlines of the grids the caller walks, for the schematic."""
    codes = [
        each.code
        for each in caller().territories(Role.GRID_WORKER)
        if each.kind is TerritoryKind.GRID
    ]
    return {"items": [presentation.outline_of(code) for code in sorted(codes)[:MOST_GRIDS]]}


@events.get("/departments")
@events.response(200, DepartmentsOut)
def list_departments() -> dict[str, Any]:
    """List the departments that can be called or given worklists."""
    return {"items": organisational_units.departments()}


@events.get("/work")
@events.response(200, EventWorkOut)
def list_work() -> dict[str, Any]:
    """List the open matters of the caller's unit or community, the most urgent first."""
    rows = work_lists.work_of(caller().territories(Role.DEPARTMENT, Role.SECRETARY))
    return {"items": presentation.lines(rows, now=clock.now())}


@events.post("", guard=FIELD)
@events.arguments(EventReportIn)
@events.response(201, EventOut)
@events.refuses(errors.CategoryNeeded, errors.ProofNeeded, errors.PositionNeeded)
@events.refuses(errors.TooFarAway, errors.FieldsWrong, errors.CategoryNotFound)
@events.refuses(errors.OutsideDistrict, errors.DispatchNeeded)
def report(asked: dict[str, Any]) -> dict[str, Any]:
    """Report what was found; `handled_on_site` settles it in the same call (巡办合一).

    Then `position` says where the grid worker stands: the place itself proves nothing.
    """
    who, now = caller(), clock.now()
    event = on_the_spot_settlement.report(
        matter_registration.Report(
            text=asked["text"],
            point=coordinates.point_of(asked["place"]),
            source=Source.GRID_WORKER,
            category_code=asked["category"],
            attributes=asked["attributes"],
            photos=tuple(asked["before"]),
            address=asked["address"],
            staff_id=who.staff_id,
        ),
        settled=proof(asked) if asked["handled_on_site"] else None,
        outcome=Outcome(asked["outcome"]),
        who=who,
        now=now,
    )
    return presentation.matter(event, who, now=now)


@events.get("/<uuid:event_id>")
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound)
def read_event(event_id: UUID) -> dict[str, Any]:
    """Return a matter with its history, clocks and conversation."""
    who = caller()
    return presentation.matter(matters.seen(event_id, who), who, now=clock.now())


@events.get("/preview")
@events.arguments(PreviewIn, location="query")
@events.response(200, PreviewOut)
def preview_move(asked: dict[str, Any]) -> dict[str, Any]:
    """Say what a move would do to each of these matters and who would be told; changes nothing."""
    found = transition_preview.foreseen(
        asked["events"], asked["action"], who=caller(), now=clock.now()
    )
    return {"items": presentation.previews(found)}


@events.post("/contacts", idempotent=False)
@events.arguments(ContactsIn)
@events.response(200, ContactsOut)
def look_up_reporters(asked: dict[str, Any]) -> dict[str, Any]:
    """Return how to reach the named reporters of matters, for a sheet; every look is recorded."""
    found = dispatcher_aids.reporters_of(asked["events"], caller(), reason=asked["reason"])
    return {"items": found}


@events.get("/<uuid:event_id>/desk")
@events.response(200, EventDeskOut)
@events.refuses(errors.EventNotFound)
def read_desk(event_id: UUID) -> dict[str, Any]:
    """Return what helps to decide: duplicates, categories, the unit and why, what lies around."""
    who, now = caller(), clock.now()
    event = matters.seen(event_id, who)
    return dispatcher_aids.help_with(event, now=now) | {
        "around": surroundings_sketch.around(event, who, now=now),
        "replies": standard_replies.for_matter(event, unit=presentation.unit_name(event)),
    }


@events.post("/<uuid:event_id>/reporter")
@events.arguments(EventReasonIn)
@events.response(200, ReporterOut)
@events.refuses(errors.EventNotFound, errors.NotYours)
def look_up_reporter(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Return how to reach a named reporter. Dispatcher and handler only; the look is recorded."""
    who = caller()
    return dispatcher_aids.reporter_of(matters.seen(event_id, who), who, reason=asked["reason"])
