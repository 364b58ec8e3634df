"""People who act on the same matter at the same moment: one of them does, the others are told."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_resident, make_staff
from tests.factories.events import make_event, make_unit
from tests.factories.places import make_district
from tests.racing import race
from weijiayuan.accounts import queries
from weijiayuan.accounts.rules import Role
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.events.access import Who
from weijiayuan.events.models import Entry, Escalation, Event, EventClock
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import NoPhotoReason
from weijiayuan.events.service import (
    dispatching,
    matter_handling,
    matter_merging,
    matter_registration,
)
from weijiayuan.events.service.matter_handling import Proof
from weijiayuan.events.supervision import escalation
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places.coordinates import Datum, Point

pytestmark = pytest.mark.race


@contextmanager
def inside(settings):
    """The service in this process, with its connections closed at the end."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def prepared(settings):
    """A district with a matter and one of each who may act on it; returns ids."""
    with inside(settings):
        make_district()
        make_unit("transport", "06013")
        staff = {
            role: make_staff(role).id
            for role in (Role.DISPATCHER, Role.DEPARTMENT, Role.GRID_WORKER)
        }
        event = make_event(category_code="06013", text="路面有个大坑")
        return {"event": event.id, "micro": make_event().id, "staff": staff}


def as_who(staff_id):
    return Who(staff_id=staff_id, granted=frozenset(queries.granted_to(staff_id)))


def act(settings, action, event_id, staff_id):
    """Make one move in a process of its own and say what came of it."""
    with inside(settings):
        try:
            with transaction():
                _act(action, matters.locked(event_id), as_who(staff_id))
        except DomainError as error:
            return error.code
        return "done"


def _act(action, event, who):
    now, place = clock.now(), Point(event.lng, event.lat, Datum.GCJ02)
    proof = Proof(no_photo=NoPhotoReason.BY_TALK, position=place)
    match action:
        case "accept":
            matter_registration.accept(event, who=who, now=now)
        case "sign":
            dispatching.sign(event, who=who, now=now)
        case "dispatch":
            dispatching.dispatch(event, who=who, now=now)
        case "handle":
            matter_handling.handle(event, who=who, now=now, proof=proof)


@pytest.mark.parametrize(
    ("action", "role", "before"),
    [
        ("accept", Role.DISPATCHER, []),
        ("sign", Role.DEPARTMENT, ["accept", "dispatch"]),
        ("handle", Role.GRID_WORKER, None),
    ],
)
def test_of_six_who_act_at_once_one_does(ground, action, role, before):
    ids = prepared(ground)
    event_id = ids["micro"] if before is None else ids["event"]
    for step in before or ():
        assert act(ground, step, event_id, ids["staff"][Role.DISPATCHER]) == "done"

    results = race(act, *[(ground, action, event_id, ids["staff"][role])] * 6)

    assert sorted(results) == ["done", *["events.illegal_move"] * 5]
    with inside(ground):
        lines = select(func.count()).select_from(Entry)
        assert db.session.scalar(lines.filter_by(event_id=event_id, action=action)) == 1
        numbers = db.session.scalars(select(Entry.number).filter_by(event_id=event_id)).all()
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def escalate(settings, now):
    with inside(settings), transaction():
        return escalation.escalate(now)


def test_workers_that_escalate_at_once_raise_each_rung_once(ground):
    ids = prepared(ground)
    later = clock.now() + timedelta(days=30)

    raised = race(escalate, *[(ground, later)] * 3)

    with inside(ground):
        micro = db.session.get(Event, ids["micro"])
        resolve = db.session.scalars(
            select(EventClock).filter_by(event_id=micro.id, kind="resolve")
        ).one()
        percents = db.session.scalars(
            select(Escalation.percent).filter_by(clock_id=resolve.id)
        ).all()
        assert sorted(percents) == [50, 80, 100, 150, 200]
        assert sum(raised) == db.session.scalar(select(func.count()).select_from(Escalation))


def merge(settings, event_id, into, staff_id):
    with inside(settings):
        try:
            with transaction():
                matters.lock_both(event_id, into)
                who = as_who(staff_id)
                matter_merging.merge(matters.locked(event_id), into, who=who, now=clock.now())
        except DomainError as error:
            return error.code
        return "done"


def withdraw(settings, event_id, resident_id):
    with inside(settings):
        try:
            with transaction():
                who = Who(resident_id=resident_id)
                matter_handling.withdraw(matters.locked(event_id), who=who, now=clock.now())
        except DomainError as error:
            return error.code
        return "done"


def run_merge_or_withdraw(settings, what, *args):
    return (merge if what == "merge" else withdraw)(settings, *args)


def test_nothing_stays_merged_into_what_was_withdrawn_at_that_moment(ground):
    """Four reports go into one that its reporter takes back, whoever comes first."""
    ids = prepared(ground)
    with inside(ground):
        reporter = make_resident().id
        parent = make_event(category_code="06013", text="有个坑", reporter_id=reporter).id
        children = [make_event(category_code="06013", text="有个坑").id for _ in range(4)]
    dispatcher = ids["staff"][Role.DISPATCHER]
    moves = [(ground, "merge", child, parent, dispatcher) for child in children]

    race(run_merge_or_withdraw, *moves[:2], (ground, "withdraw", parent, reporter), *moves[2:])

    with inside(ground):
        assert db.session.get(Event, parent).state == "withdrawn"
        states = {db.session.get(Event, child).state.value for child in children}
        assert states == {"submitted"}
        assert {db.session.get(Event, child).parent_id for child in children} == {None}


def test_two_that_are_merged_into_each_other_end_as_one(ground):
    ids = prepared(ground)
    with inside(ground):
        first, second = (make_event(category_code="06013", text="坑").id for _ in range(2))
    dispatcher = ids["staff"][Role.DISPATCHER]

    results = race(merge, (ground, first, second, dispatcher), (ground, second, first, dispatcher))

    assert sorted(results) in (
        ["done", "events.illegal_move"],
        ["done", "events.not_mergeable"],
    )
