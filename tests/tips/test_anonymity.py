"""Promise 5: an anonymous tip cannot be traced. Looked for in every table, file, log and metric."""

import io
import logging
from datetime import UTC, timedelta
from pathlib import Path
from time import process_time
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import inspect, select, text

from tests.deadline_clocks.test_working_time import at
from tests.factories.events import GRID, STREET, make_unit, unit_territory
from tests.factories.places import GUANGMING_SQUARE as HERE
from tests.files.pictures import as_bytes, scene
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.tips import anonymous_receipts, periodic_tasks
from weijiayuan.tips.api import anonymous_tips
from weijiayuan.tips.models import Tip
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit

pytestmark = pytest.mark.usefixtures("district")
MOMENT = at("2026-11-23 10:37").replace(second=41, microsecond=123_000)
MINUTE_MILLISECONDS = 60_000
SENDER = {"REMOTE_ADDR": "203.0.113.77"}
HEADERS = {
    "User-Agent": "TellTale-Phone/7.3",
    "Authorization": "Bearer a-token-that-must-not-be-read",
    "Idempotency-Key": "tell-tale-key",
    "X-Forwarded-For": "203.0.113.78",
    "Referer": "https://servicewechat.com/tell-tale/1/page-frame.html",
}
TRACES = ("203.0.113.7", "TellTale", "a-token-that", "tell-tale", "openid-tell-tale")


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch):
    for name in ("sending", "opening"):
        kept = getattr(anonymous_tips, name)
        monkeypatch.setattr(kept, "_counts", {})
        monkeypatch.setattr(kept, "_total", 0)


def send(client, **given):
    body = {"category": "06010", "text": "楼下有一堆垃圾没人清", "place": HERE} | given
    return client.post("/api/v1/tips/anonymous", json=body, headers=HEADERS, environ_base=SENDER)


def upload(client):
    photo = (io.BytesIO(as_bytes(scene(64, 48))), "IMG_tell-tale.jpg")
    return client.post(
        "/api/v1/files/anonymous",
        data={"kind": "photo", "file": photo},
        headers=HEADERS,
        environ_base=SENDER,
    ).json["upload_code"]


def open_by(client, receipt, path="", **more):
    return client.post(
        f"/api/v1/tips/receipts{path}",
        json={"receipt": receipt} | more,
        headers=HEADERS,
        environ_base=SENDER,
    )


def everything_stored():
    """Every value of every row of every table, as text, by table and column."""
    for table in inspect(db.engine).get_table_names():
        rows = db.session.execute(text(f'SELECT * FROM "{table}"')).mappings()
        for row in rows:
            for column, value in row.items():
                yield f"{table}.{column}", str(value)


def test_nothing_of_the_sender_is_in_any_table_file_log_or_metric(client, app, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with time_machine.travel(MOMENT, tick=False):
        receipt = send(client, photos=[upload(client)]).json["receipt"]
        open_by(client, receipt)
        open_by(client, receipt, "/messages", text="还在那里", photos=[upload(client)])
        metrics = client.get("/metrics").text

    stored = list(everything_stored())
    log = (
        caplog.text
        + " ".join(str(vars(line)) for line in caplog.records)
        + "".join(capfd.readouterr())
    )
    folder = Path(app.extensions["weijiayuan.settings"].data_dir)
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    digits = receipt.replace(" ", "")
    for trace in (*TRACES, digits, receipt):
        assert [place for place, value in stored if trace in value] == []
        assert trace not in log
        assert trace not in metrics
        assert trace.encode() not in files


def test_every_moment_and_id_that_the_sender_brings_about_tells_only_the_hour(client):
    before = dict(_moments())
    with time_machine.travel(MOMENT, tick=False):
        receipt = send(client, photos=[upload(client)]).json["receipt"]
        open_by(client, receipt, "/messages", text="还在那里")
        open_by(client, receipt, "/withdraw")
    new = [each for each in _moments() if each[0] not in before]

    assert len(new) > 20
    fine = {place for place, value in new if _tells_the_minute(value)}
    assert fine == set()


def _moments():
    """Every moment and every id, with where it stands; due times are worked out, not noted."""
    for table in inspect(db.engine).get_table_names():
        rows = db.session.execute(text(f'SELECT * FROM "{table}"')).mappings()
        for number, row in enumerate(rows):
            for column, value in row.items():
                if table.startswith(("event", "tip", "file", "background", "notice", "given")):
                    yield f"{table}.{column}.{row.get('id', number)}", value


def _tells_the_minute(value):
    found = str(value)
    if "2026-11-23 02:37" in found or "2026-11-23 10:37" in found or "02:37:41" in found:
        return True
    born = _born_at(found)
    return born is not None and abs(born - MOMENT.timestamp() * 1000) < MINUTE_MILLISECONDS


def _born_at(found):
    """The milliseconds since 1970 that an id of version 7 tells, None for anything else.

    A random name of 128 bits looks like version 7 once in 64 times, and its "time" may lie beyond
    the year 9999: it is compared as a number, never made a date.
    """
    try:
        number = UUID(found)
    except ValueError:
        return None
    return number.int >> 80 if number.version == 7 else None


def test_the_look_for_moments_finds_ids_and_bears_random_names():
    with time_machine.travel(MOMENT, tick=False):
        told = new_id()

    assert _tells_the_minute(told)
    assert _tells_the_minute(told.hex)
    assert _tells_the_minute(MOMENT.astimezone(UTC))
    assert not _tells_the_minute("fb6eb0c67bea71f0b28277983331af6f")
    assert not _tells_the_minute(uuid4())


def test_the_conversation_goes_on_by_receipt_alone(client, as_role):
    worker = as_role(Role.GRID_WORKER, territory=GRID)
    receipt = send(client).json["receipt"]
    event = db.session.scalars(select(Event).filter_by(source="anonymous")).one()
    asked = worker.post(
        f"/api/v1/events/{event.id}/messages", json={"text": "在几号楼？", "is_question": True}
    )
    assert asked.status_code == 201, asked.json

    read = open_by(client, receipt).json
    answered = open_by(client, receipt, "/messages", text="三号楼")
    worker.post(f"/api/v1/events/{event.id}/handle", json={"no_photo": "by_talk", "position": HERE})
    rated = open_by(client, receipt, "/rating", stars=1, text="没清干净", why="not_fixed")
    again = open_by(client, receipt, "/reopen", reason="还是有")

    assert [each["text"] for each in read["messages"]] == ["在几号楼？"]
    assert "小李" not in str(read)
    assert [each["text"] for each in answered.json["messages"]] == ["在几号楼？", "三号楼"]
    assert (rated.json["state"], rated.json["rating"]["needs_review"]) == ("closed", True)
    assert again.json["state"] == "reopened"
    assert worker.get(f"/api/v1/events/{event.id}").json["is_anonymous"] is True
    named = worker.post(f"/api/v1/events/{event.id}/reporter", json={"reason": "想知道"})
    assert named.status_code == 404


def test_rework_after_a_reopening_runs_under_the_new_clock(client, as_role):
    """Rows of an anonymous matter have random ids: nothing may be ordered by them."""
    worker, checker = as_role(Role.GRID_WORKER, territory=GRID), as_role(Role.SECRETARY)
    cleaners = make_unit("sanitation", "06010")
    cleaner = as_role(Role.DEPARTMENT, territory=unit_territory(cleaners.code))
    dispatcher = as_role(Role.DISPATCHER, territory=STREET)
    done = {"no_photo": "by_talk", "position": HERE}
    for day in range(6):
        with time_machine.travel(MOMENT + timedelta(days=day), tick=True):
            receipt = send(client).json["receipt"]
            event = db.session.scalars(
                select(Event).filter_by(source="anonymous").order_by(Event.reported_at.desc())
            ).first()
            path = f"/api/v1/events/{event.id}"
            worker.post(f"{path}/handle", json=done)
            open_by(client, receipt, "/rating", stars=4)
        with time_machine.travel(MOMENT + timedelta(days=day, hours=4), tick=True):
            due = open_by(client, receipt, "/reopen", reason="又有了").json["due_at"]
            dispatcher.post(f"{path}/dispatch", json={})
            cleaner.post(f"{path}/sign")
            cleaner.post(f"{path}/handle", json=done)
            failed = checker.post(f"{path}/verify", json={"passed": False, "words": "还有"})
        assert failed.json["due_at"] == due


def test_the_same_draft_sent_again_is_one_tip_with_one_receipt(client):
    secret = "Ab3" * 10
    first, second = send(client, once=secret), send(client, once=secret)

    assert first.json["receipt"] == second.json["receipt"]
    assert len(db.session.scalars(select(Tip)).all()) == 1
    assert send(client).json["receipt"] != first.json["receipt"]


def test_the_same_words_sent_again_are_one_message(client):
    receipt = send(client).json["receipt"]
    for words in ("还在那里", "还在那里", "味道更大了", "还在那里"):
        said = open_by(client, receipt, "/messages", text=words)
    spoken = [one["text"] for one in said.json["messages"]]
    assert spoken == ["还在那里", "味道更大了", "还在那里"]


def test_wrong_unknown_ended_and_nonsense_get_one_answer(client):
    receipt = send(client).json["receipt"]
    tip = db.session.scalars(select(Tip)).one()
    with transaction():
        tip.receipt_until = clock.now() - timedelta(hours=1)

    answers = [
        open_by(client, each) for each in (receipt, "0000 0000 0000 0000", "12", "abc", "9" * 40)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json["detail"] for answer in answers} == {"回执不对，或者已经过期"}


def test_every_look_up_costs_one_hash_and_one_question(client, monkeypatch):
    hashed = []
    real = anonymous_receipts.mark_of
    monkeypatch.setattr(
        anonymous_receipts, "mark_of", lambda digits: hashed.append(digits) or real(digits)
    )
    receipt = send(client).json["receipt"]
    hashed.clear()

    for each in (receipt, "0000 0000 0000 0000", "nonsense", ""):
        open_by(client, each)

    assert len(hashed) == 4


def test_wrong_and_nonsense_take_the_same_time(client):
    """Processor time of this process: what else the machine does must not decide."""

    def median(receipt):
        took = []
        for _ in range(9):
            began = process_time()
            open_by(client, receipt)
            took.append(process_time() - began)
        return sorted(took)[4]

    wrong, nonsense = median("1234 5678 9012 3456"), median("nonsense")

    assert min(wrong, nonsense) / max(wrong, nonsense) > 0.5


def test_receipts_end_after_the_matter_and_their_marks_are_erased(client):
    with time_machine.travel(MOMENT, tick=False) as travel:
        receipt = send(client).json["receipt"]
        open_by(client, receipt, "/withdraw")
        _run(periodic_tasks.end_receipts)
        travel.shift(timedelta(days=179))
        _run(periodic_tasks.end_receipts)
        assert open_by(client, receipt).status_code == 200
        travel.shift(timedelta(days=2))
        assert open_by(client, receipt).status_code == 404
        _run(periodic_tasks.end_receipts)

    assert db.session.scalars(select(Tip.receipt_mark)).all() == [None]


def _run(task):
    with transaction():
        return task(clock.now())


def test_one_source_is_slowed_down_and_its_mark_is_gone_the_next_day(client):
    counter = AnonymousLimit(each=2, everyone=100)
    today, tomorrow = at("2026-11-23 10:00"), at("2026-11-24 10:00")

    used = [counter.admit("203.0.113.77", today) for _ in range(3)]
    other = counter.admit("203.0.113.99", today)
    key = counter._key
    counter.admit("203.0.113.77", tomorrow)

    assert used == [None, None, 3600]
    assert other is None
    assert counter._key != key
    assert len(counter._counts) == 3  # its own and two networks around it, none of yesterday
    assert b"203.0.113" not in b"".join(counter._counts)


def test_the_limit_answers_429_with_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(anonymous_tips.sending, "each", 1)
    send(client)

    answer = send(client)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_the_public_sees_neither_the_words_nor_the_minute(client):
    with time_machine.travel(MOMENT, tick=False):
        send(client, text="王五家楼下有一堆垃圾没人清")
    with time_machine.travel(MOMENT + timedelta(hours=1), tick=False):
        near = client.get("/api/v1/tips/nearby", query_string=HERE | {"category": "06010"}).json[
            "items"
        ]

    assert [each["text"] for each in near] == [None]
    assert near[0]["reported_at"].startswith("2026-11-23T02:00:00")


def test_an_anonymous_text_is_never_sent_to_a_third_party(client, wechat_of_app):
    send(client)

    assert not [
        row for place, row in everything_stored() if "check_event" in row or "check_message" in row
    ]
