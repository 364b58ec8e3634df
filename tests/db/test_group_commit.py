"""What many ask at the same time is done in one transaction, and nobody fails by another's fault."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from weijiayuan.db.group_commit import GroupCommit


class Crowd:
    """Callers of a group commit whose work waits at a door, and what was worked on together."""

    def __init__(self, app, work, *, most=3):
        self.app, self.work = app, work
        self.begun, self.door, self.groups = threading.Event(), threading.Event(), []
        self.name = f"test_crowd_{id(self)}"
        self.shared = GroupCommit(self.name, self._work, most)
        self.pool = ThreadPoolExecutor(8)

    def _work(self, asked):
        self.groups.append(list(asked))
        self.begun.set()
        assert self.door.wait(10)
        return self.work(asked)

    def ask(self, each, weight=1):
        def asking():
            with self.app.app_context():
                return self.shared.ask(each, weight=weight)

        before, is_first = self.waiting(), not self.begun.is_set()
        asked = self.pool.submit(asking)
        assert self.begun.wait(10)
        ends = time.monotonic() + 10
        while not is_first and self.waiting() == before and time.monotonic() < ends:
            time.sleep(0.005)
        return asked

    def waiting(self):
        queue = self.app.extensions.get(self.name)
        return len(queue.waiting) if queue else 0


def doubled(asked):
    return [2 * each for each in asked]


def test_who_comes_while_one_is_at_work_is_done_together_in_order_and_told_his_own(app):
    crowd = Crowd(app, doubled)
    asked = [crowd.ask(each) for each in (1, 2, 3, 4, 5)]
    crowd.door.set()

    assert [each.result(10) for each in asked] == [2, 4, 6, 8, 10]
    assert crowd.groups == [[1], [2, 3, 4], [5]]


def test_what_is_heavier_than_a_group_may_be_is_done_alone(app):
    crowd = Crowd(app, doubled)
    asked = [crowd.ask(each, weight) for each, weight in ((1, 1), (2, 7), (3, 2), (4, 1))]
    crowd.door.set()

    assert [each.result(10) for each in asked] == [2, 4, 6, 8]
    assert crowd.groups == [[1], [2], [3, 4]]


def test_nobody_fails_by_the_fault_of_another(app):
    def divided(asked):
        return [12 // each for each in asked]

    crowd = Crowd(app, divided)
    first, *rest = [crowd.ask(each) for each in (1, 2, 0, 3)]
    crowd.door.set()

    assert (first.result(10), rest[0].result(10), rest[2].result(10)) == (12, 6, 4)
    with pytest.raises(ZeroDivisionError):
        rest[1].result(10)


def test_where_the_database_is_away_nobody_is_tried_alone(app):
    def failing(_asked):
        raise OperationalError("BEGIN", None, OSError("gone"))

    crowd = Crowd(app, failing)
    asked = [crowd.ask(each) for each in (1, 2, 3)]
    crowd.door.set()

    for each in asked:
        with pytest.raises(OperationalError):
            each.result(10)
    assert crowd.groups == [[1], [2, 3]]


def test_whoever_waits_is_told_when_the_process_that_works_for_them_ends(app):
    def ended(_asked):
        raise SystemExit

    crowd = Crowd(app, ended)
    asked = [crowd.ask(each) for each in (1, 2, 3)]
    crowd.door.set()

    for each in asked:
        with pytest.raises(SystemExit):
            each.result(10)
    assert crowd.groups == [[1], [2, 3]]
