"""Work lists must not read the whole ledger: the indexes over open matters are really taken."""

import pytest
from sqlalchemy import event, text

from tests.factories.events import make_event
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.access import within
from weijiayuan.events.queries import overview, units, work
from weijiayuan.governance import queries as governance
from weijiayuan.kernel import clock

DISTRICT = [Territory(TerritoryKind.DISTRICT, "440311")]
pytestmark = pytest.mark.usefixtures("district")

QUESTIONS = {
    "work of an area": lambda now: work.work_in(DISTRICT),
    "work of a unit": lambda now: work.work_of([Territory(TerritoryKind.UNIT, "unit-1")]),
    "load of units": lambda now: units.load(["unit-1"]),
    "open by state": lambda now: overview.open_by_state(DISTRICT),
    "overdue": lambda now: overview.overdue(within(DISTRICT), now=now),
    "standings": lambda now: governance.standings(DISTRICT, level="grid", now=now),
    "samples": lambda now: governance.shows_samples(),
}


def plans_of(ask):
    """What the engine is going to do for every SELECT of a question."""
    asked = []

    def note(_connection, _cursor, statement, values, *_more):
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    found = []
    for statement, values in asked:
        if statement.lstrip().upper().startswith("SELECT") and "events" in statement:
            rows = db.session.connection().exec_driver_sql(explain + statement, values)
            found.append(" ".join(str(row[-1]) for row in rows))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_about_open_matters_take_an_index_of_open_matters(question):
    make_event()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))

    plans = plans_of(lambda: QUESTIONS[question](clock.now()))

    assert plans
    assert all("ix_events_open" in plan for plan in plans), plans
