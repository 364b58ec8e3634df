"""Endpoints for policy officers: try reforms on a population."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from werkzeug.datastructures import FileStorage

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.db import reading
from weijiayuan.gateways.storage import StorageDown, StorageFull
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import REPLAYED, once
from weijiayuan.web.pagination import Page, page_by
from weijiayuan.web.rate_limits import limited
from weijiayuan.web.schemas import PageIn
from weijiayuan.welfare import queries, simulation_population_files, simulation_requests
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.errors import (
    AnswersMalformed,
    PackNotFound,
    PackRejected,
    PeopleMalformed,
    SimulationNotDone,
    SimulationNotFound,
)
from weijiayuan.welfare.models import Simulation
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.reform_simulation_schemas import (
    HouseholdIn,
    HouseholdOut,
    PeopleFileIn,
    ReformFormIn,
    SimulationIn,
    SimulationOut,
    SimulationsOut,
)
from weijiayuan.welfare.simulation import report_pdf
from weijiayuan.welfare.simulation_population_files import MOST_BYTES

UPLOAD_BYTES = MOST_BYTES + 64 * 1024

welfare_desk = Blueprint(
    "welfare_desk",
    __name__,
    guard=require_role(Role.POLICY_OFFICER),
    url_prefix="/api/v1/welfare",
    description="政策专员：改革试算",
)


@welfare_desk.post("/simulations")
@welfare_desk.arguments(SimulationIn)
@welfare_desk.response(201, SimulationOut)
@welfare_desk.refuses(PackRejected, PackNotFound)
def begin_simulation(asked: dict[str, Any]) -> Simulation:
    """Begin a simulation. It runs in the background; ask for it again to see how far it is.

    What an earlier one was `asked`, with its `pack_sha256` as `pack`, gives its result again.
    """
    adviser = _adviser(asked.pop("pack", None))
    return simulation_requests.simulate(adviser, asked | {"on": asked["on"].isoformat()})


def _adviser(pack: str | None) -> Adviser:
    adviser = current().adviser() if pack is None else current().published(pack)
    if adviser is None:
        raise PackNotFound
    return adviser


@welfare_desk.post("/simulations/uploads", asks_outside=True, max_bytes=UPLOAD_BYTES)
@welfare_desk.arguments(ReformFormIn, location="form")
@welfare_desk.arguments(PeopleFileIn, location="files")
@welfare_desk.response(201, SimulationOut)
@welfare_desk.refuses(PackRejected, PackNotFound, PeopleMalformed, StorageFull, StorageDown)
@limited("20 per minute")
def begin_simulation_on_people(form: dict[str, Any], sent: dict[str, FileStorage]) -> Response:
    """Begin a simulation on people that are sent as a table, one line a person.

    The first thousand lines are looked at now, the rest in the background; a mistake is named
    with its line and column. The file is kept sealed and deleted when the run has ended.
    """
    asked = form["reform"] | {"on": form["reform"]["on"].isoformat()}
    body = sent["people"].stream.read(MOST_BYTES + 1)
    sent["people"].stream.seek(0)  # whoever compares requests reads it again
    pack = asked.pop("pack", None)
    with reading():
        adviser = _adviser(pack)
    simulation_requests.check_people(adviser, asked, body)
    return _kept_for(body, lambda key: _begun(adviser, asked, key))


def _kept_for(body: bytes, act: Callable[[str], Response]) -> Response:
    """Keep a file for what is begun once; where nothing new begins the file is gone at once."""
    key, answer = simulation_population_files.keep(body), None
    try:
        answer = once(lambda: act(key))
        return answer
    finally:
        if answer is None or REPLAYED in answer.headers:
            simulation_population_files.forget(key)


def _begun(adviser: Adviser, asked: dict[str, Any], key: str) -> Response:
    current_caller.read_again()
    simulation = simulation_requests.simulate(adviser, asked, people_key=key)
    answer = jsonify(SimulationOut().dump(simulation))
    answer.status_code = 201
    return answer


@welfare_desk.get("/simulations")
@welfare_desk.arguments(PageIn, location="query")
@welfare_desk.response(200, SimulationsOut)
def list_simulations(asked: dict[str, Any]) -> Page[Simulation]:
    """List the simulations, newest first."""
    return page_by(queries.simulations(), Simulation.id, newest_first=True, **asked)


@welfare_desk.get("/simulations/<uuid:simulation_id>")
@welfare_desk.response(200, SimulationOut)
@welfare_desk.refuses(SimulationNotFound)
def read_simulation(simulation_id: UUID) -> Simulation:
    """Return a simulation with its progress, and its result with charts when it is done."""
    found = queries.simulation(simulation_id)
    if found is None:
        raise SimulationNotFound
    return found


@welfare_desk.post(
    "/simulations/<uuid:simulation_id>/household", idempotent=False, asks_outside=True
)
@welfare_desk.arguments(HouseholdIn)
@welfare_desk.response(200, HouseholdOut)
@welfare_desk.refuses(SimulationNotFound, AnswersMalformed, PackNotFound)
@limited("60 per minute")
def look_at_a_household(asked: dict[str, Any], simulation_id: UUID) -> dict[str, Any]:
    """Tell what one household gets before and after the reform. Nothing of it is kept."""
    with reading():
        found = queries.simulation(simulation_id)
        if found is None:
            raise SimulationNotFound
        adviser, reform = _adviser(found.pack_digest), dict(found.asked)
    return simulation_requests.household(adviser, reform, asked["answers"])


@welfare_desk.get("/simulations/<uuid:simulation_id>/report")
@welfare_desk.response(200, content_type="application/pdf")
@welfare_desk.refuses(SimulationNotFound, SimulationNotDone)
def print_simulation(simulation_id: UUID) -> Response:
    """Return a finished simulation as a page to print. The same request gives the same bytes."""
    found = queries.simulation(simulation_id)
    if found is None:
        raise SimulationNotFound
    if found.result is None or "policies" not in found.result:
        raise SimulationNotDone
    body = report_pdf.render(
        title=found.title,
        asked=found.asked,
        result=found.result,
        version=found.pack_version,
        digest=found.pack_digest,
    )
    return Response(body, mimetype="application/pdf")
