"""What must hold for every domain, checked over all of them at once."""

import ast
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, inspect

import weijiayuan
from tests.engines import settings_for
from weijiayuan.app import create_app
from weijiayuan.db import db
from weijiayuan.kernel.errors import DomainError
from weijiayuan.personal.service import KEEPERS
from weijiayuan.samples import LOADERS
from weijiayuan.web.messages import catalogue

SOURCE = Path(weijiayuan.__file__).parent
OPEN_PAGES = {"client", "console", "docs", "fake_wechat", "health"}


@pytest.fixture
def routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in app.view_functions]


def test_every_endpoint_is_guarded(app, routes):
    unguarded = {
        rule.endpoint.split(".")[0]
        for rule in routes
        if not hasattr(app.view_functions[rule.endpoint], "guard")
    }
    assert unguarded <= OPEN_PAGES


def test_every_refusal_has_a_sentence(app):
    codes = {kind.code for kind in _descendants(DomainError) if "code" in vars(kind)}
    assert codes - catalogue().keys() == set()


def test_no_refusal_shares_its_code_with_another_meaning(app):
    kinds = {}
    for kind in _descendants(DomainError):
        if "code" in vars(kind) and not kind.code.startswith("web."):
            kinds.setdefault(kind.code, []).append(kind.__qualname__)
    assert {code: names for code, names in kinds.items() if len(names) > 1} == {}


def test_one_place_commits():
    places = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert places <= {"db/transaction.py"}


def test_every_domain_that_keeps_personal_data_gives_copies_and_forgets():
    assert _domains_with("personal.py") == KEEPERS.keys()


def test_every_domain_with_samples_has_them_loaded():
    loaded = {loader.__module__.split(".")[1] for loader in LOADERS}
    assert _domains_with("sample.py") == loaded


def test_no_patch_anywhere_because_wx_request_has_none(routes):
    assert [rule.rule for rule in routes if "PATCH" in rule.methods] == []


def test_migrations_match_the_models_and_run_down_and_up_again(ground, tmp_path):
    app = create_app(settings_for(ground.database_url, tmp_path))
    with app.app_context():
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_object": app.extensions["migrate"].configure_args["include_object"],
                    "compare_type": True,
                },
            )
            differences = compare_metadata(context, db.metadata)
        assert differences == []
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        upgrade()
        db.engine.dispose()


def test_a_migration_may_take_longer_than_a_request(ground, tmp_path):
    """An index over years of matters takes minutes; requests are cut off after seconds."""
    limits = set()

    def look(connection, _cursor, statement, *_more):
        if statement.startswith("CREATE INDEX") and connection.dialect.name == "postgresql":
            plain = connection.connection.driver_connection
            limits.add(plain.execute("SHOW statement_timeout").fetchone()[0])

    with create_app(settings_for(ground.database_url, tmp_path)).app_context():
        event.listen(db.engine, "after_cursor_execute", look)
        downgrade(revision="0014")
        upgrade()
        assert limits == ({"0"} if db.engine.dialect.name == "postgresql" else set())
        db.engine.dispose()


def _domains_with(room):
    return {path.parent.name for path in SOURCE.glob(f"*/{room}")}


def _descendants(kind):
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
