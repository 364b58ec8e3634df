"""Checks before anything is submitted: no sign-in, nothing kept, all faults at once."""

import pytest

from tests.approvals.applications import application, id_number
from tests.engines import ONE_DATABASE

CASE = {"case": "", "kind": "individual"}


def body(**more):
    case = application(CASE | more)
    return {
        "kind": case["kind"],
        "answers": case["answers"],
        "lookups": case["lookups"],
        "on": "2026-11-28",
    }


def check(client, asked):
    return client.post("/api/v1/approvals/checks", json=asked)


def test_a_sound_application_would_be_approved_and_is_told_the_next_permit(client):
    said = check(client, body()).json

    assert (said["outcome"], said["verdict"], said["faults"]) == ("auto", "approve", [])
    assert [each["permit"] for each in said["permits"]] == ["食品经营许可证"]
    assert all(each["article"] and each["law"] for each in said["rules"])


def test_a_check_without_lookups_says_what_it_assumes_of_the_registers(client):
    asked = body()
    del asked["lookups"]

    said = check(client, asked).json

    assert said["outcome"] == "auto"
    assert "写到的每个人都不在限制登记名单上" in said["assumes"]


def test_what_a_register_leaves_open_is_never_an_approval(client):
    asked = body()
    asked["lookups"] = {"identity": "passed"}

    assert check(client, asked).json["outcome"] == "human"


def test_every_fault_is_named_at_once_with_article_and_remedy(client):
    answers = {"name": "光明区A梅有限公司", "id_valid_until": "2026-01-01", "scopes": []}

    said = check(client, body(set=answers)).json

    assert {each["rule"] for each in said["faults"]} == {"N1", "N2", "N4", "N5", "P3", "S3"}
    assert all(each["remedy"] for each in said["faults"])


def test_what_is_missing_is_asked_next_and_never_approved(client):
    said = check(client, {"kind": "individual", "answers": {}}).json

    assert said["outcome"] == "correct"
    assert said["next_question"]["id"] == "operator_name"
    assert "address" in said["missing"]


def test_the_single_change_that_would_turn_a_persons_look_into_an_approval(client):
    said = check(client, body(set={"address_use": "dwelling"})).json

    assert said["outcome"] == "human"
    assert said["nearest"]["rules"] == ["A3"]
    assert "换一处商铺" in said["nearest"]["text"]
    assert "照实填写" in said["nearest"]["text"]
    assert any("同意" in each["sentence"] for each in said["undecided"])
    assert check(client, body(look={"barred": True})).json["nearest"] is None


def test_an_address_elsewhere_names_the_right_authority(client):
    said = check(client, body(set={"address": "深圳市宝安区西乡街道1号"})).json

    assert said["other_authority"] == "深圳市市场监督管理局宝安监管局"
    assert [f["remedy"] for f in said["faults"]] == ["请向深圳市市场监督管理局宝安监管局申请"]


@pytest.mark.parametrize(
    "name", ["深圳市光明区Ａmei面馆", "深圳市光明区😀面馆", "深圳市光明区\u202e阿梅面馆"]
)
def test_letters_that_are_no_chinese_characters_are_a_fault_to_mend(client, name):
    said = check(client, body(set={"name": name})).json

    assert "N4" in {each["rule"] for each in said["faults"]}


@ONE_DATABASE
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "阿" * 10_000),
        ("name", "阿\x00梅"),
        ("name", 7),
        ("scopes", "L6201"),
        ("place", {"lng": 113.9, "lat": 22.8}),
        ("id_valid_until", "tomorrow"),
        ("strange", 1),
    ],
)
def test_what_cannot_be_meant_is_named_by_its_field(client, field, value):
    asked = body()
    asked["answers"][field] = value

    answer = check(client, asked)

    assert answer.status_code == 422
    assert any(field in path for path in answer.json["fields"])


def test_a_wrong_check_digit_is_said_with_everything_else(client):
    answers = {"id_number": id_number("1990-05-01", is_wrong=True), "scopes": []}

    said = check(client, body(set=answers)).json

    assert {each["rule"] for each in said["faults"]} == {"P5", "S3"}


def test_the_questions_of_each_kind_are_those_that_checks_understand(client):
    for kind in ("individual", "company"):
        asked = client.get(f"/api/v1/approvals/questions?kind={kind}").json["items"]
        answers = dict.fromkeys([each["id"] for each in asked])
        assert check(client, {"kind": kind, "answers": answers}).status_code == 200


def test_the_catalogue_is_found_by_the_words_that_people_use(client):
    found = client.get("/api/v1/approvals/scopes?q=面馆").json

    assert found["sample"] is True
    assert found["items"][0]["text"] == "餐饮服务"
    assert found["items"][0]["permit"] == "食品经营许可证"


def test_no_page_of_the_status_list_is_signed_that_holds_no_licence(client):
    assert client.get("/api/v1/licences/status-lists/0").status_code == 200
    for page in ("1", "99999999999999999999"):
        said = client.get(f"/api/v1/licences/status-lists/{page}")
        assert (said.status_code, said.json["code"]) == (404, "approvals.status_list_not_found")


@pytest.mark.parametrize("industry", ["x", "620", "餐饮", "٦٢"])
def test_a_name_is_searched_in_an_industry_that_can_be_one(client, industry):
    asked = {"text": "深圳市光明区好味道餐饮店", "industry": industry}

    assert client.get("/api/v1/approvals/names", query_string=asked).status_code == 422
    fine = asked | {"industry": "62"}
    assert client.get("/api/v1/approvals/names", query_string=fine).status_code == 200


@pytest.mark.parametrize(
    "who",
    [
        {"name": "陈阿梅", "number": "x"},
        {"name": "陈阿梅", "number": "123456789012345678"},
        {"name": "陈阿梅", "number": "44030119900501"},
        {"name": "陈阿梅", "number": "ABCDEFGH"},
        {"name": "x", "number": id_number("1990-05-01")},
    ],
)
def test_no_register_is_asked_about_what_is_no_number_or_no_name(as_resident, who):
    said = as_resident().post("/api/v1/approvals/identity-checks", json=who)

    assert said.status_code == 422, said.json
