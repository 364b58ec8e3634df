"""A yes is to what was read: it names the version of the question, and falls with another one."""

import pytest

from tests.approvals.applications import application, id_number
from tests.approvals.test_consent_requests import (
    SECOND,
    agree,
    answered,
    asked,
    company,
    first,
    notices,
    read,
    rules,
    second,
)
from weijiayuan.approvals.rules.consent_lines import lines_of
from weijiayuan.approvals.rules.reference_data import catalogue, script
from weijiayuan.approvals.rules.role_consents import asked_of

pytestmark = pytest.mark.usefixtures("on_a_working_day")
__all__ = ["company", "first", "second"]
BASE = "/api/v1/approvals"
NAMESAKE = id_number("1993-03-03")
OTHERS = {
    "her share falls": {"capital_fen": 200_000_000, "shareholders.0.contribution_fen": 160_000_000},
    "her own sum": {"capital_fen": 160_000_000, "shareholders.1.contribution_fen": 100_000_000},
    "her own day": {"shareholders.1.due_on": "2026-12-31"},
    "her offices": {"managers": ["林志远", "周小兰"]},
    "the business": {"name": "深圳市远涛洗车有限公司", "scopes": ["G8105"]},
    "the place": {"address": "深圳市光明区光明街道碧眼社区华夏路8号科技园3栋501"},
    "the charter": {"charter": "own"},
    "the term": {"term": "2027-06-01"},
    "who gains": {"owners_promise": False, "beneficial_owners": ["林志远"]},
    "no supervisor": {"supervisors": [], "no_supervisor_agreed": True},
}


def otherwise(speaker, mine, given):
    """Correct an application: the answers as they are, with some of them otherwise."""
    whole = read(speaker, mine)
    answers = whole["answers"]
    for path, value in given.items():
        holder, *rest = answers, *path.split(".")
        for step in rest[:-1]:
            holder = holder[int(step)] if step.isdigit() else holder[step]
        holder[rest[-1]] = value
    body = {"answers": answers, "attempt": whole["attempt"]}
    return speaker.post(f"{BASE}/applications/{mine['id']}/correct", json=body).json


@pytest.mark.parametrize("given", OTHERS.values(), ids=OTHERS)
def test_a_yes_read_before_a_correction_is_refused_and_says_what_is_otherwise(first, second, given):
    speaker, apply = first
    mine = apply(wants_human=True).json
    [old] = asked(second)
    said = otherwise(speaker, mine, given | {"wants_human": True})
    assert said["state"] == "in_review", rules(said)

    stale = answered(second, old)

    assert (stale.status_code, stale.json["code"]) == (409, "approvals.terms_changed")
    assert stale.json["findings"], stale.json
    assert all(each["now"] in stale.json["detail"] for each in stale.json["findings"])
    [new] = asked(second)
    assert (new["state"], new["changed"]) == ("open", stale.json["findings"])
    assert answered(second, new).status_code == 200
    assert "p8_agreed" not in rules(read(speaker, mine))


@pytest.mark.parametrize("given", OTHERS.values(), ids=OTHERS)
def test_any_correction_asks_whoever_agreed_anew(first, second, given):
    speaker, apply = first
    mine = apply(wants_human=True).json
    agree(second)
    assert "p8_agreed" not in rules(read(speaker, mine))

    said = otherwise(speaker, mine, given | {"wants_human": True})

    assert "p8_agreed" in rules(said)
    assert [each["state"] for each in asked(second)] == ["open"]


def test_the_yes_that_lets_it_be_registered_is_to_the_terms_that_are_registered(first, second):
    speaker, apply = first
    mine = apply().json
    [old] = asked(second)
    otherwise(speaker, mine, OTHERS["her share falls"])

    assert answered(second, old).status_code == 409
    assert read(speaker, mine)["state"] == "in_review"
    assert answered(second, asked(second)[0]).status_code == 200
    assert read(speaker, mine)["state"] == "approved"


def test_a_yes_to_a_change_is_to_that_change(company):
    one, other, licence = company
    path = f"/api/v1/licences/{licence['uscc']}/change"
    given = {"address": "深圳市光明区光明街道碧眼社区华夏路8号科技园3栋501"}
    mine = one.post(path, json={"answers": given}).json
    [old] = [each for each in asked(other) if each["state"] == "open"]
    assert any(each.startswith("变更住所：原来是") for each in old["lines"]), old["lines"]
    otherwise(one, mine, {"scopes": ["G6501", "G8105"], "term": "2030-01-01"})

    stale = answered(other, old)

    assert stale.json["code"] == "approvals.terms_changed"
    assert "变更经营范围" in stale.json["detail"]
    assert read(one, mine)["state"] == "in_review"


def test_a_yes_without_a_version_is_none_and_a_no_needs_none(first, second):
    speaker, apply = first
    mine = apply().json
    [one] = asked(second)
    path = f"{BASE}/consents/{one['id']}"
    assert second.post(f"{path}/agree", json={}).status_code == 422

    assert second.post(f"{path}/decline").status_code == 200

    assert read(speaker, mine)["state"] == "to_correct"
    assert any("不同意" in each for each in notices(speaker))


def test_two_of_one_name_each_read_their_own_sum():
    answers = application({"case": "", "kind": "company"})["answers"]
    his, hers = answers["shareholders"]
    twins = [
        hers | {"id_number": number, "contribution_fen": fen}
        for number, fen in ((SECOND, 1_000_000), (NAMESAKE, 39_000_000))
    ]
    whole = answers | {"shareholders": [his, *twins]}

    people = asked_of("company", whole, None, script())

    read = [lines_of(each, "company", whole, None, catalogue()) for each in people]
    own = [[line for line in lines if line.startswith("您认缴")] for lines in read]
    assert [line[0][:13] for line in own] == ["您认缴10,000.00元", "您认缴390,000.00"]
    assert all(len(lines) == 1 for lines in own)
