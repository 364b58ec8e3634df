from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from tests.engines import ONE_DATABASE
from weijiayuan.accounts.rules import Role
from weijiayuan.background import run_due
from weijiayuan.background.models import BackgroundJob
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.welfare import simulation_job

ELDER = {
    "on": "2026-11-23",
    "answers": {"applicant": {"birth_date": "1950-01-01", "hukou": "guangming"}},
}


@pytest.fixture
def officer(as_role):
    return as_role(Role.POLICY_OFFICER)


def test_an_unknown_pack_cannot_be_replayed(client):
    answer = client.post("/api/v1/welfare/assessments", json=ELDER | {"pack": "0" * 64})

    assert answer.status_code == 404
    assert answer.json["code"] == "welfare.pack_not_found"


@pytest.mark.parametrize("path", ["simulations"])
def test_only_policy_officers_may(as_resident, as_role, path):
    for somebody in (as_resident(), as_role(Role.SECRETARY)):
        assert somebody.post(f"/api/v1/welfare/{path}", json={}).status_code == 403


SIMULATIONS = "/api/v1/welfare/simulations"
WAGE = {
    "title": "最低工资 2520→2700",
    "on": "2026-11-23",
    "people": 20_000,
    "baseline": {"parameters": {"minimum_wage": 252_000}},
    "reform": {"parameters": {"minimum_wage": 270_000}},
}


def test_a_simulation_runs_in_the_worker_and_can_be_repeated(app, officer):
    begun = officer.post("/api/v1/welfare/simulations", json=WAGE)
    again = officer.post("/api/v1/welfare/simulations", json=WAGE)
    assert begun.status_code == 201, begun.json
    assert begun.json["state"] == "waiting"

    list(run_due(clock.now()))

    done = officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json
    assert (done["state"], done["percent"]) == ("done", 100)
    benefit = next(p for p in done["result"]["policies"] if p["id"] == "ui")
    assert benefit["heads"][0] == benefit["heads"][1] > 0
    months = benefit["cost_fen"][0] / 226_800
    assert 0 < months < 12 * benefit["heads"][0]  # paid for so many months, not for a year
    assert benefit["cost_fen"][1] == months * 243_000
    assert benefit["cost_at_most_fen"][0] >= benefit["cost_fen"][0]
    assert len(done["result"]["summary"]) == 2
    assert sum(row["gain"] for row in done["result"]["deciles"]) > 0
    assert done["result"]["warnings"] == []
    gain = sum(row["gain"] for row in done["result"]["groups"]["age"])
    most = benefit["heads"][0] + benefit["needs_office"][0]
    assert benefit["heads"][0] <= gain <= most  # the office may say no to some of them
    assert {chart["id"] for chart in done["result"]["charts"]} >= {"cost", "age", "cliffs"}
    twin = officer.get(f"/api/v1/welfare/simulations/{again.json['id']}").json
    assert twin["result"] == done["result"]


def test_a_lower_age_without_a_lower_band_is_warned_of(app, officer):
    reform = {"parameters": {"gaoling_age": 65}}
    begun = officer.post("/api/v1/welfare/simulations", json=WAGE | {"reform": reform})
    bands = {"gaoling_bands": {"65": 10_000, "70": 20_000, "80": 30_000, "90": 50_000}}
    better = officer.post(
        "/api/v1/welfare/simulations", json=WAGE | {"reform": reform | {"bands": bands}}
    )
    assert better.status_code == 201, better.json

    list(run_due(clock.now()))

    path = "/api/v1/welfare/simulations"
    warned, quiet = (
        officer.get(f"{path}/{each.json['id']}").json["result"]["warnings"]
        for each in (begun, better)
    )
    assert "一分钱也领不到" in warned[0]
    assert not [text for text in quiet if "高龄" in text]


def test_a_simulation_is_printed_and_the_same_link_gives_the_same_bytes(app, officer):
    begun = officer.post("/api/v1/welfare/simulations", json=WAGE)
    path = f"/api/v1/welfare/simulations/{begun.json['id']}/report"
    assert officer.get(path).json["code"] == "welfare.simulation_not_done"
    list(run_due(clock.now()))

    first, second = officer.get(path), officer.get(path)

    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF")
    assert first.data == second.data


def test_the_same_request_gives_the_same_paper_from_a_second_run_too(app, officer):
    begun = officer.post(SIMULATIONS, json=WAGE).json
    list(run_due(clock.now()))
    repeated = begun["asked"] | {"pack": begun["pack_sha256"]}
    again = officer.post(SIMULATIONS, json=repeated)
    assert again.status_code == 201, again.json
    list(run_due(clock.now()))

    first, second = (
        officer.get(f"{SIMULATIONS}/{number}/report").data
        for number in (begun["id"], again.json["id"])
    )

    assert first == second


def test_a_simulation_by_rules_that_never_were_is_refused(officer):
    answer = officer.post(SIMULATIONS, json=WAGE | {"pack": "0" * 64})

    assert answer.status_code == 404
    assert answer.json["code"] == "welfare.pack_not_found"


def test_how_far_the_people_are_from_what_is_published_is_said(app, officer):
    begun = officer.post(SIMULATIONS, json=WAGE)
    list(run_due(clock.now()))

    margins = officer.get(f"{SIMULATIONS}/{begun.json['id']}").json["result"]["margins"]

    known = {m["label"]: m for m in margins if m["published"] is not None}
    assert set(known) == {"本区户籍占常住人口", "光明街道占常住人口", "公明街道占常住人口"}
    assert max(abs(m["error_points"]) for m in known.values()) < 0.1
    assert {m["label"] for m in margins if m["drawn"] is None} >= {"年龄", "收入"}


def test_a_household_is_looked_at_under_a_reform(app, officer):
    bands = {"gaoling_bands": {"65": 10_000, "70": 20_000, "80": 30_000, "90": 50_000}}
    reform = {"parameters": {"gaoling_age": 65}, "bands": bands}
    begun = officer.post(SIMULATIONS, json=WAGE | {"baseline": {}, "reform": reform}).json
    answers = {
        "household": {"people": 1},
        "applicant": {"birth_date": "1960-01-01", "hukou": "guangming"},
    }

    found = officer.post(f"{SIMULATIONS}/{begun['id']}/household", json={"answers": answers})

    assert found.status_code == 200, found.json
    gaoling = next(each for each in found.json["items"] if each["policy"]["id"] == "gaoling")
    assert gaoling["before"]["verdict"] == "ineligible"
    assert gaoling["after"]["amount"]["text"] == "每月100元"
    assert [e["policy"]["id"] for e in found.json["items"] if e["has_changed"]] == ["gaoling"]


def test_a_household_that_cannot_be_meant_is_told_by_its_answer(app, officer):
    begun = officer.post(SIMULATIONS, json=WAGE).json

    wrong = officer.post(
        f"{SIMULATIONS}/{begun['id']}/household", json={"answers": {"household": {"people": 0}}}
    )
    nothing = officer.post(f"{SIMULATIONS}/{uuid4()}/household", json={"answers": {}})

    assert wrong.status_code == 422
    assert "answers.household.people" in wrong.json["fields"]
    assert nothing.status_code == 404


@ONE_DATABASE
@pytest.mark.parametrize(
    "reform",
    [
        {"bands": {"gaoling_age": {"60": 1}}},
        {"parameters": {"no_such_figure": 1}},
        {"parameters": {"gaoling_bands": 1}},
        {"parameters": {"other_cases": 1}},
        {"conditions": {"nothing": {"age": "age > 3"}}},
        {"conditions": {"gaoling": {"nothing": "age > 3"}}},
        {"conditions": {"gaoling": {"age": "age >"}}},
        {"conditions": {"gaoling": {"age": "shoe_size > 3"}}},
    ],
)
def test_an_impossible_reform_is_refused(officer, reform):
    answer = officer.post("/api/v1/welfare/simulations", json=WAGE | {"reform": reform})

    assert answer.status_code == 409
    assert answer.json["findings"]


@pytest.mark.parametrize("on", ["1995-01-01", "1999-06-01", "2005-06-01"])
def test_a_simulation_before_the_laws_ends_with_nobody_entitled(app, officer, on):
    begun = officer.post("/api/v1/welfare/simulations", json=WAGE | {"on": on})

    list(run_due(clock.now()))

    done = officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json
    assert done["state"] == "done", done["trouble"]
    assert sum(row["gain"] for row in done["result"]["deciles"]) == 0


def test_a_simulation_that_cannot_run_ends_with_its_trouble(app, officer, monkeypatch):
    def broken(*given, **more):
        raise ZeroDivisionError

    begun = officer.post("/api/v1/welfare/simulations", json=WAGE)
    monkeypatch.setattr(simulation_job, "simulate", broken)

    list(run_due(clock.now()))

    ended = officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json
    assert (ended["state"], ended["result"]) == ("failed", None)
    assert "没有算成" in ended["trouble"]


def test_a_simulation_outlives_a_database_that_is_away_for_a_moment(app, officer, monkeypatch):
    def away(*given, **more):
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    begun = officer.post("/api/v1/welfare/simulations", json=WAGE)
    with monkeypatch.context() as broken:
        broken.setattr(simulation_job, "simulate", away)
        list(run_due(clock.now()))
    path = f"/api/v1/welfare/simulations/{begun.json['id']}"
    assert officer.get(path).json["state"] == "running"

    list(run_due(clock.now() + timedelta(hours=1)))

    assert officer.get(path).json["state"] == "done"


def test_a_simulation_whose_job_is_gone_is_ended_and_one_that_waits_is_not(app, officer):
    lost, waiting = (officer.post("/api/v1/welfare/simulations", json=WAGE).json for _ in "ab")
    with transaction():
        mine = BackgroundJob.arguments.contains(lost["id"])
        db.session.execute(delete(BackgroundJob).where(mine))

    with transaction():
        assert simulation_job.end_lost(clock.now()) == 1

    path = "/api/v1/welfare/simulations"
    assert officer.get(f"{path}/{lost['id']}").json["state"] == "failed"
    assert officer.get(f"{path}/{waiting['id']}").json["state"] == "waiting"


def test_bands_that_are_emptied_are_told_of_those_who_lose_and_not_of_new_ones(app, officer):
    reform = {"bands": {"gaoling_bands": {}}}
    begun = officer.post("/api/v1/welfare/simulations", json=WAGE | {"reform": reform})

    list(run_due(clock.now()))

    told = officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json["result"]["warnings"]
    assert any("原来领得到钱的人里" in text for text in told)
    assert any("小 5 倍以上" in text for text in told)
    assert not [text for text in told if "新增的人里" in text]


def test_a_payment_of_nothing_moves_no_other_policy(app, officer):
    reform = {"parameters": {"gaoling_age": 65}}
    begun = officer.post(
        "/api/v1/welfare/simulations", json=WAGE | {"baseline": {}, "reform": reform}
    )

    list(run_due(clock.now()))

    result = officer.get(f"/api/v1/welfare/simulations/{begun.json['id']}").json["result"]
    moved = [p["id"] for p in result["policies"] if p["needs_office"][0] != p["needs_office"][1]]
    assert moved == []
