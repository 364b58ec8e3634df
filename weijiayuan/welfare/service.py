"""Publishing rules, and asking what a change of them would do."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

from weijiayuan.accounts.identity import current as caller
from weijiayuan.audit import service as audit
from weijiayuan.db import db
from weijiayuan.district.current import district
from weijiayuan.engine.author.cases import read_case_files, run
from weijiayuan.engine.author.lint import lint
from weijiayuan.engine.evaluate.engine import Engine
from weijiayuan.engine.pack.loader import is_case_file
from weijiayuan.engine.pack.model import Pack
from weijiayuan.engine.pack.problems import PackInvalid
from weijiayuan.welfare import population_files
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.pack import read_files
from weijiayuan.welfare.errors import PackRejected, PeopleMalformed
from weijiayuan.welfare.models import Publication, Simulation
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import reform_of, sides
from weijiayuan.welfare.simulation.uploaded_population import PeopleInvalid, read_people
from weijiayuan.welfare.simulation_job import run_simulation

LINES_FIRST = 1_000
"""So many lines of a file are looked at while somebody waits."""


def checked(files: Mapping[str, str], *, on: date) -> tuple[Pack, list[str]]:
    """Return the pack made of these files and its lints, or raise `PackRejected`.

    A pack with a mistake, or one whose own worked cases come out otherwise, is not published.
    """
    rules = {name: text for name, text in files.items() if not is_case_file(name)}
    cases = {name: text for name, text in files.items() if is_case_file(name)}
    try:
        engine = Engine(read_files(rules))
        for day in engine.changes:
            engine.rules_on(day)
        results = [run(engine, case) for case in read_case_files(engine.pack, cases)]
    except PackInvalid as invalid:
        raise PackRejected(findings=[{"text": str(each)} for each in invalid.problems]) from None
    wrong = [str(result) for result in results if not result.is_right]
    if wrong:
        raise PackRejected(findings=[{"text": text} for text in wrong])
    return engine.pack, [str(problem) for problem in lint(engine, results, on)]


def publish(files: Mapping[str, str], *, reason: str, on: date, by: str) -> Publication:
    """Put a pack in force for every process, and leave a trace of who did and why."""
    pack, _ = checked(files, on=on)
    publication = Publication(
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        files=dict(files),
        reason=reason,
        by=by,
    )
    db.session.add(publication)
    audit.record(
        "welfare.pack_published",
        subject_kind="welfare_pack",
        subject_id=publication.id,
        reason=reason,
        actor=by,
        version=pack.version,
        digest=pack.digest,
    )
    return publication


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
        rows = population_files.rows_of(body)
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
