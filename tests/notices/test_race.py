"""Several workers and a killed one: nobody is told twice, everybody is told."""

import signal
from collections import Counter
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_resident
from tests.factories.notices import allow, told
from tests.notices import messengers
from tests.racing import processes
from weijiayuan.db import db, reading
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel.clock import at_local
from weijiayuan.notices import delivery
from weijiayuan.notices.models import Notice, SubscribeCredit
from weijiayuan.notices.rules import LOST_AFTER, Delivery

NOON = at_local(date(2026, 11, 23), time(12))
pytestmark = pytest.mark.race


@pytest.fixture
def service(ground, fake_wechat):
    app = messengers.service_of(ground, fake_wechat.base)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def owe(fake_wechat, persona, *, count=1):
    resident = make_resident(openid=openid_of(persona))
    allow(resident, credits_=count)
    for number in range(count):
        fake_wechat.subscribe(persona)
        told(resident, now=NOON, cause=f"{persona}:{number}")


def race(ground, fake_wechat, now, *, crowd=3):
    barrier = processes.Barrier(crowd)
    given = (ground, barrier, fake_wechat.base, now)
    workers = [processes.Process(target=messengers.deliver_all, args=given) for _ in range(crowd)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert [one.exitcode for one in workers] == [0] * crowd


def states():
    db.session.rollback()  # what was read so far is from before the race
    with reading():
        rows = db.session.execute(select(Notice.delivery, func.count()).group_by(Notice.delivery))
        return {delivery: count for delivery, count in rows}  # noqa: C416


def test_racing_workers_tell_everybody_once(service, ground, fake_wechat):
    for number in range(10):
        owe(fake_wechat, f"p{number}", count=2)

    race(ground, fake_wechat, NOON)

    sent = Counter(message["touser"] for message in fake_wechat.sent())
    assert sent == {openid_of(f"p{number}"): 2 for number in range(10)}
    assert states() == {Delivery.SENT: 20}
    with reading():
        assert set(db.session.scalars(select(SubscribeCredit.credits))) == {0}


@pytest.mark.parametrize(("moment", "arrived"), [("before", 0), ("after", 1)])
def test_a_worker_killed_while_sending_makes_nobody_hear_it_twice(
    service, ground, fake_wechat, moment, arrived
):
    owe(fake_wechat, "li")
    victim = processes.Process(
        target=messengers.deliver_and_die, args=(ground, fake_wechat.base, NOON, moment)
    )
    victim.start()
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    assert states() == {Delivery.SENDING: 1}

    later = NOON + LOST_AFTER + timedelta(seconds=1)
    assert delivery.settle_lost(later) == 1
    race(ground, fake_wechat, later, crowd=2)

    assert len(fake_wechat.sent("li")) == arrived
    assert states() == {Delivery.UNSURE: 1}


def test_what_a_killed_worker_had_not_begun_goes_out(service, ground, fake_wechat):
    """The one in its hand is unsure; those that waited behind it lose nothing."""
    for number in range(5):
        owe(fake_wechat, f"p{number}")
    victim = processes.Process(
        target=messengers.deliver_and_die, args=(ground, fake_wechat.base, NOON, "before")
    )
    victim.start()
    victim.join(60)

    race(ground, fake_wechat, NOON + timedelta(seconds=10), crowd=2)

    assert len(fake_wechat.sent()) == 4
    assert states() == {Delivery.SENT: 4, Delivery.SENDING: 1}
