"""A notice on its way: sent once, kept from the night, not repeated when nobody knows."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_resident
from tests.factories.notices import allow, told
from weijiayuan.db import db, reading, transaction
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.gateways.wechat import received_pushes
from weijiayuan.kernel.clock import at_local
from weijiayuan.notices import delivery, queries, service
from weijiayuan.notices.models import Notice
from weijiayuan.notices.periodic_tasks import delete_old, deliver
from weijiayuan.notices.rules import LOST_AFTER, MOST_ATTEMPTS, Delivery, Kind

DAY = date(2026, 11, 23)
NOON = at_local(DAY, time(12))
NIGHT = at_local(DAY, time(22))
MORNING = at_local(DAY + timedelta(days=1), time(8))


@pytest.fixture
def li(wechat_of_app, database):
    """A resident who takes one message of each kind, also by WeChat's book."""
    resident = make_resident(openid=openid_of("li"))
    for kind in Kind:
        allow(resident, kind=kind)
        wechat_of_app.subscribe("li", f"fake-{kind}")
    return resident


def state(notice):
    db.session.refresh(notice)
    return notice.delivery


def credit(resident, kind=Kind.PROGRESS):
    with reading():
        return queries.credits_of(resident.id)[kind]


def test_a_notice_goes_out_with_its_words_and_one_credit(li, wechat_of_app):
    notice = told(li, now=NOON, link="/pages/tips/tip/tip?number=7")

    deliver(NOON)

    (sent,) = wechat_of_app.sent()
    assert sent["template_id"] == "fake-progress"
    assert sent["page"] == "pages/tips/tip/tip?number=7"
    assert {key: value["value"] for key, value in sent["data"].items()} == {
        "thing1": "您反映的路灯已办结",
        "thing2": "您反映的路灯已办结，请给我们评价",
        "time3": "2026年11月23日 12:00",
    }
    assert state(notice) is Delivery.SENT
    assert credit(li) == 0


def test_a_notice_goes_out_once(li, wechat_of_app):
    told(li, now=NOON)

    for minute in range(5):
        deliver(NOON + timedelta(minutes=minute))

    assert len(wechat_of_app.sent()) == 1


def test_a_reminder_goes_out_at_its_moment(li, wechat_of_app):
    starts_at = NOON + timedelta(hours=5)
    told(
        li,
        now=NOON,
        cause="booking:1:reminder",
        template="test_reminder",
        facts={"venue": "羽毛球场", "starts_at": starts_at},
        due=NOON + timedelta(hours=3),
    )

    deliver(NOON + timedelta(hours=3) - timedelta(seconds=1))
    assert wechat_of_app.sent() == []
    deliver(NOON + timedelta(hours=3))

    (sent,) = wechat_of_app.sent()
    assert sent["template_id"] == "fake-reminder"
    assert sent["data"]["thing1"]["value"] == "羽毛球场预约提醒"
    assert sent["data"]["time2"]["value"] == "2026年11月23日 17:00"


def test_a_reminder_of_what_was_cancelled_is_taken_back(li, wechat_of_app):
    due = NOON + timedelta(hours=3)
    told(li, now=NOON, cause="booking:1:reminder", due=due)
    with transaction():
        service.take_back(cause="booking:1:reminder")

    deliver(due)

    assert wechat_of_app.sent() == []
    assert db.session.scalars(select(Notice)).all() == []


def test_what_has_gone_out_is_not_taken_back_from_the_inbox(li):
    notice = told(li, now=NOON)
    deliver(NOON)
    with transaction():
        service.take_back(cause="tip:1:settled", resident_id=li.id)

    assert state(notice) is Delivery.SENT


def test_one_cause_is_told_once(li, wechat_of_app):
    wechat_of_app.subscribe("li")
    first = told(li, now=NOON)
    assert told(li, now=NOON, facts={"subject": "井盖"}).id == first.id

    deliver(NOON)

    assert len(wechat_of_app.sent()) == 1


def test_the_night_is_quiet_and_the_morning_catches_up(li, wechat_of_app):
    notice = told(li, now=NIGHT)

    deliver(NIGHT)
    deliver(MORNING - timedelta(seconds=1))
    assert (wechat_of_app.sent(), state(notice)) == ([], Delivery.WAITING)
    deliver(MORNING)

    assert len(wechat_of_app.sent()) == 1


def test_what_is_urgent_goes_out_at_night(li, wechat_of_app):
    told(li, now=NIGHT, urgent=True)

    deliver(NIGHT)

    assert len(wechat_of_app.sent()) == 1


def test_without_a_credit_wechat_is_not_even_asked(wechat_of_app, database):
    wang = make_resident(openid=openid_of("wang"))
    wechat_of_app.subscribe("wang")
    notice = told(wang, now=NOON)

    deliver(NOON)

    assert (wechat_of_app.sent(), state(notice)) == ([], Delivery.INBOX_ONLY)


def test_a_closed_account_gets_nothing(li, wechat_of_app):
    notice = told(li, now=NOON)
    with transaction():
        li.openid = None

    deliver(NOON)

    assert (wechat_of_app.sent(), state(notice)) == ([], Delivery.INBOX_ONLY)


def test_old_news_stays_in_the_inbox(li, wechat_of_app):
    notice = told(li, now=NOON)

    deliver(NOON + timedelta(days=4))

    assert (wechat_of_app.sent(), state(notice)) == ([], Delivery.INBOX_ONLY)


def test_a_person_who_refused_is_not_asked_again(li, wechat_of_app):
    wechat_of_app.subscribe("li", result="reject")
    with transaction():
        service.give_credit_back(li.id, kind=Kind.PROGRESS)
    first, second = told(li, now=NOON), told(li, now=NOON, cause="tip:2:settled")

    deliver(NOON)

    assert (state(first), state(second)) == (Delivery.INBOX_ONLY, Delivery.INBOX_ONLY)
    assert credit(li) == 0


@pytest.mark.parametrize("errcode", [-1, 45009, 45011, 48001])
def test_when_wechat_certainly_did_not_it_is_tried_again(li, wechat_of_app, errcode):
    notice = told(li, now=NOON)
    wechat_of_app.fail("send", errcode=errcode, times=3)

    deliver(NOON)
    assert (state(notice), credit(li)) == (Delivery.WAITING, 1)
    for minute in range(1, 10):
        deliver(NOON + timedelta(minutes=minute))

    assert len(wechat_of_app.sent()) == 1
    assert (state(notice), credit(li)) == (Delivery.SENT, 0)


def test_trouble_leaves_the_others_for_the_next_turn(li, wechat_of_app):
    wechat_of_app.fail("send", errcode=45009)
    with transaction():
        service.give_credit_back(li.id, kind=Kind.PROGRESS)
    told(li, now=NOON)
    second = told(li, now=NOON, cause="tip:2:settled")

    deliver(NOON)

    assert second.attempts == 0


def test_after_ten_refusals_it_is_given_up_and_stays_in_the_inbox(li, wechat_of_app):
    notice = told(li, now=NOON)
    wechat_of_app.fail("send", errcode=48001, times=100)

    for hour in range(20):
        deliver(NOON + timedelta(hours=hour) if hour < 9 else MORNING + timedelta(hours=hour))

    assert (state(notice), notice.attempts) == (Delivery.GIVEN_UP, MOST_ATTEMPTS)


@pytest.mark.parametrize("errcode", [47003, 40037, 41030])
def test_a_message_that_wechat_will_never_take_is_given_up_at_once(li, wechat_of_app, errcode):
    notice = told(li, now=NOON)
    wechat_of_app.fail("send", errcode=errcode)

    deliver(NOON)
    deliver(NOON + timedelta(hours=1))

    assert (state(notice), notice.attempts, wechat_of_app.sent()) == (Delivery.GIVEN_UP, 1, [])
    assert credit(li) == 1


@pytest.mark.parametrize(
    "fault", [{"drop": "after"}, {"drop": "before"}, {"delay_seconds": 2}, {"status": 502}], ids=str
)
def test_when_nobody_knows_it_is_not_repeated(li, wechat_of_app, fault):
    """Perhaps the message went out. Twice would be worse than once in the inbox."""
    notice = told(li, now=NOON)
    wechat_of_app.fail("send", **fault)

    for minute in range(5):
        deliver(NOON + timedelta(minutes=minute))

    assert state(notice) is Delivery.UNSURE
    assert len(wechat_of_app.sent()) <= 1


def test_what_a_dead_worker_left_in_the_middle_is_not_repeated(li, wechat_of_app):
    notice = told(li, now=NOON)
    with transaction():
        notice.delivery, notice.try_at = Delivery.SENDING, NOON

    delivery.settle_lost(NOON + LOST_AFTER)
    assert state(notice) is Delivery.SENDING
    assert delivery.settle_lost(NOON + LOST_AFTER + timedelta(seconds=1)) == 1
    deliver(NOON + timedelta(hours=1))

    assert (state(notice), wechat_of_app.sent()) == (Delivery.UNSURE, [])


def test_an_account_closed_while_its_message_was_under_way_harms_nothing(li, wechat_of_app):
    told(li, now=NOON)
    flight = delivery.set_off(NOON, most=1)
    with transaction():
        db.session.delete(db.session.get(Notice, flight.errands[0].notice_id))

    delivery.land(flight, NOON)

    assert len(wechat_of_app.sent()) == 1
    assert db.session.scalars(select(Notice)).all() == []


def test_a_notice_of_a_change_that_came_to_nothing_does_not_exist(li):
    def change_and_fail():
        with transaction():
            service.tell(
                li.id, cause="x", template="test_settled", facts={"subject": "灯"}, now=NOON
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()

    assert db.session.scalars(select(Notice)).all() == []


def test_two_notices_in_one_portion_do_not_share_a_credit(li, wechat_of_app):
    wechat_of_app.subscribe("li")
    first, second = told(li, now=NOON), told(li, now=NOON, cause="tip:2:settled")

    delivery.deliver_some(NOON, most=2)

    assert sorted([state(first), state(second)]) == [Delivery.INBOX_ONLY, Delivery.SENT]
    assert (len(wechat_of_app.sent()), credit(li)) == (1, 0)


def test_urgent_news_overtakes_what_waited_longer(li, wechat_of_app):
    wechat_of_app.subscribe("li")
    with transaction():
        service.give_credit_back(li.id, kind=Kind.PROGRESS)
    told(li, now=NOON, cause="older")
    told(li, now=NOON + timedelta(minutes=1), cause="urgent", urgent=True, facts={"subject": "火"})

    deliver(NOON + timedelta(minutes=1))

    first, second = (message["data"]["thing1"]["value"] for message in wechat_of_app.sent())
    assert (first, second) == ("您反映的火已办结", "您反映的路灯已办结")


def test_what_is_older_than_a_year_is_deleted_in_portions(li, monkeypatch):
    monkeypatch.setattr("weijiayuan.notices.periodic_tasks.PORTION", 2)
    for number in range(5):
        told(li, now=NOON, cause=f"old {number}")
    told(li, now=NOON + timedelta(days=1), cause="young")
    with transaction():
        received_pushes.keep({"trace_id": "t"})

    said = delete_old(NOON + timedelta(days=365, seconds=1))

    assert said == "5 old notices, 1 old pushes"
    assert [notice.cause for notice in db.session.scalars(select(Notice))] == ["young"]


def test_many_are_on_their_way_at_one_time_and_each_goes_out_once(app, wechat_of_app, database):
    everybody = [make_resident(openid=openid_of(f"of-many-{number}")) for number in range(40)]
    for number, each in enumerate(everybody):
        wechat_of_app.subscribe(f"of-many-{number}")
        allow(each, kind=Kind.PROGRESS)
        told(each, now=NOON)

    deliver(NOON)

    sent = [message["touser"] for message in wechat_of_app.sent()]
    assert sorted(sent) == sorted(each.openid for each in everybody)
