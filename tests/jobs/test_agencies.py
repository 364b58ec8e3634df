"""Agencies are marked wherever their posts are shown, and say for whom the work is done."""

import pytest

from tests.factories.accounts import make_resident
from tests.factories.jobs import make_employer, make_open_job, make_places, payload


@pytest.fixture
def boss(as_resident):
    make_places()
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def agency(boss):
    return make_employer(boss.resident, name="人力资源公司", is_agency=True, agency_licence="粤440")


def test_an_agency_names_for_whom_the_work_is_done(boss, agency):
    job = boss.post("/api/v1/jobs", json=payload()).json
    refused = boss.post(f"/api/v1/jobs/{job['id']}/submit")
    assert refused.json["code"] == "jobs.unlawful_content"
    assert [each["field"] for each in refused.json["findings"]] == ["user_employer"]

    boss.put(f"/api/v1/jobs/{job['id']}", json=payload(user_employer="宏达电子厂"))
    assert boss.post(f"/api/v1/jobs/{job['id']}/submit").json["state"] == "in_review"


def test_an_agency_is_marked_in_the_list_and_on_the_post(client, agency):
    job = make_open_job(agency, title="电子厂普工", user_employer="宏达电子厂")
    make_open_job(make_employer(), title="厂里自己招普工")

    items = client.get("/api/v1/jobs?q=普工").json["items"]
    one = client.get(f"/api/v1/jobs/{job.id}").json

    assert [each["employer"]["is_agency"] for each in items] == [False, True]
    assert items[1]["user_employer"] == one["user_employer"] == "宏达电子厂"
    assert one["employer"]["is_agency"] is True
    assert [each["title"] for each in client.get("/api/v1/jobs?q=宏达").json["items"]] == [
        "电子厂普工"
    ]


def test_whoever_the_work_is_done_for_is_one_of_the_terms(agency):
    job = make_open_job(agency, user_employer="宏达电子厂")
    assert not job.offers_something_else
    job.user_employer = "别的厂"
    assert job.offers_something_else


def test_an_employer_of_its_own_needs_no_other(boss):
    make_employer(boss.resident)
    job = boss.post("/api/v1/jobs", json=payload()).json
    assert boss.post(f"/api/v1/jobs/{job['id']}/submit").json["state"] == "in_review"
