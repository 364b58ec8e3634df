"""What was approved, taken back or outdated, and what whoever approves sees."""

from datetime import timedelta

import pytest

from tests.engines import ONE_DATABASE
from tests.welfare.publishing.desk import (
    ELDER,
    PATH,
    approve,
    checked,
    edited,
    elder_allowance,
    findings,
    newer,
    propose,
    raised,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel import clock
from weijiayuan.welfare.pack_in_force import NAME


def today():
    return clock.local_date(clock.now())


def shown(officer, proposal):
    return officer.get(f"{PATH}/proposals/{proposal['id']}").json


def roll_back(officer, publication):
    path = f"{PATH}/packs/{publication['id']}/rollback"
    return officer.post(path, json={"reason": "标准录错了"})


def published(officer):
    return officer.get(f"{PATH}/packs").json["items"]


def test_whoever_approves_sees_every_changed_word(first, second, whole):
    fee = "回复“同意”并转账手续费"
    told = edited(
        whole,
        "policies/gaoling.yaml",
        ("回复“同意”就算申请", fee),
        ("summary: 深圳户籍老人", "summary: 本市户籍老人"),
    )
    told = newer(edited(told, "sources.yaml", ("ln_gl:", "# 看过了\nln_gl:")))

    proposal = shown(second, propose(first, told).json)

    lines = {change["file"]: "\n".join(change["lines"]) for change in proposal["changes"]}
    assert lines.keys() == {"pack.yaml", "policies/gaoling.yaml", "sources.yaml"}
    assert fee in lines["policies/gaoling.yaml"]
    assert "+summary: 本市户籍老人" in lines["policies/gaoling.yaml"]
    assert "+# 看过了" in lines["sources.yaml"]
    files = second.get(f"{PATH}/proposals/{proposal['id']}/files").json["files"]
    assert files == told


def test_changed_cases_and_the_second_reading_are_seen_too(first, second, whole):
    proposal = shown(second, propose(first, raised(whole)).json)

    assert {change["file"] for change in proposal["changes"]} == {
        "cases/gaoling.yaml",
        "pack.yaml",
        "policies/gaoling.yaml",
        "second_reading.yaml",
    }


def test_a_check_shows_the_same_lines_as_the_proposal(first, whole):
    found = checked(first, raised(whole))

    assert found["passed"]["changes"] == propose(first, raised(whole)).json["changes"]


def test_what_is_out_of_date_stays_so_when_its_base_comes_back(client, first, second, whole):
    one = propose(first, raised(whole, 210)).json
    other = propose(first, newer(raised(whole, 220))).json
    assert approve(second, one).status_code == 201
    assert (shown(second, other)["state"], shown(second, other)["allowed"]) == ("outdated", [])
    assert (shown(second, other)["decided_by"], shown(second, other)["decided_by_name"]) == (
        "system",
        None,
    )

    back = roll_back(first, published(first)[-1])
    assert approve(second, back.json).status_code == 201
    assert elder_allowance(client)[0] == 20000

    assert approve(second, other).json["code"] == "welfare.proposal_outdated"
    assert shown(second, other)["allowed"] == []
    assert elder_allowance(client)[0] == 20000


def test_a_text_that_was_taken_back_comes_with_a_warning(first, second, whole):
    assert approve(second, propose(first, raised(whole)).json).status_code == 201
    assert approve(second, roll_back(first, published(first)[-1]).json).status_code == 201

    again = propose(first, raised(whole)).json

    assert any("后来被换下" in each for each in again["findings"])


def test_a_version_number_belongs_to_one_text_for_ever(first, second, whole):
    assert approve(second, propose(first, raised(whole)).json).status_code == 201
    assert approve(second, roll_back(first, published(first)[-1]).json).status_code == 201

    assert "已经是另一份内容的版本号" in findings(propose(first, raised(whole, 220)))


def test_one_goes_back_only_to_what_was_in_force(first, second, whole):
    old = approve(second, propose(first, raised(whole)).json).json
    day = (today() + timedelta(days=10)).isoformat()
    again = newer(raised(whole, 220))
    coming = approve(second, propose(first, again, in_force_on=day).json).json

    assert roll_back(first, old).json["code"] == "welfare.nothing_to_change"
    assert roll_back(first, coming).json["code"] == "welfare.pack_never_began"
    called = first.post(f"{PATH}/packs/{coming['id']}/call-off", json={"reason": "算错了一档"}).json
    assert approve(second, called).status_code == 201
    assert [each["state"] for each in published(first)] == [
        "in_force",
        "called_off",
        "past",
        "past",
    ]
    assert roll_back(first, coming).json["code"] == "welfare.pack_never_began"


def test_two_call_off_what_was_approved_for_a_later_day(app, client, first, second, whole):
    day = today() + timedelta(days=10)
    proposal = propose(first, raised(whole), in_force_on=day.isoformat()).json
    coming = approve(second, proposal).json
    assert elder_allowance(client, on=day.isoformat())[0] == 21000

    path = f"{PATH}/packs/{coming['id']}/call-off"
    called = second.post(path, json={"reason": "算错了一档"})
    assert called.status_code == 201, called.json
    assert any("不再施行" in line for line in called.json["differences"])
    assert approve(second, called.json).json["code"] == "welfare.own_proposal"
    assert approve(first, called.json).status_code == 201

    app.extensions[NAME].look_again()
    assert elder_allowance(client, on=day.isoformat())[0] == 20000
    again = second.post(path, json={"reason": "再来一次"})
    assert again.json["code"] == "welfare.pack_begun"


def test_rolling_back_to_what_is_in_force_is_refused_also_while_another_is_to_begin(
    first, second, whole
):
    assert approve(second, propose(first, raised(whole)).json).status_code == 201
    day = (today() + timedelta(days=10)).isoformat()
    again = newer(raised(whole, 220))
    assert approve(second, propose(first, again, in_force_on=day).json).status_code == 201

    back = roll_back(first, published(first)[1])

    assert back.json["code"] == "welfare.nothing_to_change"


def test_a_day_to_come_is_answered_by_the_pack_in_force_then(client, first, second, whole):
    day = today() + timedelta(days=10)
    proposal = propose(first, raised(whole), in_force_on=day.isoformat()).json
    assert approve(second, proposal).status_code == 201

    def answered(on):
        asked = ELDER | {"on": on.isoformat(), "detail": "verdicts"}
        return client.post(f"{PATH}/assessments", json=asked).json["pack"]

    before, then = answered(day - timedelta(days=1)), answered(day)
    assert (before["sha256"], then["sha256"]) == (proposal["base_sha256"], proposal["sha256"])
    assert (then["in_force_on"], before["in_force_on"]) == (day.isoformat(), today().isoformat())
    gone = answered(today() - timedelta(days=400))
    assert gone == before  # by the pack in force today, whose rules are dated, and it says so


def test_nothing_comes_into_force_on_a_day_that_has_passed(first, whole):
    day = (today() - timedelta(days=1)).isoformat()

    refused = propose(first, raised(whole), in_force_on=day)

    assert (refused.status_code, refused.json["code"]) == (422, "welfare.day_passed")
    assert "in_force_on" in refused.json["fields"]


@ONE_DATABASE
def test_an_auditor_reads_every_version_and_decides_nothing(first, second, as_role, whole):
    proposal = propose(first, raised(whole)).json
    auditor = as_role(Role.AUDITOR)

    assert shown(auditor, proposal)["allowed"] == []
    assert auditor.get(f"{PATH}/proposals/{proposal['id']}/files").json["files"] == raised(whole)
    assert auditor.get(f"{PATH}/packs/current/files").json["files"] == whole
    assert approve(auditor, proposal).status_code == 403
    assert approve(second, proposal).status_code == 201
    for item in published(auditor):
        assert auditor.get(f"{PATH}/packs/{item['id']}/files").status_code == 200


@ONE_DATABASE
@pytest.mark.parametrize("path", ["packs", "proposals", "packs/current/files"])
def test_nobody_else_reads_them(as_resident, as_role, path):
    for somebody in (as_resident(), as_role(Role.SECRETARY)):
        assert somebody.get(f"{PATH}/{path}").status_code == 403


def test_the_list_names_who_proposed_and_says_to_whom_it_waits(first, second, whole):
    made = propose(first, raised(whole)).json
    mine, theirs = (lines_of(officer)[made["id"]] for officer in (first, second))

    assert (mine["allowed"], theirs["allowed"]) == (["withdraw"], ["approve", "reject"])
    assert theirs["by_name"]
    assert "staff:" not in theirs["by_name"]


def lines_of(officer):
    items = officer.get(f"{PATH}/proposals?state=open").json["items"]
    return {one["id"]: one for one in items}
