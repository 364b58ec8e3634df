"""While nobody knows how many people there are, a no to one of them is no answer for the family."""

import pytest

PATH = "/api/v1/welfare"
ON = "2026-11-23"


def assessed(client, answers, **more):
    asked = {"on": ON, "answers": answers} | more
    answer = client.post(f"{PATH}/assessments", json=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def policies_of(client, event):
    items = client.get(f"{PATH}/life-events").json["items"]
    return next(each["policies"] for each in items if each["id"] == event)


@pytest.mark.parametrize(
    ("event", "applicant"),
    [
        ("school", {"school": "none"}),
        ("business", {"work": "employed"}),
        ("elder", {"birth_date": "1990-01-01"}),
        ("disability", {"disability": "none"}),
        ("job_lost", {"work": "employed"}),
        ("birth", {"sex": "male", "birth_date": "1950-01-01"}),
        ("death", {"birth_date": "1990-01-01"}),
    ],
)
def test_what_is_settled_for_who_asks_is_open_for_the_family(client, event, applicant):
    found = assessed(client, {"applicant": applicant}, policies=policies_of(client, event))

    assert [d["verdict"] for d in found["decisions"] if d["missing"] == []] == []
    assert found["next_question"]["id"] == "people"
    assert found["settled"] == 0


def test_a_no_for_the_only_one_at_home_is_a_no(client):
    answers = {"household": {"people": 1}, "applicant": {"birth_date": "1990-01-01"}}

    found = assessed(client, answers, policies=["gaoling"])

    assert [d["verdict"] for d in found["decisions"]] == ["ineligible"]


def test_whoever_was_not_named_is_said_to_be_open(client):
    found = assessed(client, {"applicant": {"birth_date": "1990-01-01"}}, policies=["gaoling"])

    [decision] = found["decisions"]
    assert decision["verdict"] == "unknown"
    assert decision["for"] == decision["undecided"] == ["unlisted"]
    assert decision["missing"] == ["people"]
    assert decision["amount"] is None


def test_a_yes_stays_a_yes_while_others_are_open(client):
    answers = {"applicant": {"birth_date": "1946-11-30", "hukou": "guangming"}}

    found = assessed(client, answers, policies=["gaoling"])

    [decision] = found["decisions"]
    assert decision["verdict"] == "eligible"
    assert decision["for"] == ["applicant"]
    assert decision["amount"]["text"] == "每月200元"
    assert found["next_question"]["id"] == "people"


@pytest.mark.parametrize("unsaid", [None, "dont_know", {"min": 2, "max": 5}])
def test_a_number_that_nobody_knows_exactly_never_makes_a_no(client, unsaid):
    answers = {"household": {"people": unsaid}, "applicant": {"birth_date": "1990-01-01"}}

    found = assessed(client, answers, policies=["gaoling"])

    assert [d["verdict"] for d in found["decisions"]] == ["unknown"]


def test_every_life_event_asks_first_how_many_people_there_are(client):
    for event in client.get(f"{PATH}/life-events").json["items"]:
        found = assessed(client, {}, policies=event["policies"], detail="verdicts")

        assert found["next_question"]["id"] == "people", event["id"]


def test_what_ended_is_a_no_whoever_lives_there(client):
    found = assessed(client, {}, policies=["butie2020"])

    assert [d["verdict"] for d in found["decisions"]] == ["ineligible"]
