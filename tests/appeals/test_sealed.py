"""After the whole story no word of the talk stands anywhere but in its sealed column."""

from sqlalchemy import text

from tests.appeals.conftest import fine, signed
from weijiayuan.db import db

WORDS = "我最多让到四千"


def test_no_word_of_the_talk_stands_in_any_table(quarrel):
    signed(quarrel)
    line = {"text": WORDS, "room": "private"}
    assert quarrel.zhang.post(f"{quarrel.at}/talk", json=line).status_code == 201
    fine(quarrel.mediator.get(f"{quarrel.at}/talk"), 200)

    found = [
        table.name
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))  # our own tables
        if WORDS in str(tuple(row)) or "张建国" in str(tuple(row))
    ]

    assert found == []
