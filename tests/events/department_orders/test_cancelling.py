"""An order can be called off; presence and results are shown, not said."""

from datetime import timedelta

import pytest
import time_machine

from tests.events.department_orders.test_orders import MONDAY, act, part
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.db import db
from weijiayuan.events.models import EventClock, Order, OrderPart
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")


def wrong_code():
    right = db.session.scalars(db.select(Order.report_code)).one()
    return "000000" if right != "000000" else "111111"


def test_a_community_calls_an_order_off_and_the_department_is_told(people, order):
    act(people["roads"], order, "sign")

    cancelled = act(people["secretary"], order, "cancel", reason="居民自己清走了")
    again = act(people["secretary"], order, "cancel", reason="再来")
    late = act(people["roads"], order, "report-in", officer="李工", position=HERE)

    assert (part(cancelled)["state"], part(cancelled)["cancel_reason"]) == (
        "cancelled", "居民自己清走了",
    )  # fmt: skip
    assert again.json["code"] == late.json["code"] == "events.illegal_move"
    running = db.select(EventClock).where(
        EventClock.part_id.is_not(None), EventClock.stopped_at.is_(None)
    )
    assert db.session.scalars(running).all() == []
    told = db.select(Notice).filter_by(template="order_cancelled")
    assert "居民自己清走了" in str(db.session.scalars(told).one().text)


def test_what_was_handed_in_is_accepted_or_returned_not_cancelled(people, order):
    act(people["roads"], order, "sign")
    act(people["roads"], order, "report-in", officer="李工", position=HERE)
    act(people["roads"], order, "done", measures="已回填", no_photo="by_talk")

    assert act(people["secretary"], order, "cancel", reason="不用了").status_code == 409


def test_a_result_without_a_photo_says_why(people, order):
    act(people["roads"], order, "sign")
    act(people["roads"], order, "report-in", officer="李工", position=HERE)

    nothing = act(people["roads"], order, "done", measures="已回填")
    why = act(people["roads"], order, "done", measures="已回填", no_photo="unsafe")

    assert nothing.json["code"] == "events.proof_needed"
    assert (part(why)["state"], part(why)["no_photo"]) == ("done", "unsafe")


def test_five_wrong_codes_lock_the_code_and_leave_the_position(people, order):
    right = db.session.scalars(db.select(Order.report_code)).one()
    wrong = wrong_code()
    with time_machine.travel(MONDAY, tick=False):
        act(people["roads"], order, "sign")
        tried = [
            act(people["roads"], order, "report-in", officer="李工", code=wrong).json["code"]
            for _ in range(6)
        ]
        locked = act(people["roads"], order, "report-in", officer="李工", code=right)
    with time_machine.travel(MONDAY + timedelta(minutes=16), tick=False):
        later = act(people["roads"], order, "report-in", officer="李工", code=right)

    assert tried == ["events.wrong_code"] * 5 + ["events.code_locked"]
    assert locked.json["code"] == "events.code_locked"
    assert part(later)["state"] == "reported_in"
    assert db.session.scalars(db.select(OrderPart)).one().wrong_codes == 0


def test_while_the_code_is_locked_the_position_still_counts(people, order):
    act(people["roads"], order, "sign")
    for _ in range(5):
        act(people["roads"], order, "report-in", officer="李工", code=wrong_code())

    here = act(people["roads"], order, "report-in", officer="李工", position=HERE)

    assert part(here)["state"] == "reported_in"


def test_codes_are_tried_only_by_the_department_that_is_called(people, order):
    act(people["roads"], order, "sign")

    answers = [
        act(people["secretary"], order, "report-in", officer="我", code=wrong_code())
        for _ in range(6)
    ]

    assert {answer.status_code for answer in answers} == {403}
