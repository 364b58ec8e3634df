"""Running simulations in the worker."""

import logging
import time
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from weijiayuan.background import job_in_steps
from weijiayuan.background.queries import is_job_coming
from weijiayuan.db import reading, transaction
from weijiayuan.district.current_district import district
from weijiayuan.gateways.storage import ObjectMissing
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.evaluate.population_columns import Subjects
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.welfare import queries, simulation_population_files
from weijiayuan.welfare.models import SimulationState
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import reform_of, simulate
from weijiayuan.welfare.simulation.uploaded_population import PeopleInvalid, read_people

logger = logging.getLogger(__name__)
TELL_EVERY = 1.0
SHOWN_PROBLEMS = 10
WENT_WRONG = "试算没有算成，已经记下来请运维查看；换一个日期或者少一些人可以再试"


@job_in_steps
def run_simulation(simulation_id: str, people_key: str | None = None) -> None:
    """Work a simulation out and keep its result. Killed on its way it is begun again.

    A file of people is deleted as soon as there is a result, or none can be had.
    """
    _run(UUID(simulation_id), people_key)
    if people_key:
        simulation_population_files.forget(people_key)


def _run(number: UUID, people_key: str | None) -> None:
    """Work out a simulation that has no result. What goes wrong is its end, and is told.

    A database that is away for a moment is no end: the worker tries again.
    """
    try:
        _worked_out(number, people_key)
    except OperationalError:
        raise
    except Exception:
        _finish(number, SimulationState.FAILED, trouble=WENT_WRONG)
        raise  # the worker logs it; tried again, the simulation is found ended


def _worked_out(number: UUID, people_key: str | None) -> None:
    with reading():
        found = queries.simulation(number)
        if found is None or found.state in {SimulationState.DONE, SimulationState.FAILED}:
            return
        asked, digest = dict(found.asked), found.pack_digest
    adviser = current().published(digest)
    if adviser is None:
        _finish(number, SimulationState.FAILED, trouble="政策包已不在")
        return
    _note(number, 0)
    reform = reform_of(asked)
    try:
        people = _people(adviser.pack, people_key, reform.on) if people_key else None
    except (PeopleInvalid, ObjectMissing) as trouble:
        _finish(number, SimulationState.FAILED, **_told(trouble))
        return
    census = read_census(district().folder)
    result = simulate(adviser.pack, reform, _Teller(number), census=census, subjects=people)
    _finish(number, SimulationState.DONE, result=result)
    logger.info("simulation done", extra={"simulation_id": str(number)})


def end_lost(now: datetime) -> int:
    """End what is said to wait or run and has no job left, with a reason; return how many."""
    lost = [
        found
        for found in queries.unfinished_simulations()
        if not is_job_coming(run_simulation.name, str(found.id))
    ]
    for found in lost:
        found.state, found.trouble = SimulationState.FAILED, WENT_WRONG
        found.percent, found.finished_at = 100, now
    return len(lost)


def _people(pack: Pack, key: str, on: date) -> Subjects:
    rows = simulation_population_files.rows_of(simulation_population_files.kept(key))
    return read_people(pack, rows, on, census=read_census(district().folder))


def _told(trouble: PeopleInvalid | ObjectMissing) -> dict[str, Any]:
    """Say what is wrong with a file of people: line, column and rule, nothing of what it said."""
    if isinstance(trouble, ObjectMissing):
        return {"trouble": "上传的人群已经删除，请重新上传"}
    told = "；".join(map(str, trouble.problems[:SHOWN_PROBLEMS]))
    rest = len(trouble.problems) - SHOWN_PROBLEMS
    more = f"；另有 {rest} 处" if rest > 0 else ""
    return {
        "trouble": told + more,
        "result": {"problems": [asdict(problem) for problem in trouble.problems]},
    }


class _Teller:
    """Writes progress down, but not more often than people look."""

    def __init__(self, number: UUID) -> None:
        self.number = number
        self.told_at = time.monotonic()

    def __call__(self, share: float) -> None:
        if time.monotonic() - self.told_at >= TELL_EVERY:
            self.told_at = time.monotonic()
            _note(self.number, int(share * 100))


def _note(number: UUID, percent: int) -> None:
    with transaction():
        found = queries.simulation(number)
        if found is not None:
            found.state, found.percent = SimulationState.RUNNING, percent


def _finish(
    number: UUID,
    state: SimulationState,
    *,
    result: dict[str, object] | None = None,
    trouble: str = "",
) -> None:
    with transaction():
        found = queries.simulation(number)
        if found is not None:
            found.state, found.percent, found.result = state, 100, result
            found.trouble, found.finished_at = trouble, clock.now()
