"""What every endpoint does alike: problem answers, keys, limits of size, ids, headers."""

import importlib
import json
import pkgutil
import re
from datetime import timedelta

import pytest

import weijiayuan
from tests.engines import ONE_DATABASE
from weijiayuan.jobs.rules.states import JOB_MOVES, JobState
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove, check_move
from weijiayuan.web.errors import answer_refusal
from weijiayuan.web.messages import catalogue

FAMILY = "/api/v1/me/family"
CHILD = {"name": "王小明", "relation": "child", "birth_date": "2002-02-28", "guardian": True}


def family_names(speaker):
    return [member["name"] for member in speaker.get(FAMILY).json["items"]]


def test_a_problem_has_code_sentence_and_request_id(client):
    answer = client.get("/api/v1/me")

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "web.not_signed_in"
    assert answer.json["detail"] == "请先登录"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def machines():
    """The states of every table of moves, with the service they are of."""
    found = {}
    for module in pkgutil.walk_packages(weijiayuan.__path__, "weijiayuan."):
        if ".rules" in module.name or ".models" in module.name:
            tables = vars(importlib.import_module(module.name)).items()
            for name, table in tables:
                if name.endswith("MOVES") and isinstance(table, dict):
                    kind = type(next(iter(table)))
                    found[kind.__module__.split(".")[1], kind.__name__] = kind
    return {key: kind for key, kind in found.items() if key[0] != "events"}


def test_every_state_says_what_stands_and_who_may_do_what(app):
    kinds = machines()
    codes = {f"states.{at}_{name}_{one}" for (at, name), kind in kinds.items() for one in kind}

    assert len(kinds) >= 14
    assert codes - catalogue().keys() == set()
    assert [one for one in codes if re.search("[A-Za-z_]", catalogue()[one])] == []


def test_a_move_that_is_not_allowed_is_told_by_the_state_that_stands(app):
    with pytest.raises(IllegalMove) as caught:
        check_move(JOB_MOVES, JobState.IN_REVIEW, JobState.CLOSED)

    with app.test_request_context():
        answer = answer_refusal(caught.value)

    assert (answer.status_code, answer.json["code"]) == (409, "kernel.illegal_move")
    assert answer.json["detail"].startswith("这个岗位正由工作人员审核")
    assert "draft" in answer.json["allowed"]


def test_an_unknown_address_is_a_problem_too(client):
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json["code"]) == (404, "web.not_found")


def test_a_wrong_method_says_which_are_right(client):
    answer = client.put("/api/v1/sessions", json={})
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_every_answer_forbids_sniffing_and_framing(client):
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"name": NaN}', 400),
        (b"9" * 5000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b'{"name": 1e999}', 422),
        (b"", 422),
    ],
)
def test_json_that_cannot_be_meant_is_refused_clearly(as_resident, body, status):
    answer = as_resident().post(FAMILY, data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.json["detail"]


@pytest.mark.parametrize(
    "name",
    ["", "  ", "x" * 31, "a\0b", "\ud800", "a\x07b", 5, None, ["x"], {"a": 1}],
)
def test_a_name_that_is_no_name_is_refused_and_named(as_resident, name):
    body = json.dumps(CHILD | {"name": name})
    answer = as_resident().post(FAMILY, data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json["fields"]["name"]


def test_an_unknown_field_is_refused_and_named(as_resident):
    answer = as_resident().post(FAMILY, json=CHILD | {"colour": "red"})
    assert answer.status_code == 422
    assert answer.json["fields"] == {"colour": ["没有这一项"]}


def test_a_body_that_is_not_json_is_415(as_resident):
    answer = as_resident().post(FAMILY, data="name=x", content_type="text/plain")
    assert answer.status_code == 415


def test_a_huge_body_is_413(as_resident):
    answer = as_resident().post(FAMILY, data=b"x" * 300_000, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json["code"] == "web.too_large"


def test_a_post_without_a_key_is_400(client, as_resident):
    speaker = as_resident()
    answer = client.post(FAMILY, json=CHILD, headers={"Authorization": f"Bearer {speaker.token}"})
    assert (answer.status_code, answer.json["code"]) == (400, "web.idempotency_key_missing")


@pytest.mark.parametrize("key", ["x" * 65, "has space", "ключ"])
def test_a_key_that_cannot_be_printed_is_422(as_resident, key):
    answer = as_resident().post(FAMILY, json=CHILD, key=key.encode().decode("latin-1"))
    assert answer.json["code"] == "web.idempotency_key_malformed"


def test_the_same_key_and_body_have_one_effect_and_the_first_answer(as_resident):
    speaker = as_resident()
    first = speaker.post(FAMILY, json=CHILD, key="k1")
    shuffled = dict(reversed(CHILD.items()))
    again = speaker.post(FAMILY, json=shuffled, key="k1")

    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert family_names(speaker) == ["王小明"]


def test_the_same_key_with_another_body_is_refused(as_resident):
    speaker = as_resident()
    speaker.post(FAMILY, json=CHILD, key="k1")
    answer = speaker.post(FAMILY, json=CHILD | {"name": "王小红"}, key="k1")
    assert (answer.status_code, answer.json["code"]) == (422, "web.idempotency_key_reused")


def test_two_people_may_use_the_same_key(as_resident):
    one, other = as_resident(), as_resident()
    one.post(FAMILY, json=CHILD, key="k1")
    other.post(FAMILY, json=CHILD | {"name": "李小花"}, key="k1")
    assert (family_names(one), family_names(other)) == (["王小明"], ["李小花"])


def test_a_refused_attempt_does_not_use_up_its_key(as_resident):
    speaker = as_resident()
    assert speaker.post(FAMILY, json=CHILD | {"name": ""}, key="k1").status_code == 422
    assert speaker.post(FAMILY, json=CHILD, key="k1").status_code == 201


def test_a_key_is_forgotten_after_a_day(as_resident, time_machine):
    speaker = as_resident()
    speaker.post(FAMILY, json=CHILD, key="k1")
    time_machine.move_to(clock.now() + timedelta(hours=24, seconds=1))
    speaker.post(FAMILY, json=CHILD, key="k1")
    assert family_names(speaker) == ["王小明", "王小明"]


def test_the_published_document_is_openapi_3_1_and_names_the_key(client):
    document = client.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    operation = document["paths"][FAMILY]["post"]
    assert "Idempotency-Key" in {parameter.get("name") for parameter in operation["parameters"]}
    assert {"201", "400", "401", "409", "422"} <= operation["responses"].keys()


def test_the_api_pages_come_from_here_alone(client):
    with client.get("/docs") as page, client.get("/docs/vendor/rapidoc-min.js") as script:
        assert page.status_code == script.status_code == 200
        assert b"//" not in page.data


def test_it_is_ready_when_the_database_answers(client):
    answer = client.get("/readyz")
    assert answer.json["status"] == "ready"
    assert answer.json["schema"]


def test_a_field_that_is_missing_is_asked_for_in_chinese(client):
    answer = client.post("/api/v1/jobs/check", json={"title": "普工"})
    assert answer.json["fields"] == {"kind": ["请填写"]}
