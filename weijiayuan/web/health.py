"""Is it alive, is it ready, how is it doing: what machines ask, without a session."""

import os

from flask import Blueprint, Flask, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.db import db, reading
from weijiayuan.web import json
from weijiayuan.web.errors import problem

health = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(health)


@health.get("/healthz")
def alive() -> Response:
    return Response(json.dump_bytes({"status": "alive"}), mimetype="application/json")


@health.get("/readyz")
def ready() -> Response:
    """Answer 200 when the database answers and is migrated, else 503."""
    try:
        with reading():
            version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return problem(503, "web.not_ready", retry_after=2)
    return Response(
        json.dump_bytes({"status": "ready", "schema": version}), mimetype="application/json"
    )


@health.get("/metrics")
def metrics() -> Response:
    """Give the counts of all processes in Prometheus' text form."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # noqa: TID251  # prometheus-client's own switch
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
