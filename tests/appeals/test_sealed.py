"""After the whole story no word of the talk stands anywhere but in its sealed column."""

import logging

import pytest
from sqlalchemy import text

from tests.appeals.conftest import filed, fine
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db

WORDS = "我最多让到四千"
WITH_ID = ("mediation_id", "confirmation_id", "review_id", "performance_id")


def test_no_word_of_the_talk_stands_in_a_table_a_log_a_file_or_a_metric(
    quarrel, app, client, caplog
):
    caplog.set_level(logging.DEBUG)
    filed(quarrel)
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

    folder = app.extensions["weijiayuan.settings"].data_dir
    kept = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".db"]
    leaks = [one.name for one in kept if WORDS.encode() in one.read_bytes()]
    assert leaks == []
    for said in (caplog.text, client.get("/metrics").get_data(as_text=True)):
        assert WORDS not in said
        assert "张建国" not in said


@pytest.fixture
def strangers(as_resident, as_role, as_desk):
    """Everybody who does not stand in the mediation, by what they are."""
    found = {"neighbour": as_resident(), "other mediator": as_role(Role.MEDIATOR)}
    found |= {str(role): as_role(role) for role in (
        Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER, Role.DUTY_WORKER, Role.ADVISER,
        Role.ROOM_KEEPER, Role.SUPERVISOR, Role.DEPARTMENT)}  # fmt: skip
    found |= {str(role): as_desk(role) for role in (Role.AUDITOR, Role.ADMIN, Role.JUDGE)}
    return found


def test_role_by_object_nobody_else_finds_a_door(quarrel, judge, strangers, app):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    owed = fine(quarrel.zhang.get(quarrel.at), 200)["performances"][0]["id"]
    ids = {
        "mediation_id": quarrel.id,
        "confirmation_id": quarrel.court["id"],
        "review_id": quarrel.id,
        "performance_id": owed,
    }
    doors = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if set(rule.arguments) & set(WITH_ID) and set(rule.arguments) <= set(WITH_ID)
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "DELETE"})
    ]
    assert len(doors) > 30
    adapter = app.url_map.bind("localhost")
    opened = []
    for name, speaker in strangers.items():
        for method, rule in doors:
            address = adapter.build(rule.endpoint, {k: ids[k] for k in rule.arguments}, method)
            more = {"json": {}} if method != "GET" else {}
            answer = getattr(speaker, method.lower())(address, **more)
            said = answer.get_data(as_text=True)
            if answer.status_code < 400 or "借款" in said or "张建国" in said:
                opened.append((name, method, rule.rule, answer.status_code))
    assert opened == []
