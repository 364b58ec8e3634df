"""The pages of a service and a site, 适合我吗, matters at halls, wishes."""

from datetime import date, datetime
from uuid import uuid4

import pytest
import time_machine

from tests.factories.directory import hold, hours, make_service, make_site, shut
from tests.factories.places import make_district
from weijiayuan.kernel.clock import CHINA
from weijiayuan.places.opening_hours import OnHolidays

URL = "/api/v1"
LIUBAI = "440311001005"


@pytest.fixture
def today(database):
    make_district()
    with time_machine.travel(datetime(2026, 9, 24, 9, tzinfo=CHINA), tick=False):
        yield


def test_a_site_shows_its_week_with_the_holiday_and_the_night(today, client):
    site = make_site(opens=hours("18:00-26:00", on_holidays=OnHolidays.CLOSED), name="夜间驿站")
    shut(site, date(2026, 9, 28), date(2026, 9, 28))
    hold(make_service(name="热饭"), site)
    hold(make_service(name="夜校"), site, opens=hours("19:00-21:00", days=[1, 5]))

    page = client.get(f"{URL}/sites/{site.id}").json

    week = {each["day"]: each["spans"] for each in page["hours"]["week"]}
    assert week["2026-09-24"] == ["00:00至02:00", "18:00至24:00"]
    assert week["2026-09-25"] == ["00:00至02:00"]  # the holiday begins, the night before goes on
    assert week["2026-09-26"] == week["2026-09-27"] == []
    assert week["2026-09-28"] == []
    assert page["hours"]["sentences"] == ["每天18:00至次日02:00", "法定节假日闭馆"]
    assert [each["name"] for each in page["services"]] == ["夜校", "热饭"]
    # Friday is a holiday, Monday closed, and the holidays of October are holidays too
    assert page["services"][0]["door"]["next"] == "2026-10-09T19:00:00+08:00"
    assert page["closures"][0]["reason"] == "装修"


def test_a_service_for_some_asks_the_question_that_decides_and_never_hides(today, client):
    elder, anybody = make_service(rule="elder"), make_service()
    ids = {"ids": [str(elder.id), str(anybody.id)]}

    unknown = client.post(f"{URL}/services/fit", json=ids).json
    old = client.post(
        f"{URL}/services/fit", json=ids | {"answers": {"birth_date": "1950-01-01"}}
    ).json
    nested = {"answers": {"applicant": {"birth_date": "2000-01-01"}}}
    young = client.post(f"{URL}/services/fit", json=ids | nested).json

    verdicts = [[each["verdict"] for each in said["decisions"]] for said in (unknown, old, young)]
    assert verdicts == [
        ["unknown", "eligible"],
        ["eligible", "eligible"],
        ["ineligible", "eligible"],
    ]
    assert unknown["decisions"][0]["words"] == "可能适用，问一句"
    assert unknown["next_question"]["id"] == "birth_date"
    assert unknown["decisions"][0]["missing"] == ["birth_date"]
    assert old["next_question"] is None
    assert [each["holds"] for each in young["decisions"][0]["because"]] == [False]
    assert unknown["decisions"][1]["because"] == []
    page = client.get(f"{URL}/services/{elder.id}").json
    assert [each["id"] for each in page["rule"]["questions"]] == ["birth_date"]


def test_what_cannot_be_meant_is_refused_with_the_field(today, client):
    wrong = client.post(f"{URL}/services/fit", json={"answers": {"birth_date": "long ago"}})
    strange = client.post(f"{URL}/services/fit", json={"ids": [str(uuid4())]})
    nobody = client.get(f"{URL}/sites/{uuid4()}")

    assert (wrong.status_code, wrong.json["code"]) == (422, "directory.answers_malformed")
    assert (strange.status_code, strange.json["code"]) == (404, "directory.service_not_found")
    assert (nobody.status_code, nobody.json["code"]) == (404, "directory.site_not_found")


def test_a_wish_counts_once_for_each_person(today, client, as_resident):
    one, other = as_resident(), as_resident()
    asked = {"need": "repair", "community": LIUBAI}
    for speaker in (one, one, other):
        assert speaker.post(f"{URL}/services/wishes", json=asked).status_code == 204
    nowhere = one.post(f"{URL}/services/wishes", json=asked | {"community": "999"})

    tally = client.get(f"{URL}/services/wishes?community={LIUBAI}").json["items"]

    assert tally == [{"community": LIUBAI, "need": {"id": "repair", "name": "修东西"}, "count": 2}]
    assert nowhere.json["code"] == "directory.community_unknown"
