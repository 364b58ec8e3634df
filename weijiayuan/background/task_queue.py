"""Connects an application to its queue, and wakes a worker when a put-off job is committed.

The queue carries wake-ups only. Losing it, or not reaching it, costs half a minute and no work.
"""

import logging
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from weijiayuan.background import runner
from weijiayuan.background.registry import PUT_OFF
from weijiayuan.db.database_clock import read_database_clock
from weijiayuan.settings import Settings

if TYPE_CHECKING:
    from huey import Huey

logger = logging.getLogger(__name__)

QUEUE = "weijiayuan.queue"
BUSY_SECONDS = 1
QUICK_SECONDS = 0.2
SILENT_SECONDS = 20.0  # how long a queue that does not answer is left alone


class Queue:
    """The application's Huey, opened by the process that first needs it."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._silent_until = 0.0

    def is_reached(self) -> bool:
        """Tell whether it makes sense to wake somebody: not while the queue does not answer."""
        return time.monotonic() >= self._silent_until

    def leave_alone(self) -> None:
        """Wake nobody for a while: one answer has waited for the queue, the next ones do not."""
        self._silent_until = time.monotonic() + SILENT_SECONDS

    @cached_property
    def huey(self) -> "Huey":
        return open_huey(self._settings)

    @cached_property
    def wake_for(self) -> Any:
        """Ask a worker to look at a job now: `wake_for(job_id)`."""
        return self.huey.task(name="task")(self._run)

    def _run(self, job_id: str) -> None:
        with self._app.app_context():
            runner.run_job(UUID(job_id), read_database_clock())


def open_huey(settings: Settings) -> "Huey":
    """Open the queue: in Redis where there is one, else in a file. What it carries is signed.

    Huey is imported here, because it brings every database it knows along, and a web process may
    never put anything off.
    """
    from huey import RedisHuey, SqliteHuey  # noqa: PLC0415
    from huey.serializer import SignedSerializer  # noqa: PLC0415

    usual: dict[str, Any] = {
        "results": False,
        "serializer": SignedSerializer(secret=settings.secret_key, salt="weijiayuan.queue"),
    }
    if settings.redis_url:
        return RedisHuey("weijiayuan", connection_pool=redis_pool(settings.redis_url), **usual)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = str(settings.data_dir / "queue.db")
    return SqliteHuey("weijiayuan", filename=path, timeout=BUSY_SECONDS, fsync=False, **usual)


def redis_pool(url: str) -> Any:
    """Connect to Redis in a manner that gives up: nobody's answer waits for a wake-up."""
    from redis import ConnectionPool  # noqa: PLC0415  # installed only where it is used
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    once = Retry(NoBackoff(), 0)
    waits = {"socket_connect_timeout": BUSY_SECONDS, "socket_timeout": BUSY_SECONDS + 1}
    return ConnectionPool.from_url(url, retry=once, **waits)


def queue() -> Queue:
    """Return the queue of the application at hand."""
    found: Queue = current_app.extensions[QUEUE]
    return found


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[QUEUE] = Queue(app, settings)
    logging.getLogger("huey").setLevel(logging.WARNING)
    if not event.contains(Session, "after_commit", wake):
        event.listen(Session, "after_commit", wake)
        event.listen(Session, "after_soft_rollback", forget)


def wake(session: Session) -> None:
    """Wake a worker for every job that was just committed."""
    if session.in_nested_transaction():
        return
    put_off = session.info.pop(PUT_OFF, [])
    if not put_off or not queue().is_reached():
        return
    began = time.monotonic()
    for job_id in put_off:
        try:
            queue().wake_for(job_id)
        except Exception:  # the row is safe; half a minute later it is found
            logger.warning("the queue is out of reach", exc_info=True)
            if time.monotonic() - began > QUICK_SECONDS:  # it hangs; one that is gone says so
                queue().leave_alone()
            return


def forget(session: Session, _previous: Any) -> None:
    """Wake nobody for jobs that were rolled back."""
    if not session.in_transaction():
        session.info.pop(PUT_OFF, None)
