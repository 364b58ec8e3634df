"""Photos of named residents are checked by WeChat, over real HTTP both ways; of others never."""

import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.events import COMMUNITY, STREET
from tests.factories.files import make_anonymous_photo, make_photo
from tests.factories.places import GUANGMING_SQUARE as HERE
from tests.fakes.wechat import make_client, running
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, EventPhoto
from weijiayuan.files.rules import Rendition
from weijiayuan.files.service import bytes_of
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.gateways.fake_wechat.media_check_callbacks import Pushes
from weijiayuan.gateways.wechat import received_pushes
from weijiayuan.kernel import clock
from weijiayuan.tips import periodic_tasks, text_moderation

pytestmark = pytest.mark.usefixtures("district")


class Doorstep(ThreadingHTTPServer):
    """Where the world reaches the service: shows photos, hands on what is pushed."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Knock)
        self.photos, self.fetched, self.pushed = {}, [], Queue()
        self.address = f"http://127.0.0.1:{self.server_port}"


class Knock(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.fetched.append(self.path)
        self._answer(self.server.photos[self.path.partition("?")[0].rpartition("/")[2]])

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.pushed.put((self.path, body))
        self._answer(b"success")

    def _answer(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """The test says what matters."""


@pytest.fixture
def doorstep():
    server = Doorstep()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def wechat(app, doorstep, tmp_path):
    """A fake WeChat that fetches photos at our doorstep and pushes its verdicts there."""
    usual = app.extensions[gateways.WECHAT], app.extensions["weijiayuan.settings"]
    pushes = Pushes(f"{doorstep.address}/wechat/push", usual[1].wechat_push_token, delay=0.0)
    with running(tmp_path / "fake.db", pushes) as fake:
        app.extensions[gateways.WECHAT] = make_client(fake)
        app.extensions["weijiayuan.settings"] = replace(usual[1], public_url=doorstep.address)
        yield fake
        app.extensions[gateways.WECHAT], app.extensions["weijiayuan.settings"] = usual


@pytest.fixture
def sender(client, as_resident, wechat):
    """A resident who has just used the mini-program, as WeChat wants it."""
    client.post("/api/v1/sessions", json={"code": wechat.code("with-a-camera")})
    wanted = select(Resident).filter_by(openid=openid_of("with-a-camera"))
    return as_resident(db.session.scalars(wanted).one())


def tip_with(who, photo, doorstep):
    doorstep.photos[str(photo.id)] = bytes_of(photo.key, Rendition.FULL)
    body = {"category": "06010", "text": "垃圾", "place": HERE, "photos": [str(photo.id)]}
    db.session.commit()
    answer = who.post("/api/v1/tips", json=body)
    assert answer.status_code == 201, answer.json
    return db.session.scalars(select(Event).filter_by(number=answer.json["number"])).one()


def deliver(client, doorstep):
    path, body = doorstep.pushed.get(timeout=5)
    assert client.post(path, data=body).text == "success"


def take_verdicts():
    with transaction():
        return periodic_tasks.take_picture_verdicts(clock.now())


def photo_of(event):
    return db.session.scalars(select(EventPhoto).filter_by(event_id=event.id)).one()


def thumbnails(client):
    found = client.get("/api/v1/tips/nearby", query_string=HERE | {"category": "06010"})
    return [each["thumbnail"] is not None for each in found.json["items"]]


@pytest.mark.parametrize(
    ("colour", "check", "is_public"),
    [("green", "passed", True), ("yellow", "doubtful", False), ("red", "hidden", False)],
)
def test_wechat_fetches_the_photo_and_its_verdict_decides_who_sees_it(  # noqa: PLR0917
    client, sender, as_role, doorstep, colour, check, is_public
):
    desk = as_role(Role.DISPATCHER, territory=STREET)
    secretary = as_role(Role.SECRETARY, territory=COMMUNITY)
    event = tip_with(sender, make_photo(sender.resident, colour=colour), doorstep)
    unchecked = desk.get(f"/api/v1/events/{event.id}").json["before"]
    text_moderation.check_event(str(event.id))
    before = thumbnails(client)
    deliver(client, doorstep)
    assert (take_verdicts(), take_verdicts()) == ("1 photos judged", "")

    own = sender.get(f"/api/v1/tips/{event.number}").json
    others = secretary.get(f"/api/v1/events/{event.id}").json["before"]
    at_desk = desk.get(f"/api/v1/events/{event.id}").json["before"]
    assert client.get(doorstep.fetched[0]).status_code == 200  # the pass really opens it
    assert (unchecked[0]["check_text"], before) == ("未检", [False])
    assert photo_of(event).picture_check == check
    assert thumbnails(client) == [is_public]
    assert [each["check"] for each in at_desk] == [check]
    is_hidden = check == "hidden"
    assert (len(own["before"]), own["hidden_photos"]) == ((0, 1) if is_hidden else (1, 0))
    assert len(others) == (0 if is_hidden else 1)
    hiding = select(AuditEntry.actor).filter_by(
        action="events.hide_picture", subject_id=str(event.id)
    )
    assert db.session.scalars(hiding).all() == (["system"] if is_hidden else [])


def test_a_person_has_the_last_word(sender, as_role, doorstep):
    event = tip_with(sender, make_photo(sender.resident), doorstep)
    with transaction():
        received_pushes.keep(
            {"Event": "wxa_media_check", "trace_id": "t", "result": {"suggest": "pass"}}
        )
        photo_of(event).trace_id = "t"
    path = f"/api/v1/events/{event.id}/photos/{photo_of(event).file_id}/judge"
    desk = as_role(Role.DISPATCHER, territory=STREET)
    judged = desk.post(path, json={"shown": False, "reason": "拍到了车牌"})

    assert take_verdicts() == ""
    assert judged.json["before"][0]["check"] == "hidden"
    assert judged.json["timeline"][-1]["words"] == "拍到了车牌"
    assert sender.get(f"/api/v1/tips/{event.number}").json["hidden_photos"] == 1
    shown = desk.post(path, json={"shown": True, "reason": "已核对"})
    assert shown.json["before"][0]["check"] == "passed"


def test_a_verdict_is_found_however_late_its_trace_is_written(sender, doorstep):
    event = tip_with(sender, make_photo(sender.resident), doorstep)
    with transaction():
        received_pushes.keep(
            {"Event": "wxa_media_check", "trace_id": "t", "result": {"suggest": "pass"}}
        )
    before = take_verdicts()
    with transaction():
        photo_of(event).trace_id = "t"

    assert (before, take_verdicts()) == ("", "1 photos judged")
    assert photo_of(event).picture_check == "passed"


def test_without_a_public_address_a_photo_waits_for_a_person(app, client, sender, doorstep):
    settings = app.extensions["weijiayuan.settings"]
    app.extensions["weijiayuan.settings"] = replace(settings, public_url="")
    event = tip_with(sender, make_photo(sender.resident), doorstep)
    text_moderation.check_event(str(event.id))

    assert (photo_of(event).picture_check, photo_of(event).trace_id) == ("waiting", None)
    assert thumbnails(client) == [False]


def test_photos_of_nobody_are_never_shown_to_wechat(client, wechat, doorstep):
    file, code = make_anonymous_photo()
    body = {"category": "06010", "text": "垃圾", "place": HERE, "photos": [code]}
    assert client.post("/api/v1/tips/anonymous", json=body).status_code == 201
    kept = db.session.scalars(select(EventPhoto).filter_by(file_id=file.id)).one()
    text_moderation.check_event(str(kept.event_id))

    assert (kept.picture_check, kept.trace_id, doorstep.fetched) == ("never", None, [])
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert thumbnails(client) == [False]
