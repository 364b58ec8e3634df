"""Statements that need no objects, at the price of the engine alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable

from weijiayuan.db.base import db


def run(statement: Executable, facts: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Run a statement of columns in the session's transaction: half the cost of `session.execute`.

    For hot statements, written once at module level with `bindparam`. Changes to objects that are
    not written yet are written first, unless the session was told to wait (`no_autoflush`).
    Entities come back as their columns.
    """
    session = db.session()
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, facts)
