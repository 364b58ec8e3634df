"""After the whole story no word of the talk stands anywhere but in its sealed column."""

import logging

import pytest
from sqlalchemy import text

from tests.appeals.conftest import filed, fine
from tests.appeals.test_appeals import ASKED
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db

WORDS = "我最多让到四千"


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


def opened_by(strangers, app, ids, words):
    """Name every door with some ids that lets a stranger in, or says a word to one."""
    doors = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if rule.arguments and set(rule.arguments) <= set(ids)
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "DELETE"})
    ]
    adapter = app.url_map.bind("localhost")
    found = []
    for name, speaker in strangers.items():
        for method, rule in doors:
            address = adapter.build(rule.endpoint, {k: ids[k] for k in rule.arguments}, method)
            more = {"json": {}} if method != "GET" else {}
            answer = getattr(speaker, method.lower())(address, **more)
            said = answer.get_data(as_text=True)
            if answer.status_code < 400 or any(word in said for word in words):
                found.append((name, method, rule.rule, answer.status_code))
    return len(doors), found


def test_role_by_appeal_nobody_else_finds_a_door(strangers, app, as_resident, duty):
    number = fine(as_resident().post("/api/v1/appeals", json=ASKED))["number"]
    own = {rule.rule for rule in app.url_map.iter_rules() if "/appeals/" in rule.rule}
    strangers.pop(str(Role.DUTY_WORKER))
    doors, found = opened_by(strangers, app, {"number": number}, (ASKED["text"], ASKED["asks"]))
    assert doors > 15
    assert [one for one in found if one[2] in own] == []


def test_role_by_object_nobody_else_finds_a_door(quarrel, judge, strangers, app):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    owed = fine(quarrel.zhang.get(quarrel.at), 200)["performances"][0]["id"]
    ids = {
        "mediation_id": quarrel.id,
        "confirmation_id": quarrel.court["id"],
        "review_id": quarrel.id,
        "performance_id": owed,
        "side": "a",
    }
    doors, found = opened_by(strangers, app, ids, ("借款", "张建国"))
    assert doors > 30
    assert found == []
