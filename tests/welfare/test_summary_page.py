"""One page for the office: all that is due, what is had already, and as much of the rest as fits."""

from base64 import b64decode
from datetime import date

from tests.welfare.test_api import ELDER, assess
from weijiayuan.welfare.benefits.exclusions import least_a_year
from weijiayuan.welfare.benefits.family_names import members_called
from weijiayuan.welfare.benefits.summary_pdf import certain, render, still_open
from weijiayuan.welfare.pack_in_force import current


def summary_of(client, **body):
    answer = client.post("/api/v1/welfare/assessments/summary", json=body)
    assert answer.status_code == 200, answer.json
    return b64decode(answer.json["pdf"])


def said_on_the_page(client, called=None, **body):
    full = assess(client, **body).json
    labels = {q["id"]: q["label"] for q in client.get("/api/v1/welfare/questions").json["items"]}
    lines = [line for line, _ in certain(full["decisions"], called or {})]
    return full, lines, still_open(full["decisions"], labels)


def test_one_page_for_the_office_is_one_page_and_the_same_each_time(client):
    first, second = summary_of(client, **ELDER), summary_of(client, **ELDER)

    assert first == second
    assert first.startswith(b"%PDF")
    assert first.count(b"/Type /Page\n") == 1


def test_the_page_says_what_is_due_what_to_bring_and_what_is_open_and_no_answers(client):
    _, lines, still = said_on_the_page(client, **ELDER)
    text = "\n".join([*lines, *still])

    assert "□ 高龄老人津贴（本人），每月200元。去哪里办：" in text
    assert "身份证、社保卡或颐年卡" in text
    assert "还没回答的有“" in text
    assert "1946" not in text
    assert "未满" not in text


def test_what_somebody_has_already_is_not_to_be_asked_for_again(client):
    answers = {
        "household": {"people": 1, "lives_in": "guangming", "hardship": "dibao"},
        "applicant": {"birth_date": "1946-11-30", "hukou": "guangming"},
    }
    full, lines, still = said_on_the_page(client, on="2026-11-23", answers=answers)
    held = [one["policy"]["name"] for one in full["decisions"] if one["received"]]

    assert held
    for name in held:
        assert not [line for line in [*lines, *still] if line.startswith(f"□ {name}")]
        assert name in lines[-1]
    assert "不用再申请" in lines[-2]


def test_all_that_is_due_is_on_the_page_the_largest_sum_first_and_what_excludes_it(client):
    answers = {
        "household": {"people": 3, "lives_in": "guangming", "hardship": "dibao"},
        "applicant": {"birth_date": "1946-11-30", "hukou": "guangming", "disability": "one"},
        "members": [{"relation": "child", "birth_date": "2024-05-01"}, {"relation": "spouse"}],
    }
    called = {"members/0": "子女", "members/1": "配偶"}
    full, lines, _ = said_on_the_page(client, called, on="2026-11-23", answers=answers)
    due = [one for one in full["decisions"] if one["verdict"] == "eligible"]
    new = [one for one in due if not set(one["for"]) <= set(one["received"])]

    boxes = [line for line in lines if line.startswith("□")]
    assert len(boxes) == len(new) > 5
    sums = [
        least_a_year(one)
        for name in boxes
        for one in new
        if one["amount"] and f"□ {one['policy']['name']}（" in name
    ]
    assert sums == sorted(sums, reverse=True)
    assert len([one for one in lines if one.startswith("　　")]) == sum(
        len(one["conflicts"]) for one in new
    )


def test_nothing_that_is_due_is_left_out_where_one_page_is_too_small(client):
    full, _, _ = said_on_the_page(client, **ELDER)
    elder = next(one for one in full["decisions"] if one["policy"]["id"] == "gaoling")

    def pages_of(count):
        body = render([elder] * count, {}, {}, on=date(2026, 11, 23), version="1")
        return body.count(b"/Type /Page\n")

    assert (pages_of(5), pages_of(30)) == (1, 2)


def test_members_of_a_family_are_called_by_their_relation(app):
    with app.app_context():
        adviser = current().adviser(date(2026, 11, 23))
        members = [{"relation": "child"}, {"relation": "spouse"}, {}, {"relation": "child"}]
        given = adviser.household({"members": members}, date(2026, 11, 23))

        assert list(members_called(adviser.pack, given).values()) == [
            "子女（第1位）",
            "配偶",
            "第3位家人",
            "子女（第2位）",
        ]


def test_one_kind_of_kin_reads_as_one(app):
    with app.app_context():
        adviser = current().adviser()
        both = [{"relation": "parent_in_law"}] * 2
        given = adviser.household({"household": {"people": 3}, "members": both}, date(2026, 11, 23))

        assert list(members_called(adviser.pack, given).values()) == [
            "公婆或岳父母（第1位）",
            "公婆或岳父母（第2位）",
        ]


def test_answers_that_cannot_be_meant_make_no_page(client):
    wrong = client.post(
        "/api/v1/welfare/assessments/summary", json={"answers": {"household": {"people": 0}}}
    )

    assert wrong.status_code == 422
