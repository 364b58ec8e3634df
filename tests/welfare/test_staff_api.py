import pytest

from weijiayuan.accounts.rules import Role
from weijiayuan.background import run_due
from weijiayuan.kernel import clock

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
    assert benefit["cost_fen"] == [benefit["heads"][0] * 12 * fen for fen in (226_800, 243_000)]
    gain = sum(row["gain"] for row in done["result"]["groups"]["age"])
    assert gain == benefit["heads"][0]
    assert {chart["id"] for chart in done["result"]["charts"]} >= {"cost", "age", "cliffs"}
    twin = officer.get(f"/api/v1/welfare/simulations/{again.json['id']}").json
    assert twin["result"] == done["result"]


@pytest.mark.parametrize(
    "reform",
    [
        {"parameters": {"no_such_figure": 1}},
        {"parameters": {"gaoling_bands": 1}},
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
