"""Give and take: CSV lists, JSON-LD, sitemap, fairs, sample data."""

import csv
import io
import json
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from pyld import jsonld
from sqlalchemy import func, select

from tests.factories.jobs import (
    COMMUNITY,
    make_employer,
    make_job,
    make_open_job,
    make_places,
)
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.jobs import sample
from weijiayuan.jobs.models import Job
from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.post_spreadsheet import headings
from weijiayuan.jobs.rules.states import JobKind, JobState
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id

SCHEMA = "https://schema.org/"


def row(employer, number, **changed):
    usual = {
        "统一社会信用代码": employer.uscc,
        "编号": f"A{number:03}",
        "岗位名称": f"普工{number}",
        "类型": "全职",
        "职业": "普工/操作工",
        "工作内容": "组装电子产品",
        "招聘条件": "年满18周岁",
        "人数": "5",
        "最低工资": "5000",
        "最高工资": "7000",
        "计薪单位": "月",
        "社区代码": COMMUNITY,
        "地址": "工业园A栋",
        "每天小时": "8",
        "每周天数": "6",
        "合同月数": "36",
        "试用月数": "2",
        "缴社保": "是",
        "包吃": "是",
        "包住": "否",
        "有效期至": (clock.local_date(clock.now()) + timedelta(days=30)).isoformat(),
    }
    return usual | changed


def table(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, headings(), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def staff(as_role):
    make_places()
    return as_role(Role.DEPARTMENT)


def take_in(staff, text, **more):
    return staff.post("/api/v1/staff/jobs/imports", json={"csv": text} | more)


def posts():
    return db.session.scalar(select(func.count()).select_from(Job))


def test_five_bad_rows_of_a_hundred_are_named_and_the_good_land_once(staff):
    employer = make_employer()
    make_open_job(employer)
    rows = [row(employer, number) for number in range(100)]
    rows[3] = row(employer, 3, 最低工资="两千多")
    rows[20] = row(employer, 20, 统一社会信用代码="91440300MA5FRF7Q5X")
    rows[41] = row(employer, 41, 招聘条件="限男性，押金200元")
    rows[77] = row(employer, 77, 社区代码="440311999999")
    rows[98] = row(employer, 98, 编号="A000")
    text = table(rows)

    rehearsed = take_in(staff, text, dry_run=True).json
    assert (rehearsed["rows"], rehearsed["bad"], rehearsed["published"]) == (100, 5, 95)
    assert posts() == 1

    landed = take_in(staff, text).json
    assert (landed["published"], landed["bad"], landed["repeated"]) == (95, 5, 0)
    wrong = [(each["row"], each["column"]) for each in landed["errors"]]
    assert wrong == [
        (5, "最低工资"),
        (22, "统一社会信用代码"),
        (43, "招聘条件"),
        (43, "招聘条件"),
        (79, "社区代码"),
        (100, "编号"),
    ]
    assert landed["errors"][2]["problem"].startswith("“限男性”：限定性别或性别优先，《妇女权益")
    assert "与第2行重复" in landed["errors"][-1]["problem"]
    assert posts() == 96

    again = take_in(staff, text).json
    assert (again["published"], again["repeated"], again["bad"]) == (0, 95, 5)
    assert posts() == 96


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "缺少列"), ("a,b\n1,2", "缺少列"), ("统一社会信用代码,编号\n", "缺少列")],
)
def test_what_is_no_list_is_refused(staff, text, words):
    answer = take_in(staff, text)
    assert answer.status_code == 422
    assert words in answer.json["detail"]


def test_an_unverified_employers_rows_wait(staff):
    employer = make_employer(state="pending")
    report = take_in(staff, table([row(employer, 1)])).json
    assert report["errors"][0]["problem"] == "这家单位还没有通过审核"


def test_json_ld_is_read_by_a_public_library_as_a_job_posting(client):
    make_places()
    job = make_open_job(make_employer(), lng=113.95, lat=22.75, duties="巡逻 </script> & 登记")
    answer = client.get(f"/api/v1/jobs/{job.id}", headers={"Accept": "application/ld+json"})
    assert answer.mimetype == "application/ld+json"
    assert "Accept" in answer.headers["Vary"]

    read = expanded(json.loads(answer.data))
    posting = read[0]
    assert posting["@type"] == [f"{SCHEMA}JobPosting"]
    for name in ("title", "description", "datePosted", "hiringOrganization", "jobLocation"):
        assert f"{SCHEMA}{name}" in posting  # what the big search engines require
    salary = posting[f"{SCHEMA}baseSalary"][0][f"{SCHEMA}value"][0]
    assert salary[f"{SCHEMA}minValue"][0]["@value"] == 4500
    assert salary[f"{SCHEMA}unitText"][0]["@value"] == "MONTH"
    assert posting[f"{SCHEMA}directApply"][0]["@value"] is True


def expanded(document):
    def load(url, _options):
        assert url == SCHEMA
        context = {"@context": {"@vocab": SCHEMA}}
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": context,
            "contentType": "application/ld+json",
        }

    return jsonld.expand(document, {"documentLoader": load})


@pytest.mark.parametrize(
    ("given", "unit", "value"),
    [
        (
            {
                "kind": JobKind.HOURLY,
                "pay_unit": PayUnit.HOUR,
                "pay_min_fen": 2600,
                "pay_max_fen": None,
            },
            "HOUR",
            26,
        ),
        (
            {
                "kind": JobKind.PIECE_RATE,
                "pay_unit": PayUnit.PIECE,
                "pay_min_fen": 50,
                "pay_max_fen": None,
                "base_pay_fen": 400_000,
            },
            "MONTH",
            4000,
        ),
    ],
)
def test_every_way_of_paying_is_said(client, given, unit, value):
    job = make_open_job(**given)
    answer = client.get(f"/api/v1/jobs/{job.id}", headers={"Accept": "application/ld+json"})
    said = json.loads(answer.data)["baseSalary"]["value"]
    assert (said["unitText"], said["value"]) == (unit, value)


def test_the_page_for_crawlers_holds_the_json_ld_and_no_script_of_the_posts(client):
    job = make_open_job(duties="</script><script>alert(1)</script>")
    page = client.get(f"/api/v1/jobs/{job.id}", headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    assert page.mimetype == "text/html"
    script = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(script)["title"] == "小区保安"
    assert "<script>alert" not in text


def test_the_sitemap_names_open_posts_only(client):
    job = make_open_job()
    make_job(job.employer)
    tree = ElementTree.fromstring(client.get("/api/v1/jobs/sitemap.xml").data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [each.text.rsplit("/", 1)[1] for each in tree.iter(f"{space}loc")] == [str(job.id)]


def test_a_fair_brings_employers_and_posts_together(staff, client):
    employer = make_employer()
    job, other = make_open_job(employer), make_open_job()
    starts = clock.now() + timedelta(days=3)
    body = {
        "name": "光明区秋季招聘会",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=4)).isoformat(),
        "place": "光明广场",
        "stands": [{"employer_id": str(employer.id), "label": "A01"}],
        "job_ids": [str(job.id)],
    }
    fair = staff.post("/api/v1/staff/jobs/fairs", json=body).json
    assert client.get("/api/v1/jobs/fairs").json["items"] == []
    assert client.get(f"/api/v1/jobs/fairs/{fair['id']}").status_code == 404
    assert staff.get(f"/api/v1/staff/jobs/fairs/{fair['id']}").json == fair
    staff.post(f"/api/v1/staff/jobs/fairs/{fair['id']}/announce", json={"state": "published"})

    seen = client.get(f"/api/v1/jobs/fairs/{fair['id']}").json
    assert (seen["stands"][0]["label"], seen["jobs"][0]["title"]) == ("A01", "小区保安")
    assert len(client.get("/api/v1/jobs/fairs").json["items"]) == 1
    stray = staff.put(
        f"/api/v1/staff/jobs/fairs/{fair['id']}", json=body | {"job_ids": [str(other.id)]}
    )
    assert stray.status_code == 404
    moved = staff.put(f"/api/v1/staff/jobs/fairs/{fair['id']}", json=body | {"place": "科学公园"})
    assert moved.json["place"] == "科学公园"
    market = str(new_id())
    staff.put(f"/api/v1/staff/jobs/fairs/{fair['id']}", json=body | {"market_id": market})
    at_market = client.get("/api/v1/jobs/fairs", query_string={"market": market}).json["items"]
    assert [each["id"] for each in at_market] == [fair["id"]]


def test_sample_data_loads_once_is_lawful_and_belongs_to_the_persona(client):
    make_district()
    assert sample.load() == f"{len(sample.POSTS)} sample jobs"
    assert sample.load() == "0 sample jobs"
    fairs = client.get("/api/v1/jobs/fairs").json["items"]
    assert [fair["name"] for fair in fairs] == ["示例·光明区就业服务进社区招聘会"]
    shown = client.get(f"/api/v1/jobs/fairs/{fairs[0]['id']}").json
    assert (len(shown["stands"]), len(shown["jobs"])) == (4, 8)
    items = client.get("/api/v1/jobs?limit=50").json["items"]
    assert len(items) == len(sample.POSTS)
    assert all("示例" in each["title"] for each in items)
    assert db.session.scalars(select(Job.state).distinct()).all() == [JobState.PUBLISHED]


def test_the_catalogue_and_the_law_are_public(client):
    catalogue = client.get("/api/v1/jobs/catalogue").json
    assert {"code": "guard", "name": "保安", "group": "物业安保"} in catalogue["occupations"]
    assert catalogue["minimum_wage"]["monthly_fen"] >= 270_000
    assert {"sex", "deposit"} <= {
        rule["id"] for rule in client.get("/api/v1/jobs/law").json["rules"]
    }
