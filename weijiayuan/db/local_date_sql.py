"""The day of a moment where people live, as the database counts it."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

ZONE = "Asia/Shanghai"
HOURS_AHEAD = 8  # without summer time since 1991; SQLite knows no zones by name


class local_day(GenericFunction[Any]):  # noqa: N801  # it reads as a function of SQL
    """The date in China of a column of moments: `local_day(Event.reported_at)`."""

    type = Date()
    inherit_cache = True


@compiles(local_day, "sqlite")
def _on_sqlite(element: local_day, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)}, '+{HOURS_AHEAD} hours')"


@compiles(local_day, "postgresql")
def _on_postgresql(element: local_day, compiler: Any, **more: Any) -> str:
    return f"CAST(timezone('{ZONE}', {compiler.process(element.clauses, **more)}) AS DATE)"
