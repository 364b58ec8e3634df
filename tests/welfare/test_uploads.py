"""Simulating on people that a policy officer sends: begun, refused, run, and forgotten."""

import json
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from weijiayuan.accounts.rules import Role
from weijiayuan.background import run_due
from weijiayuan.db import db, reading
from weijiayuan.gateways.setup import storage
from weijiayuan.kernel import clock
from weijiayuan.welfare.models import Simulation

REFORM = {
    "title": "七十岁档 200→260",
    "on": "2026-11-23",
    "reform": {"conditions": {"gaoling": {"age": "age >= 60"}}},
}
PEOPLE = b"""household,street,birth_date,hukou,lives_in,income
one,\xe5\x85\x89\xe6\x98\x8e,1946-12-01,guangming,guangming,1234.56
one,,1950-02-03,guangming,,0
two,,1964-05-06,guangming,shenzhen,0..9000
"""


@pytest.fixture
def officer(as_role):
    return as_role(Role.POLICY_OFFICER)


def send(client, body=PEOPLE, reform=REFORM, name="people.csv"):
    form = {"reform": json.dumps(reform), "people": (BytesIO(body), name)}
    return client.post(
        "/api/v1/welfare/simulations/uploads", data=form, content_type="multipart/form-data"
    )


def kept_files(app):
    with app.app_context():
        return list(storage().keys_before(clock.now() + timedelta(days=1)))


def finished(officer, begun):
    list(run_due(clock.now()))
    return officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json


def test_sent_people_are_simulated_and_then_forgotten(app, officer):
    before = kept_files(app)
    begun = send(officer)
    assert begun.status_code == 201, begun.json
    sealed = set(kept_files(app)) - set(before)
    assert len(sealed) == 1
    with app.app_context():
        assert b"1946" not in storage().get(*sealed)

    done = finished(officer, begun)

    assert (done["state"], done["trouble"]) == ("done", "")
    elders = next(p for p in done["result"]["policies"] if p["id"] == "gaoling")
    assert elders["heads"] == [2, 3]
    assert done["result"]["people"] == 3
    assert kept_files(app) == before
    with reading():
        row = db.session.get(Simulation, UUID(begun.json["id"]))
        everything = json.dumps([row.asked, row.result, row.trouble], ensure_ascii=False)
    for said in ("1946-12-01", "123456", "1234.56", '"one"'):
        assert said not in everything


def test_mistakes_in_the_first_lines_are_told_at_once_and_nothing_is_kept(app, officer):
    before = kept_files(app)

    answer = send(officer, b"household,birth_date\nA,1950-01-01\nB,somewhen\n")

    assert answer.status_code == 422
    assert answer.json["code"] == "welfare.people_malformed"
    told = answer.json["fields"]["people.3.birth_date"][0]
    assert told.startswith("第3行 birth_date：")
    assert "somewhen" not in json.dumps(answer.json)
    assert kept_files(app) == before


def test_a_mistake_far_down_is_told_by_the_simulation_and_the_file_is_gone(app, officer):
    before = kept_files(app)
    rows = b"".join(b"H%d,1950-01-01\n" % n for n in range(1500))
    begun = send(officer, b"household,birth_date\n" + rows + b"Z,somewhen\n")
    assert begun.status_code == 201

    done = finished(officer, begun)

    assert done["state"] == "failed"
    assert done["trouble"].startswith("第1502行 birth_date：")
    assert done["result"]["problems"][0] | {"text": ""} == {
        "line": 1502,
        "column": "birth_date",
        "text": "",
    }
    assert kept_files(app) == before


def test_a_file_that_is_gone_ends_the_simulation(app, officer):
    before = kept_files(app)
    begun = send(officer)
    with app.app_context():
        for key in set(kept_files(app)) - set(before):
            storage().delete(key)

    done = finished(officer, begun)

    assert (done["state"], done["trouble"]) == ("failed", "上传的人群已经删除，请重新上传")


def test_a_repeated_upload_begins_one_simulation(app, officer):
    before = kept_files(app)
    key = {"Idempotency-Key": "upload-1"}
    form = {"reform": json.dumps(REFORM)}
    path = "/api/v1/welfare/simulations/uploads"
    first, again = (
        officer.post(path, data=form | {"people": (BytesIO(PEOPLE), "a.csv")}, headers=key)
        for _ in range(2)
    )

    assert first.status_code == 201
    assert again.json == first.json
    assert len(kept_files(app)) == len(before) + 1


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ({"reform": "{"}, "reform"),
        ({"reform": "[]"}, "reform"),
        ({"reform": "{}"}, "reform.title"),
        ({}, "reform"),
    ],
)
def test_a_form_that_cannot_be_read_is_named(officer, form, path):
    data = form | {"people": (BytesIO(PEOPLE), "people.csv")}
    answer = officer.post("/api/v1/welfare/simulations/uploads", data=data)

    assert answer.status_code == 422
    assert path in answer.json["fields"]


def test_an_impossible_reform_is_refused_before_the_people_are_read(app, officer):
    before = kept_files(app)
    answer = send(officer, reform=REFORM | {"reform": {"parameters": {"nothing": 1}}})

    assert answer.status_code == 409
    assert kept_files(app) == before


def test_only_policy_officers_may_send_people(as_role):
    assert send(as_role(Role.SECRETARY)).status_code == 403


def test_the_same_people_may_come_as_parquet(app, officer):
    import pyarrow as pa  # noqa: PLC0415  # a third of a second, for this test alone
    import pyarrow.parquet as pq  # noqa: PLC0415

    sheet = pa.table(
        {
            "household": ["one", "one", "two"],
            "birth_date": [date(1946, 12, 1), date(1950, 2, 3), None],
            "hukou": ["guangming"] * 3,
            "income": [1234.5, 0.0, None],
            "permit": [True, False, None],
        }
    )
    body = BytesIO()
    pq.write_table(sheet, body)

    done = finished(officer, send(officer, body.getvalue(), name="people.parquet"))

    assert done["state"] == "done", done["trouble"]
    elders = next(p for p in done["result"]["policies"] if p["id"] == "gaoling")
    assert elders["heads"] == [2, 2]
    assert elders["needs_office"] == [1, 1]


def test_what_only_looks_like_parquet_is_refused(officer):
    answer = send(officer, b"PAR1 and nothing else PAR1")

    assert answer.status_code == 422
    assert answer.json["fields"]["people.1.household"] == [
        "第1行 household：不是可读的 Parquet 文件"
    ]
