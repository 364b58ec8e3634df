"""Who mediates: what anybody sees of them, and when they take no new cases."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_anyone, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import errors
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.mediation_schemas.mediation_cases import MediatorsOut, OffDutyIn
from weijiayuan.appeals.models import Mediator
from weijiayuan.appeals.queries import staff_name
from weijiayuan.db import db, insert_new
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint

mediators = Blueprint(
    "mediators", __name__, guard=require_role(Role.MEDIATOR, Role.DUTY_WORKER), description="调解员"
)


@mediators.get("", guard=require_anyone)
@mediators.response(200, MediatorsOut)
def list_mediators() -> dict[str, Any]:
    """List the mediators: years, fields, languages, open cases. No stars."""
    known = {row.staff_id: row for row in db.session.scalars(db.select(Mediator))}
    return {
        "items": [
            {
                "id": one.id,
                "name": staff_name(UUID(one.id)),
                "fields_": sorted(one.fields),
                "languages": sorted(one.languages),
                "open_cases": one.load,
                "since_year": known[UUID(one.id)].since_year if UUID(one.id) in known else None,
                "off_until": known[UUID(one.id)].off_until if UUID(one.id) in known else None,
            }
            for one in queries.candidates(clock.now())
        ]
    }


@mediators.post("/<uuid:staff_id>/off-duty")
@mediators.arguments(OffDutyIn)
@mediators.response(201)
@mediators.refuses(errors.MediationNotFound)
def go_off_duty(asked: dict[str, Any], staff_id: UUID) -> Response:
    """Take no new cases until a moment: oneself, or the duty worker for a colleague."""
    if staff_id != current_staff().id and not current().may(Role.DUTY_WORKER):
        raise errors.MediationNotFound
    if staff_id not in queries.mediators():
        raise errors.MediationNotFound
    insert_new(
        Mediator,
        [
            {
                "staff_id": staff_id,
                "fields": "",
                "languages": "zh",
                "ties": "",
                "since_year": None,
                "off_until": None,
            }
        ],
    )
    row = db.session.scalars(db.select(Mediator).filter_by(staff_id=staff_id)).one()
    row.off_until = asked["until"]
    return Response(status=201)
