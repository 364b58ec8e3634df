"""Lists and periodic tasks must not read the whole ledger: the indexes made for them are really taken."""

from uuid import uuid4

import pytest
from sqlalchemy import event, insert, select, text

from tests.factories.events import GRID, make_event
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.deadline_clocks.working_time import TimeUnit
from weijiayuan.events.access import Who, within
from weijiayuan.events.models import Event, EventClock
from weijiayuan.events.queries import next_deadlines, organisational_units, work_lists
from weijiayuan.events.queries.work_list_filters import Filters
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.service import automatic_closing
from weijiayuan.events.statistics import overview
from weijiayuan.governance import dashboard_queries as governance
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.tips import queries as tips

HERE = Point(113.94493, 22.7415, Datum.GCJ02)
DISTRICT = [Territory(TerritoryKind.DISTRICT, "440311")]

QUESTIONS = {
    "work of an area": lambda now: work_lists.work_in(DISTRICT),
    "work of a unit": lambda now: work_lists.work_of([Territory(TerritoryKind.UNIT, "unit-1")]),
    "load of units": lambda now: organisational_units.load(["unit-1"]),
    "open by state": lambda now: overview.open_by_state(DISTRICT),
    "standings": lambda now: governance.standings(DISTRICT, level="grid", now=now),
    "samples": lambda now: governance.shows_samples(),
    "a list of one open state": lambda now: listed(now, state="waiting"),
    "a list of what is open in a grid": lambda now: listed(now, state="open", grid=GRID.code),
    "results that may be closed": automatic_closing.close_undisputed,
}
OTHERS = {
    "a list of what was rejected": (lambda now: listed(now, state="rejected"), "over_state"),
    "what may be archived": (automatic_closing.archive_old, "over_state"),
    "a list of a grid": (lambda now: listed(now, grid=GRID.code), "grid_reported"),
    "a list of a category": (lambda now: listed(now, category="06010"), "category_reported"),
    "a category in a grid": (
        lambda now: listed(now, category="06010", grid=GRID.code),
        "grid_reported",
    ),
    "a search of words": (lambda now: listed(now, q="垃圾"), "reported_at_id"),
    "a search of a number": (lambda now: listed(now, q="261123-ABC234"), "number"),
    "a list of a unit": (lambda now: listed(now, unit="unit-1"), "unit_reported"),
    "by level": (lambda now: listed(now, sort="level"), "level_reported"),
    "by source": (lambda now: listed(now, sort="-source"), "source_reported"),
    "by supervision": (lambda now: listed(now, sort="-supervision"), "ix_events_supervised"),
    "what is supervised": (
        lambda now: listed(now, sort="number", supervised=True),
        "ix_events_supervised",
    ),
    "by state, what is over first": (lambda now: listed(now, sort="-state"), "over_state"),
    "one level by level": (lambda now: listed(now, sort="level", level=2), "level_reported"),
    "what is near": (lambda now: work_lists.nearby(HERE, now=now), "cell_reported_at"),
    "points that are due": (lambda now: tips.points_due(limit=5), "ix_tips_points_due"),
    "receipts without an end": (lambda now: tips.receipts_of_closed(now, limit=5), "receipt_until"),
}


def listed(now, sort="-reported", **asked):
    who = Who(granted=frozenset({Granted(Role.SUPERVISOR, DISTRICT[0])}))
    return work_lists.listed(who, Filters(**asked), now=now, limit=20, cursor=None, sort=sort)


def plans_of(ask, table="events"):
    """What the engine is going to do for every SELECT of a question about a table."""
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
        if statement.lstrip().upper().startswith("SELECT") and table in statement:
            rows = db.session.connection().exec_driver_sql(explain + statement, values)
            found.append(" ".join(str(row[-1]) for row in rows))
    return found


@pytest.fixture(autouse=True)
def no_scans(district):
    """PostgreSQL reads the few rows of a test at once; ask what it would do with many.

    Its indexes must not be as large as the rows that other tests took back have made them.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        for table in ("events", "event_clocks"):
            db.session.execute(text(f"REINDEX TABLE {table}"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_about_open_matters_take_an_index_of_open_matters(question):
    make_event()

    plans = plans_of(lambda: QUESTIONS[question](clock.now()))

    assert plans
    assert all("ix_events_open" in plan for plan in plans), plans


def test_the_reply_clocks_of_supervisions_are_found_without_the_others():
    wanted = select(EventClock.due_at).where(EventClock.supervision_id.in_([uuid4(), uuid4()]))

    plans = plans_of(lambda: db.session.execute(wanted), table="event_clocks")

    assert "ix_event_clocks_supervision_id" in plans[0], plans


def test_photos_with_a_verdict_are_found_among_those_that_wait_for_one():
    plans = plans_of(lambda: tips.judged_photos(limit=5), table="event_photos")

    assert "ix_event_photos_asked" in plans[0], plans


DEADLINES = {
    "the next clocks of a page": lambda now: next_deadlines.next_clocks(
        db.session.scalars(select(Event.id)).all()
    ),
    "what is due first": lambda now: listed(now, sort="due"),
    "what is due before a moment": lambda now: listed(now, due="late", sort="number"),
    "how much is late": lambda now: overview.overdue(within(DISTRICT), now=now),
    "a list of what is late": lambda now: listed(now, overdue=True),
    "how much is late in each place": lambda now: governance.standings(
        DISTRICT, level="grid", now=now
    ),
}


def a_matter_with_a_long_past():
    """One matter whose clocks have nearly all stopped, as those of a district have.

    With a clock or two, every index of them costs PostgreSQL the same, and it takes any.
    """
    now = clock.now()
    matter = make_event()
    past = {
        "kind": ClockKind.RESOLVE,
        "event_id": matter.id,
        "unit": TimeUnit.WORKING_HOURS,
        "budget_seconds": 3600,
        "started_at": now,
        "due_at": now,
        "stopped_at": now,
        "created_at": now,
    }
    db.session.execute(insert(EventClock), [past | {"id": uuid4()} for _ in range(1000)])
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE event_clocks"))


@pytest.mark.parametrize("question", DEADLINES)
def test_deadlines_are_read_of_the_clocks_that_run_and_no_others(question):
    a_matter_with_a_long_past()

    plans = plans_of(lambda: DEADLINES[question](clock.now()), table="event_clocks")

    assert plans
    assert all("ix_event_clocks_running" in plan for plan in plans), plans


@pytest.mark.parametrize("question", OTHERS)
def test_questions_about_the_past_take_the_index_made_for_them(question):
    ask, index = OTHERS[question]
    make_event()

    plans = plans_of(lambda: ask(clock.now()))

    assert index in plans[0], plans
