"""Asking what a change of the rules would do."""

from datetime import date
from itertools import islice
from typing import Any

from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.welfare import simulation_population_files
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.errors import AnswersMalformed, PackRejected, PeopleMalformed
from weijiayuan.welfare.models import Simulation
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.household_comparison import compared
from weijiayuan.welfare.simulation.reform_simulation import reform_of, sides
from weijiayuan.welfare.simulation.uploaded_population import PeopleInvalid, read_people
from weijiayuan.welfare.simulation_job import run_simulation

LINES_FIRST = 1_000
"""So many lines of a file are looked at while somebody waits."""


def check_reform(adviser: Adviser, asked: dict[str, Any]) -> None:
    """Raise `PackRejected` for a reform of what the pack does not have."""
    try:
        sides(adviser.pack, reform_of(asked))
    except PackInvalid as invalid:
        raise PackRejected(findings=[{"text": each.text} for each in invalid.problems]) from None


def check_people(adviser: Adviser, asked: dict[str, Any], body: bytes) -> None:
    """Look at the reform and at the first lines of a file of people before anything is kept.

    Raises `PackRejected`, or `PeopleMalformed` with line and column of each problem.
    """
    check_reform(adviser, asked)
    try:
        rows = simulation_population_files.rows_of(body)
        read_people(
            adviser.pack,
            islice(rows, LINES_FIRST),
            date.fromisoformat(asked["on"]),
            census=read_census(district().folder),
        )
    except PeopleInvalid as invalid:
        named: dict[str, list[str]] = {}
        for each in invalid.problems:
            named.setdefault(f"people.{each.line}.{each.column}", []).append(str(each))
        raise PeopleMalformed(fields=named) from None


def household(adviser: Adviser, asked: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Return what a household gets on both sides of a reform that was asked for.

    Raises `AnswersMalformed` for answers that cannot be meant.
    """
    try:
        items = list(compared(adviser.pack, reform_of(asked), answers))
    except AnswersInvalid as invalid:
        raise AnswersMalformed.of(invalid) from None
    return {"on": date.fromisoformat(asked["on"]), "items": items}


def simulate(
    adviser: Adviser, asked: dict[str, Any], *, people_key: str | None = None
) -> Simulation:
    """Begin a simulation in the background, on the people of a kept file if there is one.

    Raises `PackRejected` for an impossible reform.
    """
    check_reform(adviser, asked)
    simulation = Simulation(
        title=asked["title"],
        asked=asked,
        pack_version=adviser.pack.version,
        pack_digest=adviser.pack.digest,
        by=caller().key,
    )
    db.session.add(simulation)
    run_simulation.later(str(simulation.id), people_key)
    return simulation
