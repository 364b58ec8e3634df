import pytest
from sqlalchemy import event

from weijiayuan.db import db


@pytest.fixture
def statements(database):
    """Every SELECT, INSERT, UPDATE and DELETE that the database is asked from here on."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            asked.append(statement)

    connection = db.engines[None]
    event.listen(connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection, "before_cursor_execute", note)
