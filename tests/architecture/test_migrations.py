"""The migrations: the models' twin, and a way down and up again with everything in the tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, func, inspect, select

from tests.conftest import worker
from tests.engines import settings_for
from weijiayuan.db import db, transaction
from weijiayuan.places import district_loading
from weijiayuan.places.models import Street


@pytest.fixture
def full(engine, opened, tmp_path):
    """An application on a database with everything in its tables."""
    name = f"full_{worker}"
    app = opened(settings_for(engine.fresh(name, filled=True), tmp_path))
    with app.app_context():
        yield app
        db.engine.dispose()
    engine.drop(name)


@pytest.fixture
def limits(full):
    """How long the database gives the statements that make indexes, as it says itself."""
    found = set()

    def look(connection, _cursor, statement, *_more):
        if statement.startswith("CREATE INDEX") and connection.dialect.name == "postgresql":
            plain = connection.connection.driver_connection
            found.add(plain.execute("SHOW statement_timeout").fetchone()[0])

    event.listen(db.engine, "after_cursor_execute", look)
    return found


def test_migrations_and_models_say_the_same(app):
    options = {
        "include_object": app.extensions["migrate"].configure_args["include_object"],
        "compare_type": True,
    }
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_a_full_database_goes_down_to_nothing_and_comes_up_again(full, limits):
    """And a migration may take longer than a request, which is cut off after seconds: an index
    over years of matters takes minutes.
    """
    assert count_streets() == 6
    downgrade(revision="0014")
    upgrade()
    assert count_streets() == 6
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set()

    upgrade()
    with transaction():
        district_loading.load_district()
    assert count_streets() == 6
    assert limits == ({"0"} if db.engine.dialect.name == "postgresql" else set())


def count_streets():
    """Ask, and hold nothing that a migration would wait for."""
    found = db.session.scalar(select(func.count()).select_from(Street))
    db.session.remove()
    return found
