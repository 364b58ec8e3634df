"""The worker process: looks for what is due, and ends without breaking anything off."""

import logging
import signal
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Lock
from types import FrameType
from typing import Any

from flask import Flask
from huey import Huey
from huey.consumer import Consumer, Scheduler
from sqlalchemy.exc import OperationalError

from weijiayuan.background import queries, runner
from weijiayuan.background.registry import PERIODIC_TASKS, every_in_steps
from weijiayuan.background.task_queue import QUEUE, Queue
from weijiayuan.db import reading
from weijiayuan.db.database_clock import database_now, read_database_clock

logger = logging.getLogger(__name__)

JOB_THREADS = 2
PERIODIC_THREADS = 3  # so that a slow WeChat does not hold up deadlines
AGAIN_AFTER = 5.0  # seconds until a database that took nothing is tried again
LOOK_EVERY = 5  # seconds between two looks for periodic tasks that are due
LONGEST_NAP = 0.5  # seconds between two looks into an empty queue
LAST_WORD = 12.0  # seconds that running work has after a signal; the supervisor waits 15
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def run_worker(app: Flask) -> None:
    """Do background work until SIGTERM, SIGINT or SIGHUP; what runs then is finished first.

    Any number of workers may run beside each other.
    """
    _register_once_it_can_be(app)
    logger.info("worker started", extra={"periodic_tasks": len(PERIODIC_TASKS)})
    with ThreadPoolExecutor(PERIODIC_THREADS, "Periodic") as hands:
        WorkerConsumer(app, hands).run()
    logger.info("worker ended")


def _register_once_it_can_be(app: Flask) -> None:
    """Give new tasks their rows, when the database takes them: a full disk ends no worker."""
    while True:
        try:
            with app.app_context():
                runner.register_periodic_tasks()
        except OperationalError:
            logger.exception("cannot begin while the database takes nothing")
            time.sleep(AGAIN_AFTER)
        else:
            return


class WorkerConsumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """Huey's consumer with our scheduler of periodic tasks, and every stop signal a gentle one."""

    def __init__(self, app: Flask, hands: Executor) -> None:
        queue: Queue = app.extensions[QUEUE]
        assert queue.wake_for  # made now, so that Huey knows the job
        self._app, self._hands = app, hands
        super().__init__(
            queue.huey, workers=JOB_THREADS, max_delay=LONGEST_NAP, shutdown_timeout=LAST_WORD
        )
        self._signal_actions = dict.fromkeys(STOPPING, (False, True))

    def _handle_signal(self, signum: int, _frame: FrameType | None) -> None:
        """Stop gently however often told: Ctrl-C comes twice, from the terminal and from above."""
        self._signum = signum

    def _create_scheduler(self) -> "PeriodicScheduler":
        return PeriodicScheduler(self.huey, self.stop_flag, self._app, self._hands)


class PeriodicScheduler(Scheduler):  # type: ignore[misc]  # huey ships no types
    """Starts the periodic tasks that are due, each once at a time in this process."""

    periodic_task_seconds = LOOK_EVERY

    def __init__(self, huey: Huey, stop_flag: Any, app: Flask, hands: Executor) -> None:
        super().__init__(huey, stop_flag, interval=1, periodic=True)
        self._app, self._hands = app, hands
        self._lock, self._running = Lock(), set[str]()

    def enqueue_periodic_tasks(self, now: Any) -> None:  # noqa: ARG002  # Huey's time is naive
        try:
            with self._app.app_context(), reading():
                due = queries.due_periodic_tasks(database_now())
        except Exception:
            logger.exception("cannot look for periodic tasks")
            return
        for name in due:
            self._start(name)

    def _start(self, name: str) -> None:
        with self._lock:
            if name in self._running or self.stop_flag.is_set():
                return
            self._running.add(name)
        self._hands.submit(self._run, name)

    def _run(self, name: str) -> None:
        try:
            with self._app.app_context():
                runner.run_periodic_task(name, read_database_clock())
        finally:
            with self._lock:
                self._running.discard(name)


@every_in_steps(minutes=0.5)
def forgotten_jobs(now: Any) -> str:
    """Do the jobs whose wake-up was lost, and those whose worker died."""
    count = runner.run_due_jobs(now)
    return f"{count} jobs" if count else ""
