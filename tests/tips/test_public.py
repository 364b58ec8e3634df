"""Private words are private at every door, and no door can be asked where somebody stood."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import update
from werkzeug.routing import AnyConverter

from tests.architecture.test_who_may import stranger_to
from tests.factories.events import make_event
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, TextCheck
from weijiayuan.events.rules import public_visibility
from weijiayuan.events.rules.duplicate_hints import metres_between
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.kernel import clock
from weijiayuan.tips.api import pre_submission_hints
from weijiayuan.web.blueprint import open_to_all

pytestmark = pytest.mark.usefixtures("district")

SECRET = "王五家的秘密暗号"
MATTERS = {
    "a quarrel between neighbours": {"category": "10082", "text": f"{SECRET}，和隔壁吵了三年"},
    "words not checked yet": {"category": "06010", "text": f"{SECRET}，一堆垃圾"},
    "an answer to a question": {
        "category": "06035",
        "text": "旧沙发",
        "attributes": {"things": SECRET},
    },
    "a threat": {"category": "06010", "text": f"{SECRET}，他说要杀了我"},
    "an address": {"category": "06010", "text": "垃圾", "address": SECRET},
}


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch):
    for name in ("looking", "advising"):
        monkeypatch.setattr(getattr(pre_submission_hints, name), "_counts", {})
        monkeypatch.setattr(getattr(pre_submission_hints, name), "each", 10_000)


def everything_sent(client, as_resident):
    """Send every private matter with a name and, an hour ago, without one; return numbers."""
    sender = as_resident()
    for body in MATTERS.values():
        assert sender.post("/api/v1/tips", json=body | {"place": HERE}).status_code == 201
        with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
            answer = client.post("/api/v1/tips/anonymous", json=body | {"place": HERE})
        assert answer.status_code == 201
    return [row.number for row in db.session.query(Event.number)]


def public_addresses(app, numbers):
    """Every GET that asks nobody who they are, for a stranger's ids and for each of ours."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "guard", open_to_all) is not open_to_all or "GET" not in rule.methods:
            continue
        parts = {name: stranger_to(rule._converters[name]) for name in rule.arguments}
        texts = [
            name
            for name in parts
            if isinstance(parts[name], str) and not isinstance(rule._converters[name], AnyConverter)
        ]
        for number in ["none", *numbers]:
            yield adapter.build(rule.endpoint, parts | dict.fromkeys(texts, number))
            if not texts:
                break


def test_no_public_route_shows_private_words(app, client, as_resident):
    numbers = everything_sent(client, as_resident)
    here = {**HERE, "extensions": "true"}
    leaks = []
    for address in dict.fromkeys(public_addresses(app, numbers)):
        with client.get(address, query_string=here) as answer:
            if SECRET in answer.get_data(as_text=True):
                leaks.append(address)
    for path in ("requests.json", "requests.xml"):
        ours = {"service_request_id": ",".join(numbers), "extensions": "true"}
        listed = client.get(f"/open311/v2/{path}", query_string=ours).get_data(as_text=True)
        assert SECRET not in listed
    body = {"place": HERE, "text": SECRET, "category": "06010"}
    hinted = client.post("/api/v1/tips/nearby", json=body)

    assert leaks == []
    assert hinted.status_code == 200
    assert SECRET not in hinted.get_data(as_text=True)


def test_a_quarrel_and_a_threat_are_not_even_listed(client, as_resident):
    sender, other = as_resident(), as_resident()
    numbers = [
        sender.post("/api/v1/tips", json=MATTERS[name] | {"place": HERE}).json["number"]
        for name in ("a quarrel between neighbours", "a threat")
    ]

    near = client.get("/api/v1/tips/nearby", query_string=HERE).json["items"]
    asked = {"service_request_id": ",".join(numbers)}

    assert near == []
    assert client.get("/open311/v2/requests.json", query_string=asked).json == []
    assert {other.post(f"/api/v1/tips/{each}/follow").status_code for each in numbers} == {404}


def test_what_a_device_raised_is_listed_nowhere(client):
    """A smoke alarm stands in somebody's home; residents see no alarm."""
    shown = make_event(category_code="06013")
    alarm = make_event(category_code="06013", source=Source.SENSOR)

    listed = client.get("/open311/v2/requests.json").json
    near = client.get("/api/v1/tips/nearby", query_string=HERE)
    numbers = {each["service_request_id"] for each in listed}
    assert shown.number in numbers
    assert alarm.number not in numbers | {each["number"] for each in near.json["items"]}
    assert client.get(f"/open311/v2/requests/{alarm.number}.json").status_code == 404


def test_words_that_are_not_public_cannot_be_guessed_by_asking(client, as_resident):
    secret = "凉亭旁边的一堆垃圾里有旧书"
    as_resident().post("/api/v1/tips", json={"category": "06010", "text": secret, "place": HERE})

    def asked():
        body = {"place": HERE, "text": secret}
        return client.post("/api/v1/tips/nearby", json=body).json["items"]

    assert asked() == []
    with transaction():
        db.session.execute(update(Event).values(text_check=TextCheck.PASSED))
    (found,) = asked()
    assert found["because"] == ["就在附近", "说的是同样的事"]
    assert "%" not in str(found)


def test_a_report_cannot_be_located_by_asking_from_many_places(client, as_resident):
    """Whatever is asked from wherever, places that lie in one square of the lattice look alike."""
    sender = as_resident()
    square = public_visibility.rounded(HERE["lng"], HERE["lat"])
    corners = [(square[0] + east, square[1] + north) for east, north in
               product((-0.0002, 0.0002), repeat=2)]  # fmt: skip
    probes = [
        {"lng": square[0] + east / 7000, "lat": square[1] + north / 7000, "datum": "gcj02"}
        for east, north in product(range(-6, 7, 2), repeat=2)
    ]
    seen = []
    for lng, lat in corners:
        with transaction():
            db.session.execute(update(Event).values(state="withdrawn"))
        place = {"lng": lng, "lat": lat, "datum": "gcj02"}
        sender.post("/api/v1/tips", json={"category": "06010", "text": "一堆垃圾", "place": place})
        answers = [client.get("/api/v1/tips/nearby", query_string=each).json for each in probes]
        for each in answers:
            assert all(one["metres"] % 50 == 0 for one in each["items"])
        boxes = []
        for step in (0.00013, 0.00031, 0.00057, 0.0009):
            box = f"{square[0] - 0.01},{square[1] - 0.01},{square[0] - 0.0049 + step},{square[1] + 0.01}"
            listed = client.get("/open311/v2/requests.json", query_string={"bbox": box}).json
            boxes.append([(one["lat"], one["long"]) for one in listed])
        seen.append(([[one["metres"] for one in each["items"]] for each in answers], boxes))

    assert all(each == seen[0] for each in seen)
    assert metres_between(*corners[0], *corners[3]) > 50


def test_one_caller_is_slowed_down(client, monkeypatch):
    monkeypatch.setattr(pre_submission_hints.looking, "each", 3)
    statuses = [client.get("/api/v1/tips/nearby", query_string=HERE).status_code for _ in range(3)]
    again = client.get("/api/v1/tips/nearby", query_string=HERE | {"lat": 22.7})

    assert statuses == [200] * 3
    assert again.status_code == 429
    assert "Retry-After" in again.headers
