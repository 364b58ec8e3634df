"""Who is on duty and when, and the calls that wait for them."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.appeals import queries, reading
from weijiayuan.appeals.errors import AppealNotFound, CannotTake, PageNotFound, ShiftNotFound
from weijiayuan.appeals.models import DutyShift
from weijiayuan.appeals.schemas import (
    AckIn,
    AppealLineOut,
    DutyPagesOut,
    DutyShiftsOut,
    ShiftIn,
    ShiftOut,
)
from weijiayuan.appeals.service import duty
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint

duty_desk = Blueprint(
    "duty", __name__, guard=require_role(Role.DUTY_WORKER), description="值班和呼叫"
)


def now() -> Any:
    return clock.now()


def me() -> UUID:
    return current_staff().id


def my_areas() -> tuple[str, ...]:
    """Return the codes that the caller's areas begin with."""
    areas = current().duties(Role.DUTY_WORKER)
    return tuple("" if area.kind is TerritoryKind.DISTRICT else area.code for area in areas)


@duty_desk.get("/shifts")
@duty_desk.response(200, DutyShiftsOut)
def list_shifts() -> dict[str, Any]:
    """List the shifts to come in the caller's areas, the next first; and who could be on duty."""
    rows = [
        one for one in queries.shifts_to_come(now()) if one.territory_code.startswith(my_areas())
    ]
    people = queries.duty_workers()
    return {"items": [reading.shift(one) for one in rows], "people": people}


@duty_desk.post("/shifts")
@duty_desk.arguments(ShiftIn)
@duty_desk.response(201, ShiftOut)
@duty_desk.refuses(CannotTake)
def add_shift(given: dict[str, Any]) -> dict[str, Any]:
    """Put a duty worker on duty in one of the caller's areas."""
    if not given["territory"].startswith(my_areas()):
        raise CannotTake(fields={"territory": "appeals.cannot_take"})
    if given["staff"] not in {one.id for one in queries.duty_workers()}:
        raise CannotTake(fields={"staff": "appeals.cannot_take"})
    row = DutyShift(
        staff_id=given["staff"],
        territory_code=given["territory"],
        starts_at=given["starts_at"],
        ends_at=given["ends_at"],
        place=given["place"],
    )
    db.session.add(row)
    db.session.flush()
    audit.record("duty shift set", subject_kind="staff", subject_id=row.staff_id, shift=row.id)
    return reading.shift(row)


@duty_desk.delete("/shifts/<uuid:shift_id>")
@duty_desk.response(204)
@duty_desk.refuses(ShiftNotFound)
def drop_shift(shift_id: UUID) -> Response:
    """Take a shift off the roster."""
    row = db.session.get(DutyShift, shift_id)
    if row is None or not row.territory_code.startswith(my_areas()):
        raise ShiftNotFound
    audit.record("duty shift dropped", subject_kind="staff", subject_id=row.staff_id)
    db.session.delete(row)
    return Response(status=204)


@duty_desk.get("/pages")
@duty_desk.response(200, DutyPagesOut)
def list_pages() -> dict[str, Any]:
    """List the calls that wait for the caller."""
    pages = queries.pages_for(me())
    numbers = queries.numbers_of([page.appeal_id for page in pages])
    return {
        "items": [
            {
                "number": numbers[page.appeal_id],
                "step": page.step,
                "sent_at": page.sent_at,
                "acked_at": page.acked_at,
            }
            for page in pages
        ]
    }


@duty_desk.post("/ack")
@duty_desk.arguments(AckIn)
@duty_desk.response(201, AppealLineOut)
@duty_desk.refuses(AppealNotFound, PageNotFound)
def acknowledge(given: dict[str, Any]) -> dict[str, Any]:
    """Say "I have it": nobody further is called."""
    return reading.line(
        duty.acknowledge(given["number"], by=me(), now=now()), now=now(), staff_id=me()
    )
