"""Periodic tasks run once a period; jobs happen if, and only if, what put them off is committed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import make_resident
from weijiayuan.accounts.models import Resident
from weijiayuan.background import (
    every,
    every_in_steps,
    job,
    job_in_steps,
    queries,
    run_due,
    runner,
)
from weijiayuan.background.models import BackgroundJob, PeriodicRun
from weijiayuan.background.registry import JOBS, PERIODIC_TASKS, TRIES
from weijiayuan.background.runner import LEASE, retry_failed, run_periodic_task
from weijiayuan.db import db, transaction

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def moved(**given):
    return NOON + timedelta(**given)


def turn(name):
    return db.session.scalars(select(PeriodicRun).filter_by(name=name)).one()


@pytest.fixture
def task(bench):
    """A task that notes when it ran, every five minutes."""
    ran = []

    @every(minutes=5)
    def sweep(now):
        ran.append(now)
        return f"run {len(ran)}"

    return ran


def test_a_periodic_task_runs_once_a_turn_and_says_what_it_did(task):
    assert run_due(NOON) == ["run 1"]
    assert run_due(moved(minutes=4, seconds=59)) == []
    assert run_due(moved(minutes=5)) == ["run 2"]


def test_a_periodic_task_that_slept_for_a_day_runs_once(task):
    run_due(NOON)
    run_due(moved(days=1))
    run_due(moved(days=1, seconds=10))

    assert task == [NOON, moved(days=1)]


def test_a_new_periodic_task_is_due_at_once(bench):
    @every(minutes=60)
    def rare(now):
        return "first"

    assert run_due(NOON) == ["first"]


def test_a_periodic_task_of_another_version_is_left_alone(bench):
    with transaction():
        db.session.add(PeriodicRun(name="gone.task"))

    assert run_due(NOON) == []
    assert turn("gone.task").ran_at is None


@pytest.mark.parametrize("register", [every, every_in_steps])
def test_a_failing_periodic_task_leaves_nothing_and_comes_back_soon(bench, caplog, register):
    @register(minutes=5)
    def broken(now):
        db.session.add(Resident(openid="half"))
        db.session.flush()
        raise ZeroDivisionError("王小明 13800138000")

    run_due(NOON)

    failed = turn(
        "tests.background.test_runner.test_a_failing_periodic_task_leaves_nothing_and_comes_back_soon.<locals>.broken"
    )
    assert (failed.failures, failed.error) == (1, "ZeroDivisionError")
    assert failed.due_at == moved(seconds=5)
    assert db.session.scalars(select(Resident).filter_by(openid="half")).all() == []


def test_a_periodic_task_that_works_again_forgets_its_failures(bench):
    answers = iter([ZeroDivisionError(), ""])

    @every(minutes=5)
    def shaky(now):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    run_due(NOON)
    run_due(moved(seconds=5))

    assert turn(f"{__name__}.{shaky.__qualname__}").failures == 0


def test_one_failing_periodic_task_does_not_stop_the_others(bench):
    @every(minutes=5)
    def a_broken(now):
        raise ZeroDivisionError

    @every(minutes=5)
    def b_sound(now):
        return "fine"

    assert run_due(NOON) == ["fine"]


def test_a_periodic_task_in_steps_runs_outside_any_transaction(bench):
    seen = []

    @every_in_steps(minutes=5)
    def steps(now):
        with transaction():
            seen.append(make_resident().openid)
        return "stepped"

    assert run_due(NOON) == ["stepped"]
    assert run_due(moved(seconds=1)) == []


def test_two_works_cannot_share_a_name(bench):
    def work(now):
        return ""

    every(minutes=1)(work)
    with pytest.raises(ValueError, match="one name"):
        every(minutes=1)(work)


@pytest.fixture
def welcome(bench):
    @job
    def welcome(openid):
        db.session.add(Resident(openid=openid))

    return welcome


def openids():
    return set(db.session.scalars(select(Resident.openid)))


def tasks():
    return db.session.scalars(select(BackgroundJob)).all()


def test_a_task_put_off_is_done_once(welcome):
    with transaction():
        welcome.later("new")

    run_due(moved(days=400))
    run_due(moved(days=401))

    assert "new" in openids()
    assert tasks() == []


def test_a_task_put_off_in_vain_is_never_done(welcome):
    def put_off_and_fail():
        with transaction():
            welcome.later("never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_off_and_fail()

    run_due(moved(days=400))

    assert "never" not in openids()


def test_a_task_waits_for_its_moment(welcome):
    with transaction():
        welcome.at(moved(hours=1), "later")

    run_due(moved(minutes=59))
    assert "later" not in openids()
    run_due(moved(minutes=60))
    assert "later" in openids()


def test_a_task_can_be_called_as_the_function_it_is(welcome):
    with transaction():
        welcome("now")

    assert "now" in openids()


@pytest.mark.parametrize("odd", [float("nan"), object(), b"x", NOON])
def test_an_argument_that_json_cannot_say_is_refused_at_once(welcome, odd):
    with pytest.raises((TypeError, ValueError)), transaction():
        welcome.later(odd)


@pytest.mark.parametrize("register", [job, job_in_steps])
def test_a_failing_task_is_tried_again_with_pauses_and_then_given_up(bench, register):
    tried = []

    @register
    def broken(word):
        tried.append(word)
        raise ZeroDivisionError

    with transaction():
        broken.at(NOON, "x")
    for minute in range(100):
        run_due(moved(minutes=minute))

    (left,) = tasks()
    assert len(tried) == TRIES
    assert left.failed_at is not None
    assert left.error == "ZeroDivisionError"
    assert [given_up.id for given_up in queries.failed_jobs()] == [left.id]


def test_a_task_given_up_can_be_taken_up_again(bench):
    answers = [ZeroDivisionError()] * TRIES

    @job
    def shaky():
        if answers:
            raise answers.pop()

    with transaction():
        shaky.at(NOON)
    for minute in range(100):
        run_due(moved(minutes=minute))
    assert retry_failed(moved(minutes=100)) == 1
    run_due(moved(minutes=100))

    assert tasks() == []


def test_a_failing_task_leaves_nothing_of_its_effect(bench):
    @job
    def half():
        db.session.add(Resident(openid="half"))
        db.session.flush()
        raise ZeroDivisionError

    with transaction():
        half.at(NOON)
    run_due(NOON)

    assert "half" not in openids()


def test_a_task_that_somebody_took_over_meanwhile_comes_to_nothing(bench):
    @job
    def slow():
        db.session.add(Resident(openid="slow"))
        db.session.execute(update(BackgroundJob).values(attempts=2))  # the lease ended

    with transaction():
        slow.at(NOON)
    run_due(NOON)

    assert "slow" not in openids()
    assert tasks()[0].due_at == NOON + LEASE


def test_a_task_nobody_knows_is_kept_for_the_operator(bench):
    with transaction():
        db.session.add(BackgroundJob(name="gone.task", arguments="[[], {}]", due_at=NOON))
    for minute in range(100):
        run_due(moved(minutes=minute))

    (left,) = queries.failed_jobs()
    assert left.error == "KeyError"


def test_the_operator_sees_what_ran_and_what_was_given_up(app, task):
    run_due(NOON)
    with transaction():
        db.session.add(
            BackgroundJob(name="x.task", arguments="[]", due_at=NOON, failed_at=NOON, error="E")
        )

    shown = app.test_cli_runner().invoke(args=["background", "status"]).output

    assert "run 1" in shown
    assert "11月23日(周一)12:00" in shown
    assert "0 tasks waiting" in shown
    assert "given up: x.task" in shown


def test_a_periodic_task_is_not_run_before_its_turn_even_when_asked(task):
    run_due(NOON)
    (name,) = [row.name for row in queries.periodic_runs() if row.ran_at == NOON]

    assert run_periodic_task(name, moved(seconds=1)) == ""


def test_a_clock_that_was_once_a_day_ahead_stops_nothing(database):
    name = min(PERIODIC_TASKS)
    runner.register_periodic_tasks()
    with transaction():
        run = db.session.query(PeriodicRun).filter_by(name=name).one()
        run.due_at = NOON + timedelta(hours=25)

    assert name in queries.due_periodic_tasks(NOON)


def test_what_is_put_off_is_due_whatever_the_clock_of_the_machine_says(database, time_machine):
    time_machine.move_to(NOON + timedelta(hours=25))
    with transaction():
        next(iter(JOBS.values())).later()
    assert len(queries.due_jobs(NOON, limit=5)) == 1
