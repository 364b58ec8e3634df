"""Who is on duty and when."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.appeals import appeal_views, queries
from weijiayuan.appeals.api.duty.blueprint import duty_desk
from weijiayuan.appeals.errors import CannotTake, ShiftNotFound
from weijiayuan.appeals.models import DutyShift
from weijiayuan.appeals.schemas import (
    DutyShiftsOut,
    ShiftIn,
    ShiftOut,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock


def my_areas() -> tuple[str, ...]:
    """Return the codes that the caller's areas begin with."""
    areas = current().duties(Role.DUTY_WORKER)
    return tuple("" if area.kind is TerritoryKind.DISTRICT else area.code for area in areas)


@duty_desk.get("/shifts")
@duty_desk.response(200, DutyShiftsOut)
def list_shifts() -> dict[str, Any]:
    """List the shifts to come in the caller's areas, the next first; and who could be on duty."""
    rows = [
        one
        for one in queries.shifts_to_come(clock.now())
        if one.territory_code.startswith(my_areas())
    ]
    people = queries.duty_workers()
    return {"items": [appeal_views.shift(one) for one in rows], "people": people}


@duty_desk.post("/shifts")
@duty_desk.arguments(ShiftIn)
@duty_desk.response(201, ShiftOut)
@duty_desk.refuses(CannotTake)
def add_shift(given: dict[str, Any]) -> dict[str, Any]:
    """Put a duty worker on duty in one of the caller's areas."""
    if not given["territory"].startswith(my_areas()):
        raise CannotTake(fields={"territory": ["appeals.cannot_take"]})
    if given["staff"] not in {one.id for one in queries.duty_workers()}:
        raise CannotTake(fields={"staff": ["appeals.cannot_take"]})
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
    return appeal_views.shift(row)


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
