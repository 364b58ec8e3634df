"""How tests reach the pages of tips and of those who handle matters."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from tests.browser.visits import Visit, visit
from tests.factories.sensing import make_device
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, Order, stands_open
from weijiayuan.events.supervision import escalation
from weijiayuan.kernel import clock
from weijiayuan.sensing import device_classes_in_force
from weijiayuan.sensing.models import Alarm
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest

HERE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}


def send(live, persona):
    """Send a tip as somebody, once, and return its number."""
    speaker = live.session(persona)
    speaker.headers["Idempotency-Key"] = f"visit-{uuid4()}"
    body = {"category": "06010", "text": "光明广场旁边有一堆垃圾没人清", "place": HERE}
    return speaker.post(f"{live.base}/api/v1/tips", json=body, timeout=10).json()["number"]


@visit("pages/tips/tip/tip")
def a_tip(live):
    return Visit(query=f"?number={send(live, 'tip-visitor')}", persona="tip-visitor")


@visit("pages/tips/mine/mine")
def my_tips(live):
    send(live, "tip-visitor")
    return Visit(persona="tip-visitor")


@visit("packages/grid/today/today")
def a_day(live):
    return Visit(persona="grid-worker")


@visit("packages/grid/report/report")
def a_report(live):
    return Visit(persona="grid-worker")


@visit("packages/grid/event/event")
def a_matter(live):
    send(live, "tip-visitor")
    with live.app.app_context():
        wanted = select(Event.id).filter_by(state="accepted", is_sample=False)
        found = db.session.scalars(wanted.limit(1)).one()
    return Visit(query=f"?id={found}", persona="grid-worker")


@visit("packages/staff/work/work")
def the_work(live):
    return Visit(persona="department")


@visit("packages/staff/order/order")
def an_order(live):
    with live.app.app_context():
        found = db.session.scalars(select(Order.id).limit(1)).one()
    return Visit(query=f"?id={found}", persona="department")


@visit("packages/staff/orders/orders")
def the_orders(live):
    return Visit(persona="secretary")


@visit("packages/staff/call/call")
def a_call(live):
    with live.app.app_context():
        wanted = select(Event.id).filter_by(is_sample=True).where(stands_open())
        found = db.session.scalars(wanted.limit(1)).one()
    return Visit(query=f"?event={found}", persona="secretary")


@visit("packages/staff/supervisions/supervisions")
def the_supervisions(live):
    with live.app.app_context(), transaction():
        escalation.escalate(clock.now())
    return Visit(persona="department")


@visit("packages/grid/alarm/alarm")
def an_alarm(live):
    with live.app.app_context():
        device, _ = make_device()
        begin = clock.now() - timedelta(minutes=4)
        least = min(
            line.raises_at for line in device_classes_in_force.classes().by_code[device.kind].lines
        )
        readings = [
            Reading(device.datastream_id, begin + timedelta(minutes=nth), least + nth / 10)
            for nth in range(4)
        ]
        with transaction():
            ingest.take_in(device, readings, now=clock.now())
        found = db.session.scalars(select(Alarm.id).filter_by(device_id=device.id)).one()
    return Visit(query=f"?id={found}", persona="grid-worker")
