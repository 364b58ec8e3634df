"""Wherever a resident may write freely, danger in it is answered with whom to call.

The doors come from the routes and the published document: a text without choices or pattern in
which a sentence has room is written freely, whatever the field is made of.
"""

import re

import pytest

from tests.appeals.conftest import HOME, duty
from tests.engines import ONE_DATABASE
from weijiayuan.web import danger_screening
from weijiayuan.web.danger_screening import LEAST_FREE

__all__ = ["duty"]

DANGER = "我站在天台边上，不想活了"
CODES = {
    *("/api/v1/sessions", "/api/v1/me/phone", "/api/v1/me/staff-link", "/api/v1/court/results"),
    *("/api/v1/approvals/identity-checks", "/api/v1/staff/sessions", "/api/v1/staff/credentials"),
}
"""Doors whose long texts are codes and signatures, not words of people."""
NO_WORDS = {"id_number"}


PLACES = re.compile(r"<(?:[^:<>]+(?:\([^)]*\))?:)?([^<>]+)>")


def free_texts(spec, schema, found=""):
    """Yield the paths of the fields of a shape that take any sentence."""
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for name, part in schema.get("properties", {}).items():
        yield from free_texts(spec, part, f"{found}.{name}".lstrip("."))
    if "items" in schema:
        yield from free_texts(spec, schema["items"], found)
    kinds = schema.get("type") if isinstance(schema.get("type"), list) else [schema.get("type")]
    closed = {"enum", "format", "pattern"} & set(schema)
    if "string" in kinds and not closed and schema.get("maxLength", LEAST_FREE) >= LEAST_FREE:
        yield found


def doors(app, spec):
    """Yield the doors of residents, the free texts of their bodies, and their views."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        guard = getattr(view, "guard", None)
        path = spec["paths"].get(PLACES.sub(r"{\1}", rule.rule), {})
        if guard is None or not danger_screening.is_for_residents(guard) or rule.rule in CODES:
            continue
        for method in sorted(rule.methods & {"POST", "PUT"}):
            body = path.get(method.lower(), {}).get("requestBody", {}).get("content", {})
            shape = body.get("application/json", {}).get("schema")
            if shape is not None:
                yield f"{method} {rule.rule}", sorted(set(free_texts(spec, shape)) - NO_WORDS), view


def reads(view, field):
    free = getattr(view, "free_fields", {})
    for part in field.split("."):
        free = free if free is True else free.get(part)
        if not free:
            return False
    return True


@ONE_DATABASE
def test_every_free_text_of_a_resident_is_weighed_for_danger(app, client):
    found = [each for each in doors(app, client.get("/openapi.json").json) if each[1]]
    unread = [
        f"{door}: {field}"
        for door, texts, view in found
        for field in texts
        if not reads(view, field)
    ]
    silent = [door for door, _, view in found if not view._apidoc["listens"]]

    assert len(found) >= 40
    assert unread == []
    assert silent == []


@ONE_DATABASE
@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/leads", {"kind": "quarrel", "place": "三栋", "note": DANGER, "community": HOME}),
        ("/api/v1/mediations/check", {"text": DANGER, "parties": []}),
        ("/api/v1/commons/covenants/check", {"clauses": [DANGER]}),
        ("/api/v1/tips/advice", {"text": DANGER}),
    ],
)
def test_the_answer_says_whom_to_call(as_resident, address, body):
    answer = as_resident().post(address, json=body)

    assert answer.status_code < 300, answer.json
    assert answer.json["danger"]["kind"] == "self_harm"
    assert "12356" in answer.json["danger"]["call"]


@ONE_DATABASE
def test_an_ordinary_text_and_what_staff_write_get_no_card(as_resident, as_role, duty):
    asker = as_resident()
    sent = {"asks": "请修好漏水", "text": "楼上漏水", "community": HOME}
    number = asker.post("/api/v1/appeals", json=sent).json["number"]
    at = f"/api/v1/appeals/{number}/messages"

    assert asker.post(at, json={"text": "照片已经拍好了"}).data == b""
    assert asker.post(at, json={"text": DANGER}).json["danger"]["kind"] == "self_harm"
