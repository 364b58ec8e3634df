"""When a session may begin: at the half hours offered, not in the past, not after the last day."""

from datetime import date, timedelta

import pytest

from tests.appeals.conftest import ahead, filed, fine
from weijiayuan.appeals.models import Confirmation
from weijiayuan.appeals.rules import court_ruling_deadline
from weijiayuan.appeals.service.court_session_booking import sessions_of
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.places.queries import working_calendar


def book(case, moment):
    return case.mediator.post(f"{case.court_at}/book", json={"starts_at": moment.isoformat()})


def refused(answer, code, status=409):
    assert (answer.status_code, answer.json["code"]) == (status, f"confirmations.{code}")
    assert answer.json["detail"]


def first_session(day):
    """Return the first half hour of a day, or of the next that is worked."""
    return sessions_of(working_calendar().roll_forward(day))[0]


def test_a_session_begins_at_the_half_hours_that_are_offered(quarrel, judge):
    filed(quarrel)
    night = ahead().replace(hour=19, minute=17)  # three in the morning there
    refused(book(quarrel, night), "no_slot")
    refused(book(quarrel, ahead() + timedelta(minutes=15)), "no_slot")
    saturday = ahead() + timedelta(days=5 - clock.local_date(ahead()).weekday())
    if not working_calendar().is_working_day(clock.local_date(saturday)):
        refused(book(quarrel, saturday), "no_slot")
    fine(book(quarrel, ahead()))


def test_nothing_begins_in_the_past_but_what_was_shown_as_now_begins_now(quarrel, judge):
    filed(quarrel)
    for ago in (timedelta(minutes=6), timedelta(days=1), timedelta(days=400)):
        refused(book(quarrel, clock.now() - ago), "starts_in_the_past", 422)
    shown = fine(quarrel.mediator.get("/api/v1/confirmations/slots?now=true"), 200)["items"][0]
    asked = {"starts_at": shown["starts_at"]}
    said = fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json=asked))
    assert said["starts_at"] >= shown["starts_at"]


def test_a_session_stands_among_the_matters_of_its_parties_with_its_hours(quarrel, judge):
    filed(quarrel)
    fine(book(quarrel, ahead()))
    matters = quarrel.zhang.get("/api/v1/me/matters").json["items"]
    session = next(each for each in matters if each["kind"] == "confirmation")
    ends_at = ahead() + timedelta(minutes=30)
    assert session["takes_place_at"] == ahead().isoformat()
    assert session["takes_place_until"] == ends_at.isoformat()


@pytest.mark.parametrize(
    ("filed", "accepted", "extended", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), False, date(2026, 11, 17)),
        (date(2026, 11, 2), None, False, date(2026, 11, 20)),
        (date(2026, 11, 2), date(2026, 11, 5), True, date(2026, 11, 30)),
        (date(2028, 2, 20), date(2028, 2, 20), False, date(2028, 3, 6)),
    ],
)
def test_the_court_rules_fifteen_days_after_it_accepted(filed, accepted, extended, last):
    assert court_ruling_deadline.last_day(filed, accepted, extended=extended) == last


def test_after_the_last_day_of_the_ruling_nothing_is_booked_unless_the_president_let_it(
    quarrel, judge
):
    filed(quarrel)
    fine(book(quarrel, ahead()))
    accepted = fine(judge.post(f"{quarrel.court_at}/accept"))
    last = date.fromisoformat(accepted["rule_by"])
    beyond = first_session(last + timedelta(days=1))
    refused(book(quarrel, beyond), "after_last_day")
    fine(book(quarrel, first_session(last)))

    longer = {"approved_by": "王院长", "reason": "要核对境外账户"}
    assert quarrel.mediator.post(f"{quarrel.court_at}/extend", json=longer).status_code == 403
    said = fine(judge.post(f"{quarrel.court_at}/extend", json=longer))
    assert said["extended"] is True
    assert date.fromisoformat(said["rule_by"]) >= last + timedelta(days=6)
    refused(judge.post(f"{quarrel.court_at}/extend", json=longer), "extended_before")
    fine(book(quarrel, beyond))
    refused(
        book(quarrel, first_session(date.fromisoformat(said["rule_by"]) + timedelta(days=1))),
        "after_last_day",
    )


def test_when_the_time_is_over_the_president_makes_it_no_longer(quarrel, judge):
    filed(quarrel)
    fine(book(quarrel, ahead()))
    fine(judge.post(f"{quarrel.court_at}/accept"))
    found = db.session.scalars(db.select(Confirmation)).one()
    found.accepted_at -= timedelta(days=40)
    db.session.flush()
    longer = {"approved_by": "王院长", "reason": "要核对境外账户"}
    refused(judge.post(f"{quarrel.court_at}/extend", json=longer), "extended_before")


def test_where_there_is_no_judge_or_room_it_is_said_and_the_way_to_the_court_is_open(quarrel):
    filed(quarrel)
    refused(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}), "no_court_here")
    refused(quarrel.zhang.get("/api/v1/confirmations/slots?now=true"), "no_court_here")
    said = fine(quarrel.zhang.post(f"{quarrel.court_at}/offline", json={"reason": "没有法官"}))
    assert said["state"] == "offline"
