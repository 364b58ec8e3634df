from pathlib import Path

import pytest

from tests.districts import GUANGMING
from weijiayuan.accounts.rules import Role
from weijiayuan.background import run_due
from weijiayuan.kernel import clock
from weijiayuan.welfare.pack_in_force import NAME

ELDER = {
    "on": "2026-11-23",
    "answers": {"applicant": {"birth_date": "1950-01-01", "hukou": "guangming"}},
}


FEW = {"gaoling", "ui"}


@pytest.fixture(scope="module")
def whole():
    """The pack that ships."""
    paths = GUANGMING.pack_folder.rglob("*.yaml")
    return {
        path.relative_to(GUANGMING.pack_folder).as_posix(): path.read_text("utf-8")
        for path in paths
    }


@pytest.fixture(scope="module")
def files(whole):
    """A pack of two policies: publishing is the same work, only less of it."""
    kept = {
        name: text
        for name, text in whole.items()
        if not name.startswith(("policies/", "cases/")) or Path(name).stem in FEW
    }
    head, _, _ = whole["pack.yaml"].partition("exclusions:")
    return kept | {"pack.yaml": head}


@pytest.fixture(autouse=True)
def looks_at_once(app):
    """Let this process see a publication at the next request."""
    app.extensions[NAME].look_every = 0
    yield
    app.extensions[NAME].look_every = 2
    app.extensions[NAME].look_again()


@pytest.fixture
def officer(as_role):
    return as_role(Role.POLICY_OFFICER)


def with_change(files, name, old, new):
    assert old in files[name]
    return files | {name: files[name].replace(old, new)}


def raised(files):
    """The pack with 210 yuan in place of 200 for those between 70 and 80."""
    files = with_change(files, "policies/gaoling.yaml", "{70: 200,", "{70: 210,")
    return with_change(files, "cases/gaoling.yaml", "amount: 200", "amount: 210")


def elder_allowance(client, **more):
    answer = client.post("/api/v1/welfare/assessments", json=ELDER | more)
    assert answer.status_code == 200
    decisions = {d["policy"]["id"]: d for d in answer.json["decisions"]}
    return decisions["gaoling"]["amount"]["fen"], answer.json["pack"]["sha256"]


def test_a_published_pack_answers_at_once_and_an_old_answer_can_be_replayed(client, officer, files):
    files = raised(files)
    files["cases/gaoling.yaml"] = files["cases/gaoling.yaml"].replace("[200, 300]", "[210, 300]")
    before, old = elder_allowance(client)

    answer = officer.post("/api/v1/welfare/packs", json={"files": files, "reason": "新标准公布"})

    assert answer.status_code == 201, answer.json["findings"]
    after, new = elder_allowance(client)
    assert (before, after) == (20000, 21000)
    assert new == answer.json["sha256"] != old
    assert elder_allowance(client, pack=old) == (20000, old)
    listed = officer.get("/api/v1/welfare/packs").json["items"]
    assert [item["sha256"] for item in listed] == [new]


def test_a_pack_whose_own_cases_fail_is_refused_with_the_places(client, officer, files):
    wrong = with_change(files, "policies/gaoling.yaml", "{70: 200,", "{70: 210,")

    answer = officer.post("/api/v1/welfare/packs", json={"files": wrong, "reason": "先试试看"})

    assert answer.status_code == 409
    assert answer.json["code"] == "welfare.pack_rejected"
    assert any("cases/gaoling.yaml:" in each["text"] for each in answer.json["findings"])
    assert elder_allowance(client)[0] == 20000


def test_a_pack_with_a_mistake_is_refused_with_file_and_line(officer, files):
    wrong = with_change(files, "policies/ui.yaml", "expr: registered", "expr: registred")

    answer = officer.post("/api/v1/welfare/packs/checks", json={"files": wrong})

    assert answer.status_code == 409
    assert any("policies/ui.yaml:" in each["text"] for each in answer.json["findings"])


def test_the_pack_that_ships_passes_a_check_and_that_publishes_nothing(officer, whole):
    answer = officer.post("/api/v1/welfare/packs/checks", json={"files": whole})

    assert answer.status_code == 200
    assert [text for text in answer.json["findings"] if "复核日" not in text] == []
    assert officer.get("/api/v1/welfare/packs").json["items"] == []


def test_an_unknown_pack_cannot_be_replayed(client):
    answer = client.post("/api/v1/welfare/assessments", json=ELDER | {"pack": "0" * 64})

    assert answer.status_code == 404
    assert answer.json["code"] == "welfare.pack_not_found"


@pytest.mark.parametrize("path", ["packs", "packs/checks", "simulations"])
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
