"""No join of tables, row order, logs, files and metrics tells the minute in which an unknown sent.

Whoever reads everything that is kept knows exact moments of others; between two of them nothing of
the unknown sender may lie in any order that arrival gave.
"""

import io
import logging
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import inspect, select, text, update

from tests.deadline_clocks.test_working_time import at
from tests.factories.places import GUANGMING_SQUARE as HERE
from tests.files.pictures import as_bytes, scene
from tests.tips.test_anonymity import open_by
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, Message
from weijiayuan.files import periodic_tasks as file_tasks
from weijiayuan.files.models import StoredFile
from weijiayuan.tips import periodic_tasks
from weijiayuan.tips.api import anonymous_tips

pytestmark = pytest.mark.usefixtures("district")
BEGIN = at("2026-11-23 10:02")
ROUNDS = 12
SECRET = "只有我知道的暗号"


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch):
    for name in ("sending", "opening"):
        monkeypatch.setattr(getattr(anonymous_tips, name), "_counts", {})
        monkeypatch.setattr(getattr(anonymous_tips, name), "each", 1000)


def upload(client):
    photo = (io.BytesIO(as_bytes(scene(64, 48))), "x.jpg")
    sent = client.post("/api/v1/files/anonymous", data={"kind": "photo", "file": photo})
    return sent.json["upload_code"]


def interleaved(client, sender):
    """Named and anonymous reports by turns, two minutes apart; return receipts in their order."""
    receipts = []
    for turn in range(ROUNDS):
        body = {"category": "06010", "text": f"{SECRET}垃圾{turn}", "place": HERE}
        with time_machine.travel(BEGIN + timedelta(minutes=4 * turn), tick=False):
            sender.post("/api/v1/tips", json=body | {"text": "一堆垃圾"})
        with time_machine.travel(BEGIN + timedelta(minutes=4 * turn + 2), tick=False):
            photos = [upload(client)] if turn < 3 else []
            answer = client.post("/api/v1/tips/anonymous", json=body | {"photos": photos})
            receipts.append(answer.json["receipt"])
            open_by(client, receipts[-1], "/messages", text=f"{SECRET}还在")
    return receipts


def in_physical_order(table):
    """The ids of a table as they lie in it."""
    place = "rowid" if db.engine.dialect.name == "sqlite" else "ctid"
    return [str(row[0]).replace("-", "") for row in
            db.session.execute(text(f'SELECT id FROM "{table}" ORDER BY {place}'))]  # fmt: skip


def tables_with_ids():
    found = inspect(db.engine)
    for table in found.get_table_names():
        if "id" in {column["name"] for column in found.get_columns(table)}:
            yield table


def is_born_of_chance(row_id):
    return len(row_id) == 32 and row_id[12] == "4"


def after_the_hour():
    """What the worker does once the hour is over; on PostgreSQL it scatters rows."""
    now = BEGIN + timedelta(hours=1, minutes=3)
    with time_machine.travel(now, tick=False):
        with transaction():
            periodic_tasks.scatter_rows(now)
        file_tasks.forget_moments(now)


def test_rows_of_an_unknown_sender_lie_between_no_two_moments(client, as_resident):
    if db.engine.dialect.name == "postgresql":
        pytest.skip("in a table where rows were deleted, PostgreSQL fills gaps wherever they are")
    interleaved(client, as_resident())
    after_the_hour()
    bracketed = {}
    for table in tables_with_ids():
        order = in_physical_order(table)
        known = [at for at, each in enumerate(order) if not is_born_of_chance(each)]
        unknown = [at for at, each in enumerate(order) if is_born_of_chance(each)]
        if len(unknown) < ROUNDS // 2 or len(known) < ROUNDS // 2:
            continue
        between = [each for each in unknown if known[0] < each < known[-1]]
        if between:
            bracketed[table] = len(between)

    assert bracketed == {}


def test_arrival_cannot_be_read_from_the_order_of_the_unknown(client, as_resident):
    interleaved(client, as_resident())
    after_the_hour()
    arrived = [
        str(each.id).replace("-", "")
        for each in sorted(
            db.session.scalars(select(Event).filter_by(source="anonymous")),
            key=lambda event: int(event.text.removeprefix(f"{SECRET}垃圾")),
        )
    ]
    lying = [each for each in in_physical_order("events") if each in set(arrived)]

    assert sorted(lying) == sorted(arrived)
    assert lying != arrived


def test_no_line_of_the_log_has_the_time_of_what_an_unknown_did(client, as_resident, caplog, capfd):
    caplog.set_level(logging.INFO)
    receipts = interleaved(client, as_resident())
    before = len(caplog.records)
    with time_machine.travel(BEGIN + timedelta(hours=2, minutes=7), tick=False):
        open_by(client, receipts[0], "/withdraw")
        client.post("/api/v1/tips/nearby", json={"place": HERE, "text": SECRET})
        client.post("/api/v1/tips/advice", json={"text": SECRET})

    assert len(caplog.records) == before
    said = " ".join(str(vars(line)) for line in caplog.records)
    unknown = db.session.scalars(select(Event).filter_by(source="anonymous")).all()
    for word in ("/tips/anonymous", "/tips/receipts", "files/anonymous", SECRET):
        assert word not in said
    for event in unknown:
        assert str(event.id) not in said
        assert event.number not in said


def test_metrics_tell_no_moment(client):
    before = counted(client)
    answer = client.post("/api/v1/tips/anonymous", json={"text": "垃圾", "place": HERE})
    open_by(client, answer.json["receipt"])

    assert counted(client) == before
    assert "_created" not in client.get("/metrics").text


def test_who_looks_at_the_public_lists_every_minute_learns_only_the_hour(client, as_resident):
    body = {"category": "06010", "text": "垃圾堆在路边", "place": HERE}
    with time_machine.travel(BEGIN, tick=False):
        client.post("/api/v1/tips/anonymous", json=body)
        number = db.session.scalars(select(Event.number)).one()
        assert lists(client, as_resident(), number) == (False, False, 404)
    with time_machine.travel(BEGIN + timedelta(hours=1), tick=False):
        assert lists(client, as_resident(), number) == (True, True, 200)


def lists(client, somebody, number):
    """Whether a number stands in the two public lists, and what following it answers."""
    asked = client.post("/api/v1/tips/nearby", json={"place": HERE, "category": "06010"})
    follow = somebody.post(f"/api/v1/tips/{number}/follow")
    listed = client.get("/open311/v2/requests.json")
    return number in listed.text, number in asked.text, follow.status_code


def counted(client):
    """The counts of requests, but for those of the look itself."""
    lines = client.get("/metrics").text.splitlines()
    return [e for e in lines if e.startswith("http_request") and "/metrics" not in e]


def test_the_words_of_an_unknown_sender_are_sealed_and_come_back(client, app, as_resident):
    receipt = interleaved(client, as_resident())[0]
    rows = []
    for table in inspect(db.engine).get_table_names():
        rows += [str(tuple(row)) for row in db.session.execute(text(f'SELECT * FROM "{table}"'))]
    folder = Path(app.extensions["weijiayuan.settings"].data_dir)
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert not [row for row in rows if SECRET in row or "\\u53ea\\u6709" in row]
    assert SECRET.encode() not in files
    read = open_by(client, receipt).json
    assert read["text"] == f"{SECRET}垃圾0"
    assert [each["text"] for each in read["messages"]] == [f"{SECRET}还在"]


def test_answers_and_address_are_sealed_too_and_a_named_sender_stays_searchable(client):
    body = {"category": "06035", "text": SECRET, "place": HERE, "address": SECRET,
            "attributes": {"things": SECRET}}  # fmt: skip
    receipt = client.post("/api/v1/tips/anonymous", json=body).json["receipt"]
    raw = db.session.execute(text("SELECT text, address, attributes FROM events")).one()

    assert SECRET not in str(raw)
    read = open_by(client, receipt).json
    assert (read["address"], read["attributes"]) == (SECRET, {"things": SECRET})


def test_sealed_words_are_sealed_anew_under_a_new_key(client, app):
    client.post("/api/v1/tips/anonymous", json={"text": SECRET, "place": HERE})
    answer = app.test_cli_runner().invoke(args=["data", "reseal"])

    assert answer.exit_code == 0, answer.output
    assert db.session.scalars(select(Event.text)).all() == [SECRET]


def test_photos_of_the_unknown_are_kept_anew_when_their_hour_is_over(client, app, as_resident):
    interleaved(client, as_resident())
    folder = Path(app.extensions["weijiayuan.settings"].data_dir) / "files"
    keys = set(db.session.scalars(select(StoredFile.key)))
    paths = [path for path in folder.rglob("*") if path.name.partition(".")[0] in keys]
    written = {path: path.stat().st_ctime_ns for path in paths}
    after_the_hour()

    assert written
    assert min(path.stat().st_ctime_ns for path in written) > max(written.values())


def test_the_history_can_still_not_be_changed(client):
    client.post("/api/v1/tips/anonymous", json={"text": "垃圾", "place": HERE})
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("UPDATE event_entries SET words = 'x'"))
    db.session.rollback()


def test_a_text_that_looks_sealed_is_kept_as_words(client):
    with transaction():
        client.post("/api/v1/tips/anonymous", json={"text": "垃圾", "place": HERE})
        db.session.execute(update(Message).values(text="\x02sealed:no"))
    assert db.session.scalars(select(Message.text)).all() in ([], ["no"])
