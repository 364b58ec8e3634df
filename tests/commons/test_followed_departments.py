"""What a department owes is over when its matter is, and is not over again once sent back."""

from datetime import timedelta

import pytest

from tests.commons.people import make_space
from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.events import make_event
from tests.factories.places import make_district
from weijiayuan.accounts.current_caller import Caller
from weijiayuan.commons.models import CommonsMeeting, Outcome, Topic
from weijiayuan.commons.periodic_tasks import follow_departments
from weijiayuan.commons.queries.meeting_outcomes import called_departments
from weijiayuan.commons.rules.states import MeetingKind, OutcomeKind, OutcomeState, TopicKind
from weijiayuan.commons.service import department_referrals, outcome_checks
from weijiayuan.db import db, transaction
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.notices.models import Notice


@pytest.fixture
def raiser(client):
    make_district()
    return make_resident()


def make_outcome(raiser, event):
    """A department's outcome of a meeting on a topic that the resident raised."""
    space, now = make_space(), clock.now()
    topic = saved(
        Topic(
            space_id=space.id,
            kind=next(iter(TopicKind)),
            title="路灯",
            text="北门路灯坏了",
            wish="",
            affected="",
            must_come="",
            raised_by=raiser.id,
        )
    )
    meeting = saved(
        CommonsMeeting(
            space_id=space.id,
            kind=next(iter(MeetingKind)),
            title="议事会",
            called_by=[],
            noticed_at=now,
            starts_at=now,
            ends_at=now,
            place="会议室",
            room_id=None,
            draw_id=new_id(),
            made_by=new_id(),
        )
    )
    return saved(
        Outcome(
            space_id=space.id,
            meeting_id=meeting.id,
            topic_id=topic.id,
            kind=OutcomeKind.DEPARTMENT,
            text="修路灯",
            owner="照明管理所",
            due_on=clock.local_date(now),
            owner_id=None,
            place=None,
            event_id=event.id,
        )
    )


def end(event, state, *, at=None):
    with transaction():
        event.state = state
        event.closed_at = (at or clock.now()) if state is State.CLOSED else None


def follow():
    with transaction():
        follow_departments(clock.now())


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED, State.WITHDRAWN])
def test_whoever_raised_it_is_asked_to_check_however_the_matter_ended(raiser, state):
    event = make_event()
    outcome = make_outcome(raiser, event)
    end(event, state)

    follow()

    assert outcome.state is OutcomeState.DONE
    asked = db.session.query(Notice).filter_by(cause=f"commons.check:{outcome.id}:0")
    assert asked.count() == 1


def send_back(outcome, raiser):
    checker = Caller(
        session_id=new_id(),
        seen_at=clock.now(),
        at_desk=False,
        resident_id=raiser.id,
        staff_id=None,
    )
    with transaction():
        outcome_checks.check(
            outcome.id, fixed=False, words="还不亮", caller=checker, now=clock.now()
        )


def test_what_was_sent_back_stays_open_until_the_matter_is_closed_anew(raiser):
    event = make_event()
    outcome = make_outcome(raiser, event)
    end(event, State.CLOSED)
    follow()
    send_back(outcome, raiser)

    follow()
    assert outcome.state is OutcomeState.DOING
    assert event.state is State.REOPENED

    end(event, State.CLOSED, at=clock.now() + timedelta(hours=1))
    follow()
    assert outcome.state is OutcomeState.DONE


@pytest.mark.parametrize("state", [State.REJECTED, State.ARCHIVED])
def test_a_matter_that_cannot_be_opened_again_gets_a_new_one(raiser, state):
    event = make_event()
    outcome = make_outcome(raiser, event)
    end(event, state)
    follow()
    outcome.place = {"lng": 113.94, "lat": 22.74, "datum": "gcj02"}
    db.session.commit()

    send_back(outcome, raiser)

    assert outcome.event_id != event.id
    assert matters.of(outcome.event_id).state not in department_referrals.ENDED


def test_matters_that_last_do_not_keep_those_that_are_over_waiting(raiser):
    make_outcome(raiser, make_event())
    over = make_event()
    outcome = make_outcome(raiser, over)
    end(over, State.CLOSED)

    assert [each.id for each in called_departments(limit=1)] == [outcome.id]
