"""Random walks: whatever people try, in whatever order, the ledger's laws hold."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.factories.events import make_event, make_unit, who_is
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.deadline_clocks.working_time import Limit
from weijiayuan.events.access import HOLDER, SYSTEM
from weijiayuan.events.models import AskKind
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.vocabulary import Action, NoPhotoReason, RejectReason, State
from weijiayuan.events.service import (
    dispatching,
    matter_handling,
    matter_registration,
    pause_and_extension_requests,
    satisfaction_rating,
)
from weijiayuan.events.service.matter_handling import Proof
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places.coordinates import Datum, Point

pytestmark = pytest.mark.usefixtures("district")


def here(event):
    place = Point(event.lng, event.lat, Datum.GCJ02)
    return Proof(no_photo=NoPhotoReason.BY_TALK, position=place)


STEPS = {
    "accept": matter_registration.accept,
    "reject": partial(matter_handling.reject, code=RejectReason.ABUSIVE, words="无关"),
    "withdraw": matter_handling.withdraw,
    "dispatch": dispatching.dispatch,
    "designate": partial(dispatching.dispatch, designate=True),
    "return": partial(dispatching.send_back, reason="不归我们"),
    "sign": dispatching.sign,
    "start": lambda event, **more: matter_handling.start(event, proof=here(event), **more),
    "handle": lambda event, **more: matter_handling.handle(event, proof=here(event), **more),
    "wait": lambda event, **more: pause_and_extension_requests.ask(
        event, AskKind.WAIT, reason="下雨", **more
    ),
    "resume": matter_handling.resume,
    "extend": lambda event, **more: pause_and_extension_requests.ask(
        event, AskKind.EXTEND, reason="材料", extra=Limit.parse("1d"), **more
    ),
    "pass": lambda event, **more: matter_handling.verify(
        event, passed=True, proof=here(event), **more
    ),
    "fail": partial(matter_handling.verify, passed=False, words="不行"),
    "close": matter_handling.close,
    "confirm": partial(matter_handling.close, action=Action.CONFIRM),
    "rate": partial(satisfaction_rating.rate, stars=1, text="差", why=None),
    "reopen": partial(matter_handling.reopen, reason="还有"),
    "appeal": partial(matter_handling.appeal, reason="再看看"),
}


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_order_of_attempts_breaks_the_laws(as_role, data):
    if not hasattr(as_role, "cast"):
        make_unit("transport", "06013")
        speakers = [as_role(role) for role in (Role.GRID_WORKER, Role.DISPATCHER, Role.DEPARTMENT,
                                               Role.SECRETARY, Role.SUPERVISOR)]  # fmt: skip
        as_role.cast = [*map(who_is, speakers), HOLDER, SYSTEM]
    event, seen = make_event(category_code="06013", text="路面有个大坑"), []
    walk = st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 6)), min_size=5, max_size=25
    )
    for step, person in data.draw(walk):
        before = event.state
        try:
            with transaction():
                STEPS[step](event, who=as_role.cast[person], now=clock.now())
        except DomainError:
            db.session.expire_all()
            assert event.state == before
        seen.append(event.state)
    _laws(event)


def _laws(event):
    history = matters.timeline(event.id)
    moved = [line for line in history if line.from_state is not None]
    assert [line.number for line in history] == list(range(1, len(history) + 1))
    for line in moved:
        move = state_transitions.find(Action(line.action), State(line.from_state))
        assert move.target == line.to_state
        assert line.actor in move.actors
    assert event.returns <= 2
    assert event.waits <= 1
    assert event.extensions <= 1
    assert event.reporter_reopens <= 1
    _nobody_checked_their_own_work(history)
    clocks = matters.clocks(event.id)
    assert all(clock.stopped_at is None or clock.stopped_at >= clock.started_at for clock in clocks)
    if event.state == State.WAITING:
        assert event.due_at is None


def _nobody_checked_their_own_work(history):
    workers = set()
    for line in history:
        if line.action in ("verify", "rework"):
            assert line.staff_id not in workers
        if line.action in ("start", "sign", "handle"):
            workers.add(line.staff_id)


@pytest.mark.parametrize(
    "change", ["UPDATE event_entries SET words = 'x'", "DELETE FROM event_entries"]
)
def test_the_database_refuses_to_change_the_history(change):
    make_event()
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(change))
