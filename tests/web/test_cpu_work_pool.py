"""Slow work: done apart, bounded, and never while others wait for our locks."""

import threading

import pytest

from weijiayuan.db import transaction
from weijiayuan.kernel.concurrency_permit import Permit, current_permit
from weijiayuan.web import cpu_work_pool
from weijiayuan.web.cpu_work_pool import HASHING, InsideTransaction, Queue, SlowWorkBusy, apart


@pytest.fixture
def door():
    """Slow work that lasts until the door opens."""
    event = threading.Event()
    yield event
    event.set()


def test_the_result_comes_back_and_so_does_what_was_raised():
    assert apart(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        apart(lambda: 1 / 0)


def test_it_is_refused_inside_a_transaction(app):
    with app.app_context(), pytest.raises(InsideTransaction), transaction():
        apart(lambda: None)


def test_it_holds_no_permit_meanwhile():
    said = []
    permit = Permit(lambda: said.append("released"), lambda: said.append("reacquired"))
    token = current_permit.set(permit)
    apart(lambda: said.append("worked"))
    current_permit.reset(token)
    assert said == ["released", "worked", "reacquired"]


def test_whoever_waits_too_long_is_told_so_and_takes_nobodys_place(door, monkeypatch):
    monkeypatch.setattr(cpu_work_pool, "PATIENCE_SECONDS", 0.05)
    for _ in range(3 * HASHING.most_waiting):
        with pytest.raises(SlowWorkBusy):
            apart(lambda: door.wait(5))
    door.set()
    monkeypatch.undo()
    assert apart(lambda: "free again") == "free again"


def test_no_more_than_a_few_may_wait(door):
    crowd = [
        threading.Thread(target=lambda: apart(lambda: door.wait(5)))
        for _ in range(HASHING.most_waiting + cpu_work_pool.AT_ONCE)
    ]
    for each in crowd:
        each.start()
    while HASHING._waiting.acquire(blocking=False):
        HASHING._waiting.release()
    with pytest.raises(SlowWorkBusy):
        apart(lambda: None)
    door.set()
    for each in crowd:
        each.join()


def test_one_kind_of_work_does_not_wait_for_another(door):
    crowd = threading.Thread(target=lambda: apart(lambda: door.wait(5), queue=Queue("Other", 0)))
    crowd.start()
    assert apart(lambda: "at once") == "at once"
    door.set()
    crowd.join()
