import pytest

from tests.engines import ONE_DATABASE
from weijiayuan.welfare.request_parsing import assessment_asked
from weijiayuan.welfare.request_schemas import AssessmentIn

ELDER = {
    "on": "2026-11-23",
    "answers": {
        "household": {"people": 1, "lives_in": "guangming", "hardship": "none"},
        "applicant": {"birth_date": "1946-11-30", "hukou": "guangming"},
    },
}


def assess(client, **body):
    return client.post("/api/v1/welfare/assessments", json=body)


def decision(answer, policy):
    return next(d for d in answer.json["decisions"] if d["policy"]["id"] == policy)


def test_an_assessment_gives_verdict_amount_reason_and_source(client):
    answer = assess(client, **ELDER)

    assert answer.status_code == 200
    assert answer.json["on"] == "2026-11-23"
    elder = decision(answer, "gaoling")
    assert elder["verdict"] == "eligible"
    assert elder["for"] == ["applicant"]
    assert elder["amount"] == {"fen": 20000, "per": "month", "text": "每月200元"}
    reason = next(r for r in elder["because"] if r["condition"] == "age")
    assert reason["holds"] is True
    assert reason["facts"]["年龄"] == "79周岁"
    assert reason["source"]["id"] == "ln_gl"


def test_the_eightieth_birthday_itself_counts(client):
    day_before = assess(client, **ELDER | {"on": "2026-11-29"})
    birthday = assess(client, **ELDER | {"on": "2026-11-30"})

    assert decision(day_before, "gaoling")["amount"]["fen"] == 20000
    assert decision(birthday, "gaoling")["amount"]["fen"] == 30000


def test_what_a_source_leaves_to_the_office_is_offered_nowhere_as_a_figure(client):
    page = client.get("/api/v1/welfare/policies?limit=50").json
    rest = client.get(f"/api/v1/welfare/policies?limit=50&cursor={page['next_cursor']}").json
    for each in page["items"] + rest["items"]:
        policy = client.get(f"/api/v1/welfare/policies/{each['id']}").json
        assert "other_cases" not in {figure["id"] for figure in policy["amounts"]}, each["id"]


def test_an_absent_answer_is_unknown_and_never_no(client):
    answer = assess(client, on="2026-11-23", answers={})

    verdicts = {d["verdict"] for d in answer.json["decisions"] if d["missing"]}
    assert verdicts == {"unknown"}
    assert answer.json["next_question"]["subject"] == "household"
    assert answer.json["next_question"]["id"] == "people"
    assert answer.json["settled"] < answer.json["total"] == len(answer.json["decisions"])


def test_a_figure_nobody_found_leaves_the_matter_to_the_office(client):
    answers = {
        "household": {"people": 1, "lives_in": "guangming", "assets": 0, "hardship": "none"},
        "applicant": {"hukou": "guangming", "income": 0},
    }

    dibao = decision(assess(client, on="2026-11-23", answers=answers), "dibao")

    assert dibao["verdict"] == "unknown"
    assert dibao["needs_office"]
    assert dibao["missing"] == []
    assert dibao["amount"] is None
    deciding = next(r for r in dibao["because"] if r["condition"] == "income")
    assert deciding["facts"]["深圳市最低生活保障标准（每人每月）"] == "未找到"


def test_an_ended_policy_says_since_when(client):
    talent = decision(assess(client, on="2026-11-23", answers={}), "rencai")

    assert talent["verdict"] == "ineligible"
    assert talent["because"][0]["facts"]["结束"] == "2021-08-31"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"applicant": {"shoe_size": 42}}, "answers.applicant.shoe_size"),
        ({"applicant": {"birth_date": "30.11.1946"}}, "answers.applicant.birth_date"),
        ({"applicant": {"birth_date": "2030-01-01"}}, "answers.applicant.birth_date"),
        ({"applicant": {"income": 12.5}}, "answers.applicant.income"),
        ({"applicant": {"income": 10**400}}, "answers.applicant.income"),
        ({"applicant": {"income": {"min": 9, "max": 3}}}, "answers.applicant.income"),
        ({"applicant": {"permit": "yes"}}, "answers.applicant.permit"),
        ({"applicant": {"hukou": "moon"}}, "answers.applicant.hukou"),
        ({"applicant": {"people": 3}}, "answers.applicant.people"),
        ({"household": {"people": 1}, "members": [{}]}, "answers.household.people"),
        ({"members": [{"birth_date": []}]}, "answers.members.0.birth_date"),
        ({"members": [{}] * 99}, "answers.members"),
        ({"pets": {}}, "answers.pets"),
        ({"applicant": 7}, "answers.applicant"),
    ],
)
def test_an_answer_that_cannot_be_meant_is_named(client, answers, path):
    answer = assess(client, on="2026-11-23", answers=answers)

    assert answer.status_code == 422
    assert answer.json["code"] == "welfare.answers_malformed"
    assert list(answer.json["fields"]) == [path]


@pytest.mark.parametrize("skip", [None, "dont_know", "rather_not_say"])
def test_what_a_person_will_not_say_is_not_asked_again(client, skip):
    first = assess(client, on="2026-11-23", answers={}).json["next_question"]

    answer = assess(client, on="2026-11-23", answers={first["subject"]: {first["id"]: skip}})

    assert answer.json["next_question"]["id"] != first["id"]
    assert first["id"] in decision(answer, "gaoling")["missing"]


def talked(client, **more):
    """Answer every question; give the last assessment, and the ids of what was asked."""
    usual = {"date": "1990-05-01", "yes_no": False, "number": 1, "money": 0}
    answers = {"household": {}, "applicant": {}, "members": []}
    for _ in range(70):
        answer = assess(client, on="2026-11-23", answers=answers, **more).json
        asked = answer["next_question"]
        if asked is None:
            break
        choice = asked["choices"][0]["id"] if asked["choices"] else usual.get(asked["kind"])
        if asked["id"] == "can_work":
            choice = True  # who said to be employed is able to work
        answers[asked["subject"]][asked["id"]] = choice
    return answer, [*answers["household"], *answers["applicant"]]


def test_following_the_questions_settles_everything(client):
    answer, _ = talked(client)

    assert answer["next_question"] is None
    assert answer["settled"] == answer["total"] == 54


def test_asked_about_one_policy_nothing_else_is_asked(client):
    answer, asked = talked(client, policies=["gaoling"])

    assert [one["policy"]["id"] for one in answer["decisions"]] == ["gaoling"]
    assert answer["settled"] == answer["total"] == 1
    assert set(asked) <= {"people", "birth_date", "hukou"}


@pytest.mark.parametrize("detail", ["full", "verdicts"])
def test_what_is_said_of_some_policies_is_what_is_said_of_them_among_all(client, detail):
    some = ["ui", "gongzu", "tekun"]
    whole = assess(client, **ELDER, detail=detail).json["decisions"]
    answer = assess(client, **ELDER, detail=detail, policies=some).json

    assert answer["decisions"] == [one for one in whole if one["policy"]["id"] in some]


def test_a_policy_that_is_not_there_cannot_be_asked_about(client):
    answer = assess(client, policies=["gaoling", "nobody"])

    assert answer.status_code == 422
    assert answer.json["fields"] == {"policies": ["没有这项政策"]}


def test_verdicts_alone_are_the_same_without_their_reasons(client):
    full = assess(client, **ELDER).json
    short = assess(client, **ELDER, detail="verdicts").json

    assert full | {"decisions": []} == short | {"decisions": []}
    for whole, verdict in zip(full["decisions"], short["decisions"], strict=True):
        assert {name: whole[name] for name in verdict} == verdict
        assert set(whole) - set(verdict) >= {"because", "nearest", "papers", "where", "apply"}


@ONE_DATABASE
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 200),
        ("{}", 200),
        ('{"on": null, "answers": {}, "detail": "full"}', 200),
        ('{"policies": null}', 200),
        ('{"policies": []}', 422),
        ('{"policies": "ui"}', 422),
        ('{"policies": [1]}', 422),
        ('{"answers": null}', 422),
        ('{"answers": []}', 422),
        ('{"on": "1066-10-14"}', 422),
        ('{"on": "20261123"}', 200),
        ('{"on": 20261123}', 422),
        ('{"detail": "everything"}', 422),
        ('{"pack": null}', 200),
        ('{"pack": "1234"}', 422),
        ('{"mood": "good"}', 422),
        ("[]", 422),
        ("7", 422),
        ("{", 400),
        ('{"answers": {"applicant": {"income": NaN}}}', 400),
    ],
)
def test_what_is_read_by_hand_is_read_as_the_schema_says(client, body, status):
    answer = client.post("/api/v1/welfare/assessments", data=body, content_type="application/json")

    assert answer.status_code == status
    if status == 422:
        assert answer.json["fields"]


def test_a_usual_body_is_read_as_the_schema_reads_it(app):
    body = {"on": "2026-11-23", "answers": {"applicant": {}}}
    for sent in ({}, body, body | {"detail": "verdicts"}, {"on": None}, {"policies": ["ui"]}):
        with app.test_request_context(method="POST", json=sent):
            assert assessment_asked() == AssessmentIn().load(sent)


def test_policies_are_listed_in_pages_and_found_by_word(client):
    first = client.get("/api/v1/welfare/policies?limit=50").json
    rest = client.get(f"/api/v1/welfare/policies?limit=50&cursor={first['next_cursor']}").json
    found = client.get("/api/v1/welfare/policies?q=育儿补贴").json["items"]

    assert len(first["items"]) + len(rest["items"]) == 54
    assert rest["next_cursor"] is None
    assert {item["id"] for item in found} == {"yuer", "sz_yuer_draft"}


def test_a_policy_shows_its_dated_figures_with_sources(client):
    policy = client.get("/api/v1/welfare/policies/ui?on=2026-11-23").json

    wage = next(p for p in policy["amounts"] if p["id"] == "minimum_wage")
    newest = wage["values"][-1]
    assert (newest["from"], newest["value"], newest["grade"]) == ("2026-09-01", 270000, "A")
    assert newest["source"]["title"].endswith("（粤府函〔2026〕188号）")


def test_bands_are_said_with_their_unit(client):
    policy = client.get("/api/v1/welfare/policies/gaoling?on=2026-11-23").json

    bands = next(p for p in policy["amounts"] if p["id"] == "gaoling_bands")
    assert bands["values"][-1]["text"].startswith("70周岁起200元；80周岁起300元")


def test_the_list_is_not_sent_twice(client):
    etag = client.get("/api/v1/welfare/questions").headers["ETag"]

    again = client.get("/api/v1/welfare/questions", headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_an_unknown_policy_is_404(client):
    answer = client.get("/api/v1/welfare/policies/nothing")

    assert answer.status_code == 404
    assert answer.json["code"] == "welfare.policy_not_found"


def forecast(client, **body):
    return client.post("/api/v1/welfare/forecasts", json=body)


def test_a_forecast_names_the_day_of_every_change(client):
    answer = forecast(client, **ELDER | {"until": "2037-01-01"})

    raises = [item for item in answer.json["items"] if item["policy"]["id"] == "gaoling"]
    assert [(i["on"], i["amount"]["fen"]) for i in raises] == [
        ("2026-11-30", 30000),
        ("2036-11-30", 50000),
    ]
    assert raises[0]["text"] == "高龄老人津贴由每月200元变为每月300元"


def test_a_third_birthday_ends_what_it_ends_and_begins_what_it_begins(client):
    answers = {
        "household": {"people": 2, "lives_in": "guangming"},
        "applicant": {"birth_date": "1995-01-01", "hukou": "guangming"},
        "members": [
            {
                "relation": "child",
                "birth_date": "2025-05-01",
                "hukou": "guangming",
                "childcare_applied": True,
                "school": "kindergarten",
            }
        ],
    }

    items = forecast(client, on="2026-11-23", until="2033-01-01", answers=answers).json["items"]

    told = {(i["on"], i["policy"]["id"], i["verdict"]) for i in items}
    assert ("2028-05-01", "yuer", "ineligible") in told
    assert ("2028-05-01", "baojiao", "eligible") in told
    assert ("2032-05-01", "baojiao", "ineligible") in told


def test_a_forecast_beyond_thirty_years_or_into_the_past_is_refused(client):
    for until in ("2090-01-01", "2020-01-01"):
        answer = forecast(client, on="2026-11-23", until=until)

        assert answer.status_code == 422
        assert list(answer.json["fields"]) == ["until"]
