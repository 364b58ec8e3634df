"""Publishing rules, and asking what a change of them would do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from weijiayuan.accounts.identity import current as caller
from weijiayuan.audit import service as audit
from weijiayuan.db import db
from weijiayuan.welfare.errors import PackRejected
from weijiayuan.welfare.models import Publication, Simulation
from weijiayuan.welfare.rules.adviser import Adviser
from weijiayuan.welfare.rules.cases import read_case_files, run
from weijiayuan.welfare.rules.engine import Engine
from weijiayuan.welfare.rules.lint import lint
from weijiayuan.welfare.rules.pack import Pack
from weijiayuan.welfare.rules.problems import PackInvalid
from weijiayuan.welfare.rules.reading import is_case_file, read_files
from weijiayuan.welfare.rules.simulating import reform_of, sides
from weijiayuan.welfare.simulations import run_simulation


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


def simulate(adviser: Adviser, asked: dict[str, Any]) -> Simulation:
    """Begin a simulation in the background, or raise `PackRejected` for an impossible reform."""
    reform = reform_of(asked)
    try:
        sides(adviser.pack, reform)
    except PackInvalid as invalid:
        raise PackRejected(findings=[{"text": each.text} for each in invalid.problems]) from None
    simulation = Simulation(
        title=asked["title"],
        asked=asked,
        pack_version=adviser.pack.version,
        pack_digest=adviser.pack.digest,
        by=caller().key,
    )
    db.session.add(simulation)
    run_simulation.later(str(simulation.id))
    return simulation
