"""Is it alive, is it ready, how is it doing: what machines ask, without a session.

How it is doing is told to whoever asks this machine itself. Who comes through the door (a proxy
writes `X-Forwarded-For`) is not told, however they spell the path: a rule of the proxy on
`/metrics` lets `/%6detrics` by.

None of them waits for a permit to be at work (`web.admission`), and none hangs while the database
does.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.db import db, reading
from weijiayuan.db.migration import built_for
from weijiayuan.settings import Settings
from weijiayuan.web import json, metrics
from weijiayuan.web.errors import problem

health = Blueprint("health", __name__)
T = TypeVar("T")
PATIENCE_SECONDS = 2.0
EXTENSION = "weijiayuan.health"


class Slot(Generic[T]):
    """Asks one question on a thread of its own; while it is not answered, nobody asks again."""

    def __init__(self, app: Flask, question: Callable[[], T]) -> None:
        self._app, self._question = app, question
        self._lock = Lock()
        self._hand: ThreadPoolExecutor | None = None
        self._under_way: Future[T] | None = None

    def ask(self) -> T | None:
        """Return the answer, or None when there is none in time."""
        with self._lock:
            if self._under_way is not None and not self._under_way.done():
                return None
            self._hand = self._hand or ThreadPoolExecutor(1, "Health")
            asked = self._under_way = self._hand.submit(self._answer)
        try:
            return asked.result(PATIENCE_SECONDS)
        except (TookTooLong, SQLAlchemyError):
            return None

    def _answer(self) -> T:
        with self._app.app_context():
            return self._question()


@dataclass(frozen=True)
class Probes:
    """What is asked about the installation."""

    schema: Slot[str | None]
    measures: Slot[dict[str, metrics.Answer]]


def init_app(app: Flask) -> None:
    app.register_blueprint(health)
    app.extensions[EXTENSION] = Probes(Slot(app, schema), Slot(app, metrics.Reading().now))
    with app.app_context():
        event.listen(db.engine, "checkout", lambda *_: metrics.pool_used.inc())
        event.listen(db.engine, "checkin", lambda *_: metrics.pool_used.dec())


def schema() -> str | None:
    """Return the number of the newest migration that the database has had."""
    with reading():
        found: str | None = db.session.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
    return found


def probes() -> Probes:
    found: Probes = current_app.extensions[EXTENSION]
    return found


@health.before_request
def _only_straight() -> None:
    if request.endpoint != "health.alive" and "X-Forwarded-For" in request.headers:
        abort(404)


@health.get("/healthz")
def alive() -> Response:
    return Response(json.dump_bytes({"status": "alive"}), mimetype="application/json")


@health.get("/readyz")
def ready() -> Response:
    """Answer 200 when the database answers and is at least what this program was built for."""
    version = probes().schema.ask()
    if version is None or version < built_for():
        return problem(503, "web.not_ready", retry_after=2, schema=version, built_for=built_for())
    body = {"status": "ready", "schema": version, "built_for": built_for()}
    return Response(json.dump_bytes(body), mimetype="application/json")


@health.get("/metrics")
def show_metrics() -> Response:
    """Give the counts of all processes of this machine, and how the installation is."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    answers = probes().measures.ask()
    here = CollectorRegistry()
    here.register(metrics.Asked(answers or {"database_up": 0.0}, settings.data_dir))
    counted = REGISTRY
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")  # noqa: TID251  # prometheus-client's switch
    if folder is not None:
        metrics.forget_the_dead(Path(folder))
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    text_form = generate_latest(counted) + generate_latest(here)
    return Response(text_form, content_type=CONTENT_TYPE_LATEST)
