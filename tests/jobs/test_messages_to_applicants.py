"""What an employer writes to an applicant is held to the law as a post is."""

import pytest

from tests.factories.accounts import make_resident
from tests.factories.jobs import make_application, make_employer, make_open_job


@pytest.fixture
def boss(as_resident):
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def employer(boss):
    return make_employer(boss.resident)


@pytest.mark.parametrize(
    "answer",
    [
        {
            "to": "interview",
            "interview_place": "3楼，先交押金200元",
            "interview_at": "2099-01-01T09:00:00+08:00",
        },
        {"to": "rejected", "reason": "我们只招男的"},
        {"to": "rejected", "reason": "这个岗位还是想找小伙子"},
        {"to": "rejected", "reason": "女生干不了这个"},
        {"to": "rejected", "reason": "您刚结婚，怕很快要孩子"},
        {"to": "rejected", "reason": "您体检是小三阳"},
        {"to": "rejected", "reason": "超过三十五岁我们不考虑"},
        {"to": "offered", "reason": "报到带300元工衣钱"},
        {"to": "offered", "reason": "先办一张我们指定的银行卡并把密码告诉人事"},
        {"to": "talking", "reason": "加我微信gm20261130细说"},
        {"to": "talking", "reason": "打1 3 8-0013 8000"},
        {
            "to": "interview",
            "interview_place": "会所二楼，穿漂亮点陪客人",
            "interview_at": "2099-01-01T22:00:00+08:00",
        },
    ],
)
def test_what_an_employer_writes_to_an_applicant_is_held_to_the_law(boss, employer, answer):
    application = make_application(make_open_job(employer))

    said = boss.post(f"/api/v1/jobs/applications/{application.id}/move", json=answer)

    assert (said.status_code, said.json["code"]) == (409, "jobs.message_not_sent")
    assert said.json["findings"][0]["text"] in said.json["detail"]


@pytest.mark.parametrize(
    "words",
    [
        "岗位已经招满，感谢您的应聘",
        "请带身份证原件来核对，当场还给您",
        "试用期两个月，工资按百分之九十发",
    ],
)
def test_what_an_employer_may_write_to_an_applicant_is_sent(boss, employer, words):
    application = make_application(make_open_job(employer))

    said = boss.post(
        f"/api/v1/jobs/applications/{application.id}/move", json={"to": "rejected", "reason": words}
    )

    assert said.status_code == 200, said.json
