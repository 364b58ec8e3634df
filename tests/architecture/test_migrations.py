"""The migrations: the models' twin, and a way down and up again with everything in the tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, func, inspect, select

from weijiayuan.db import db
from weijiayuan.places.models import Street

DISTRICT, SAMPLES = ["district", "load"], ["sample", "load"]


@pytest.fixture
def migrated(ground, opened):
    """An application on a freshly migrated database."""
    app = opened(ground)
    with app.app_context():
        yield app


def invoke(app, *commands):
    runner = app.test_cli_runner()
    for command in commands:
        assert runner.invoke(args=command, catch_exceptions=False).exit_code == 0


def test_migrations_and_models_say_the_same(migrated):
    options = {
        "include_object": migrated.extensions["migrate"].configure_args["include_object"],
        "compare_type": True,
    }
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_a_full_database_goes_down_to_nothing_and_comes_up_again(migrated):
    invoke(migrated, DISTRICT, SAMPLES)
    db.session.remove()

    downgrade(revision="0014")
    upgrade()
    assert db.session.scalar(select(func.count()).select_from(Street)) == 6
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set()

    upgrade()
    invoke(migrated, DISTRICT)
    assert db.session.scalar(select(func.count()).select_from(Street)) == 6
    db.session.remove()


def test_a_migration_may_take_longer_than_a_request(migrated):
    """An index over years of matters takes minutes; requests are cut off after seconds."""
    limits = set()

    def look(connection, _cursor, statement, *_more):
        if statement.startswith("CREATE INDEX") and connection.dialect.name == "postgresql":
            plain = connection.connection.driver_connection
            limits.add(plain.execute("SHOW statement_timeout").fetchone()[0])

    event.listen(db.engine, "after_cursor_execute", look)
    downgrade(revision="0014")
    upgrade()
    assert limits == ({"0"} if db.engine.dialect.name == "postgresql" else set())
