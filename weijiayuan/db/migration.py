"""How migrations are written: numbered in order, and in plain column types.

A migration must still run after the code it was born with is gone, so it names no class of ours.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Enum, TypeDecorator

from weijiayuan.db.base import db
from weijiayuan.kernel.package_data_paths import shipped_folder

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import MigrationScript
    from alembic.runtime.migration import MigrationContext

FOLDER = shipped_folder("migrations")


@cache
def built_for() -> str:
    """Return the number of the newest migration that this program knows."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


class Migrations:
    """Stands for Flask-Migrate until somebody migrates.

    Alembic costs a web process 10 MB and 0.2 s, and no web process needs it.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate  # noqa: PLC0415  # the reason this class exists

        Migrate(
            self._app,
            db,
            directory=str(FOLDER),
            render_item=render_plainly,
            process_revision_directives=number,
            include_object=is_ours,
            compare_type=True,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        return getattr(self._app.extensions["migrate"], name)


def init_app(app: Flask) -> None:
    app.extensions["migrate"] = Migrations(app)


def render_plainly(kind: str, item: object, _context: "AutogenContext") -> str | bool:
    """Write our own column types as the plain ones they are stored in."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def is_ours(
    _item: object,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001
    _other: object,  # Alembic's signature
) -> bool:
    """Leave alone what an engine keeps for itself: text indexes and their shadow tables."""
    return not (kind in {"table", "index"} and reflected and "_fts" in (name or ""))


def number(context: "MigrationContext", _revision: Any, scripts: "list[MigrationScript]") -> None:
    """Give the new migration the number after the newest one."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  # runs only inside Alembic

    if context.config is None:
        return
    head = ScriptDirectory.from_config(context.config).get_current_head()
    scripts[0].rev_id = f"{int(head or 0) + 1:04}"
