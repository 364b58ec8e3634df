"""Life events are the way in, and answers that do not fit together are asked about kindly."""

import statistics

import pytest

from benchmarks.welfare import questions_by_event
from tests.districts import GUANGMING
from weijiayuan.welfare.builtin_pack import shipped

PATH = "/api/v1/welfare"


def assessed(client, **answers):
    asked = {"on": "2026-11-23", "answers": answers, "detail": "verdicts"}
    answer = client.post(f"{PATH}/assessments", json=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_every_life_event_names_policies_that_can_be_asked_about(client):
    events = client.get(f"{PATH}/life-events").json["items"]

    assert {"birth", "job_lost", "elder", "disability", "moving", "death"} <= {
        e["id"] for e in events
    }
    for event in events:
        asked = {"answers": {}, "policies": event["policies"], "detail": "verdicts"}
        answer = client.post(f"{PATH}/assessments", json=asked).json
        assert [each["policy"]["id"] for each in answer["decisions"]].sort() == event[
            "policies"
        ].sort()
        assert answer["next_question"]


def test_a_life_event_is_answered_within_twelve_questions_for_most():
    counts = questions_by_event(shipped(GUANGMING.pack_folder), households=40)

    for label, each in counts.items():
        assert statistics.median(each) <= 12, (label, statistics.median(each))


def test_an_expectant_mother_can_be_entered(client):
    mother = {"birth_date": "1995-01-01", "sex": "female", "birth_kind": "expecting"}

    assert assessed(client, applicant=mother)["contradictions"] == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"members": [{"relation": "spouse"}, {"relation": "spouse"}]}, "两位家人都填成了配偶"),
        ({"applicant": {"income": 100_000, "allowances": 200_000}}, "补贴却比收入多"),
        (
            {
                "applicant": {"birth_date": "2000-01-01"},
                "members": [{"relation": "child", "birth_date": "1990-01-01"}],
            },
            "差得太少",
        ),
        (
            {
                "applicant": {"birth_date": "1970-01-01"},
                "members": [{"relation": "parent", "birth_date": "1980-01-01"}],
            },
            "差得太少",
        ),
        ({"applicant": {"birth_date": "2015-01-01", "work": "employed"}}, "不满16周岁"),
        ({"applicant": {"sex": "male", "birth_kind": "normal"}}, "男性"),
        (
            {
                "applicant": {"only_child_certificate": True},
                "members": [{"relation": "child"}, {"relation": "child"}],
            },
            "光荣证",
        ),
        ({"applicant": {"lost_child": "died"}, "members": [{"relation": "child"}]}, "不在了"),
        ({"members": [{"relation": "child", "orphan": "orphan"}]}, "父母都不在"),
        ({"members": [{"relation": "parent"}] * 3}, "3位家人都填成了父母"),
        (
            {
                "applicant": {"birth_date": "1990-01-01"},
                "members": [{"relation": "grandparent", "birth_date": "1970-01-01"}],
            },
            "差得太少",
        ),
        ({"members": [{"relation": "spouse", "birth_date": "2018-01-01"}]}, "不满18周岁"),
        ({"applicant": {"birth_date": "1950-01-01", "service": "conscript"}}, "现役军人"),
        ({"applicant": {"birth_date": "1986-01-01", "service": "rural_veteran"}}, "不满60周岁"),
        ({"applicant": {"birth_date": "1950-01-01", "birth_kind": "normal"}}, "六十岁以上"),
        ({"applicant": {"birth_date": "2006-01-01", "pension": "employee"}}, "养老金"),
        ({"applicant": {"birth_date": "1986-01-01", "school": "kindergarten"}}, "就读的阶段"),
        ({"applicant": {"left_job": "never", "ui_months": 24}}, "没有工作过"),
        ({"applicant": {"birth_date": "2008-01-01", "ui_months": 600}}, "还长"),
        (
            {"applicant": {"birth_date": "1990-01-01", "startup_since": "1980-01-01"}},
            "比出生还早",
        ),
        ({"applicant": {"work": "employed", "drawing_ui": True}}, "正在上班"),
        ({"applicant": {"mediated": False, "mediation_on": "2026-11-20"}}, "没有达成调解协议"),
        (
            {"household": {"hardship": "dibao"}, "applicant": {"income": 6_000_000}},
            "收入又比较高",
        ),
    ],
)
def test_what_does_not_fit_together_is_told_kindly_and_refused_nowhere(client, answers, said):
    found = assessed(client, **answers)

    (told,) = found["contradictions"]
    assert said in told["text"]
    assert told["questions"]
    assert told["subjects"]
    assert found["decisions"]


@pytest.mark.parametrize(
    "answers",
    [
        {"applicant": {"only_child_certificate": True}, "members": [{"relation": "child"}]},
        {"members": [{"relation": "parent"}, {"relation": "parent"}]},
        {"members": [{"relation": "grandchild", "orphan": "orphan"}]},
        {"applicant": {"birth_date": "2006-01-01", "service": "conscript"}},
        {"applicant": {"birth_date": "1990-01-01", "ui_months": 240}},
        {"applicant": {"birth_date": "1966-01-01", "pension": "resident"}},
        {"household": {"hardship": "edge"}, "applicant": {"income": 180_000}},
        {"applicant": {"work": "unemployed", "drawing_ui": True}},
        {"applicant": {"lost_child": "disabled"}, "members": [{"relation": "child"}]},
    ],
)
def test_what_is_unusual_and_possible_is_not_asked_about(client, answers):
    assert assessed(client, **answers)["contradictions"] == []
