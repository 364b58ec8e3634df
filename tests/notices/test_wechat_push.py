"""WeChat's door: opened for WeChat alone, each thing taken once, the little that follows done."""

import json
from dataclasses import replace

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident
from tests.factories.notices import allow
from weijiayuan.db import db
from weijiayuan.gateways.wechat import Suggestion, crypto, received_pushes
from weijiayuan.kernel import clock
from weijiayuan.notices import queries
from weijiayuan.notices.rules import Kind

DOOR = "/wechat/push"
TOKEN = "fake-push-token"
KEY = "k" * 43


def signed(*parts, timestamp=None, nonce="1514711492", name="signature"):
    timestamp = timestamp or str(int(clock.now().timestamp()))
    return {
        "timestamp": timestamp,
        "nonce": nonce,
        name: crypto.signature(TOKEN, timestamp, nonce, *parts),
    }


def push(client, message, **query):
    return client.post(DOOR, data=json.dumps(message), query_string=signed() | query)


def verdict(**given):
    usual = {
        "FromUserName": "platform",
        "CreateTime": 1714036504,
        "MsgType": "event",
        "Event": "wxa_media_check",
        "trace_id": "trace-1",
        "errcode": 0,
        "result": {"suggest": "risky", "label": 20001},
    }
    return usual | given


def kept():
    """What came, as those who asked for it find it."""
    return [
        (row.trace_id, row.suggestion) for row in db.session.execute(received_pushes.verdicts())
    ]


@pytest.fixture
def secure(app):
    """The operator has typed a key into WeChat's console."""
    usual = app.extensions["weijiayuan.settings"]
    app.extensions["weijiayuan.settings"] = replace(usual, wechat_push_key=KEY)
    yield crypto.PushSecrets(usual.wechat_appid, TOKEN, KEY)
    app.extensions["weijiayuan.settings"] = usual


def test_the_address_proves_itself(client):
    answer = client.get(DOOR, query_string=signed() | {"echostr": "4375120948345356249"})

    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize("query", [{}, {"signature": "x", "echostr": "<b>"}, {"signature": "签"}])
def test_nobody_else_gets_an_echo(client, query):
    answer = client.get(DOOR, query_string=query)

    assert (answer.status_code, answer.json["code"]) == (403, "notices.push_refused")


def test_a_verdict_is_kept_once_however_often_it_is_pushed(client):
    assert kept() == []
    for _ in range(3):
        answer = push(client, verdict())
        assert (answer.status_code, answer.text) == (200, "success")
    push(client, verdict(result={"suggest": "pass", "label": 100}))

    assert kept() == [("trace-1", Suggestion.RISKY)]


@pytest.mark.parametrize(
    ("given", "suggestion"),
    [
        ({"result": {"suggest": "pass", "label": 100}}, Suggestion.PASS),
        ({"result": {"suggest": "new word", "label": 1}}, Suggestion.REVIEW),
        ({"result": None, "errcode": -1008}, Suggestion.REVIEW),
        ({"result": {"suggest": ["pass"], "label": "x"}}, Suggestion.REVIEW),
        ({"result": {"suggest": "pass", "label": 10**30}}, Suggestion.PASS),
    ],
)
def test_what_is_unclear_is_for_a_person(client, given, suggestion):
    assert push(client, verdict(**given)).status_code == 200

    assert kept() == [("trace-1", suggestion)]


@ONE_DATABASE
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"<xml></xml>", b"\xff", b'"x"', b"[" * 100_000], ids=repr
)
def test_what_cannot_be_read_is_refused(client, body):
    assert client.post(DOOR, data=body, query_string=signed()).status_code == 403


def test_an_unsigned_push_is_refused_and_leaves_nothing(client):
    answer = client.post(DOOR, data=json.dumps(verdict()), query_string=signed() | {"nonce": "1"})

    assert answer.status_code == 403
    assert kept() == []


def test_in_secure_mode_a_sealed_push_is_taken(client, secure):
    sealed = crypto.seal(secure, json.dumps(verdict()).encode())
    query = signed(sealed, name="msg_signature") | {"encrypt_type": "aes"}

    answer = client.post(DOOR, data=json.dumps({"Encrypt": sealed}), query_string=query)

    assert answer.text == "success"
    assert kept() == [("trace-1", Suggestion.RISKY)]


def test_in_secure_mode_a_push_in_the_clear_is_refused(client, secure):
    assert push(client, verdict()).status_code == 403


def test_a_huge_push_is_refused(client):
    assert push(client, verdict(padding="x" * 300_000)).status_code == 413


@pytest.mark.parametrize("as_list", [True, False])
def test_who_switches_messages_off_in_wechat_gets_none(client, as_list):
    li = make_resident(openid="o-li")
    allow(li, credits_=5)
    allow(li, credits_=5, kind=Kind.REMINDER)
    change = {"TemplateId": "fake-progress", "SubscribeStatusString": "reject"}

    push(
        client,
        {
            "FromUserName": "o-li",
            "CreateTime": 1,
            "Event": "subscribe_msg_change_event",
            "List": [change] if as_list else change,
        },
    )

    assert queries.credits_of(li.id) == {Kind.PROGRESS: 0, Kind.REMINDER: 5}


@pytest.mark.parametrize(
    "odd",
    [
        {"Event": "subscribe_msg_change_event"},
        {"Event": "subscribe_msg_change_event", "FromUserName": ["x"], "List": "x"},
        {"Event": "subscribe_msg_change_event", "FromUserName": "nobody", "List": [1, None]},
        {"Event": "something_new", "a": {"b": 1}},
        {"Event": {"x": 1}, "trace_id": ["y"]},
        {"MsgId": 10**30},
        {},
    ],
    ids=str,
)
def test_what_we_do_not_know_is_taken_without_a_fuss(client, odd):
    assert push(client, odd).text == "success"


@pytest.mark.parametrize("age", [-3600, 3600, "1970"])
def test_a_push_that_was_signed_long_ago_is_refused(client, age):
    moment = 0 if age == "1970" else int(clock.now().timestamp()) - age
    query = signed(timestamp=str(moment))
    assert client.post(DOOR, data=json.dumps(verdict()), query_string=query).status_code == 403
    assert client.get(DOOR, query_string=query | {"echostr": "x"}).status_code == 403
    assert kept() == []


def test_the_same_push_again_has_no_second_effect(client, secure):
    sealed = crypto.seal(secure, json.dumps(verdict()).encode())
    query = signed(sealed, name="msg_signature")
    body = json.dumps({"ToUserName": "x", "Encrypt": sealed})
    for _ in range(3):
        assert client.post(DOOR, data=body, query_string=query).status_code == 200
    assert len(kept()) == 1


def test_beside_the_real_wechat_nothing_is_taken_in_the_clear(app, client, monkeypatch):
    usual = app.extensions["weijiayuan.settings"]
    real = replace(usual, fake_wechat=False, wechat_push_key="")
    monkeypatch.setitem(app.extensions, "weijiayuan.settings", real)
    assert push(client, verdict()).status_code == 403
    assert kept() == []
