"""Connect an application to its database."""

from flask import Flask

from weijiayuan.db import (
    encrypted_columns,
    migration,
    postgresql,
    reading_guard,
    row_order_scrambling,
    sqlite,
)
from weijiayuan.db.base import db
from weijiayuan.settings import Settings

STATEMENT_MILLISECONDS = 15_000
LOCK_MILLISECONDS = 8_000
LIMITS = {"statement_timeout": STATEMENT_MILLISECONDS, "lock_timeout": LOCK_MILLISECONDS}


def init_app(app: Flask, settings: Settings) -> None:
    """Open the engine with a pool as large as the threads that will ask it."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    encrypted_columns.init_app(app, data_keys=settings.data_keys, index_key=settings.index_key)
    migration.init_app(app)
    row_order_scrambling.init()
    with app.app_context():
        if settings.uses_sqlite:
            sqlite.configure(db.engine, busy_seconds=settings.busy_seconds)
        else:
            postgresql.configure(db.engine, limits=LIMITS if settings.pgbouncer else None)
        reading_guard.refuse_writes_while_reading(db.engine)


def engine_options(settings: Settings) -> dict[str, object]:
    """Return what `create_engine` needs: one connection a thread and one to spare."""
    options: dict[str, object] = {
        "pool_size": settings.web_threads + 1,
        "max_overflow": 2,
        "pool_timeout": settings.busy_seconds,
        "hide_parameters": True,  # they may be personal, and errors are logged
    }
    if not settings.uses_sqlite:
        options |= {"pool_recycle": 1800, "connect_args": _connect_args(settings)}
    return options


def _connect_args(settings: Settings) -> dict[str, object]:
    """Return what psycopg is told.

    Behind PgBouncer in transaction mode a connection of ours is another one of PostgreSQL's in
    every transaction: nothing may be prepared on the server, and no setting outlives a transaction.
    """
    if settings.pgbouncer:
        return {"connect_timeout": 5, "prepare_threshold": None}
    limits = " ".join(f"-c {name}={number}" for name, number in LIMITS.items())
    return {"connect_timeout": 5, "options": f"{limits} -c timezone=UTC"}
