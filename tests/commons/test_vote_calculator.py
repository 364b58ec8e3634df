"""The calculator over HTTP: no sign-in, exact, and honest about what it is not."""

import pytest

CHECK = "/api/v1/commons/rules/check"


def estate():
    singles = [{"unit": f"1-{n}", "area_m2": "100.00"} for n in range(80)]
    investor = [
        {"unit": f"2-{n}", "area_m2": "100", "owner": "投资人", "buyer": "粤01"} for n in range(10)
    ]
    unsold = [{"unit": f"3-{n}", "area_m2": 100, "unsold": True} for n in range(10)]
    return {"units": singles + investor + unsold}


def votes(yes, no, *, investor):
    items = [{"unit": f"1-{n}", "choice": "yes"} for n in range(yes)]
    items += [{"unit": f"1-{n}", "choice": "no"} for n in range(yes, yes + no)]
    return {"items": [*items, {"owner": "粤01", "choice": investor}]}


def test_an_estate_is_counted_by_owner_and_area_with_every_threshold(client):
    asked = {"rule": "owners_ordinary", "roll": estate(), "votes": votes(29, 28, investor="yes")}
    found = client.post(CHECK, json=asked).json

    assert (found["valid"], found["passes"], found["state"]) == (True, True, "passed")
    assert found["numbers"]["roll"] == {"heads": 82, "area_m2": "10000.00"}
    assert found["numbers"]["participating"] == {"heads": 58, "area_m2": "6700.00"}
    first = found["because"][0]
    assert (first["least"], first["exact"]) == ("6666.67", "20000/3")
    assert first["article"] == "民法典第278条"
    assert "不是表决结果" in found["legal_effect"]


def test_an_open_vote_says_how_much_is_missing(client):
    sums = {"yes": {"heads": 50, "area_m2": "6000"}}
    roll = {"heads": 82, "area_m2": "10000"}
    asked = {"rule": "owners_ordinary", "roll": roll, "votes": sums, "open": True}
    found = client.post(CHECK, json=asked).json
    assert found["state_text"] == "未定，还差5户、666.67平方米"
    assert found["needs"] == {"heads": 5, "area_m2": "666.67"}


def test_a_rule_of_ones_own_is_counted(client):
    agreed = [{"count": "yes", "of": "all", "measure": "heads", "at_least": "3/5"}]
    asked = {
        "own_rule": {"basis": "residents", "pass": agreed},
        "roll": {"heads": 10},
        "votes": {"yes": {"heads": 6}},
    }
    assert client.post(CHECK, json=asked).json["passes"] is True


def test_what_cannot_be_is_refused_with_a_sentence(client):
    cases = [
        ({"rule": "none", "roll": {"heads": 3}}, 404, "commons.rule_unknown"),
        ({"rule": "owners_ordinary", "roll": {"heads": 3}}, 422, "commons.roll_malformed"),
        (
            {"rule": "deliberation", "roll": {"heads": 3}, "votes": {"yes": {"heads": 4}}},
            422,
            "commons.votes_impossible",
        ),
        (
            {
                "rule": "owners_ordinary",
                "roll": {"units": [{"unit": "1", "area_m2": 1, "owner": "A"}]},
                "votes": {
                    "items": [{"unit": "1", "choice": "yes"}, {"owner": "A", "choice": "no"}]
                },
            },
            422,
            "commons.votes_impossible",
        ),
        (
            {"rule": "owners_ordinary", "roll": {"heads": 3, "area_m2": "1.005"}},
            422,
            "web.malformed",
        ),
        (
            {"rule": "owners_ordinary", "roll": {"heads": 3, "area_m2": "1E+999999"}},
            422,
            "web.malformed",
        ),
    ]
    for asked, status, code in cases:
        answer = client.post(CHECK, json=asked)
        assert (answer.status_code, answer.json["code"]) == (status, code), asked


def test_the_rules_are_read_as_data(client):
    found = {each["id"]: each for each in client.get("/api/v1/commons/rules").json["items"]}
    assert found["owners_grave"]["pass"][0]["at_least"] == "3/4"
    assert found["election_by_delegates"]["offline_only"] is True


def counted(client, units, **more):
    body = {"rule": "owners_ordinary", "roll": {"units": units}, "votes": {"items": []}} | more
    return client.post(CHECK, json=body)


def flats(*owners):
    return [
        {"unit": f"1-{at}", "area_m2": "100", "owner": name, "buyer": number}
        for at, (name, number) in enumerate(owners, 101)
    ]


def test_one_buyer_is_one_owner_however_the_number_is_written(client):
    joint = [("李四、王五", "甲01、乙02"), ("王五，李四", "乙02，甲01")]
    found = counted(client, flats(("张三", "粤 01"), ("张　三", "粤０１"), *joint)).json
    assert found["numbers"]["roll"]["heads"] == 2
    assert found["namesakes"] == []


@pytest.mark.parametrize(
    "mark",
    [
        "无", "-", "待补", "见附件", "见附件1", "000000000000000000", "4403**************",
        "440301********1234", "440301XXXXXXXX1234", "1", "101", "111111", "123456789012345678",
        "4.40301E+17", "440301198001011000", "N/A", "暂未提供", "13800138000", "不详", "/", "某某",
    ],
)  # fmt: skip
def test_what_is_no_number_joins_nobody_and_is_asked_about(client, mark):
    found = counted(client, flats(("张伟", mark), ("张伟", mark), ("李娜", mark))).json
    assert found["numbers"]["roll"]["heads"] == 3
    assert found["namesakes"] == [["1-101", "1-102"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("440301198001011239", "440301 19800101 1239"),
        ("440301198001011239", "440301-19800101-1239"),
        ("440301198001011239", "'４４０３０１１９８００１０１１２３９"),
        ("44030119800101123X", "44030119800101123x"),
        ("440301800101123", "44030119800101123X"),
        ("91440300MA5FABCD1X", "91440300-ma5fabcd1x"),
        ("440301198001011239", "身份证号：440301198001011239"),
    ],
)
def test_one_number_in_two_spellings_is_one_buyer(client, one, other):
    found = counted(client, flats(("张伟", one), ("张伟", other))).json
    assert found["numbers"]["roll"]["heads"] == 1


def test_namesakes_are_different_owners_and_the_answer_says_so(client):
    found = counted(client, flats(("张伟", ""), ("张 伟", ""), ("李娜", ""), ("", ""))).json
    assert found["numbers"]["roll"]["heads"] == 4
    assert found["namesakes"] == [["1-101", "1-102"]]
    assert "1-101、1-102" in found["namesakes_text"]
    by_name = {"items": [{"owner": "张伟", "choice": "yes"}]}
    assert counted(client, flats(("张伟", ""), ("张伟", "")), votes=by_name).status_code == 422
    one_of_two = flats(("张伟", "粤01"), ("张伟", "粤02"))
    assert counted(client, one_of_two).json["namesakes"] == []


def test_one_number_with_two_names_and_a_unit_without_area_are_refused(client):
    two = counted(client, flats(("张伟", "粤01"), ("李娜", "粤01")))
    assert two.json["code"] == "commons.roll_malformed"
    bare = [{"unit": "1", "area_m2": "0"}, {"unit": "2", "area_m2": "90"}]
    assert counted(client, bare).json["code"] == "commons.roll_malformed"


def test_one_unit_is_one_unit_however_it_is_spelt(client):
    units = [{"unit": each, "area_m2": "100"} for each in ("1-101", "１-101")]
    body = {"rule": "owners_ordinary", "roll": {"units": units}, "votes": {"items": []}}
    refused = client.post("/api/v1/commons/rules/check", json=body)
    assert refused.json["code"] == "commons.roll_malformed"
    votes = {"items": [{"unit": "1栋101室", "choice": "yes"}]}
    counted = client.post(
        "/api/v1/commons/rules/check", json=body | {"roll": {"units": units[:1]}, "votes": votes}
    ).json
    assert counted["numbers"]["yes"]["heads"] == 1
