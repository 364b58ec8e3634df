"""What staff or reports took out of public comes back by a person alone, by whatever door."""

import csv
import io
from datetime import timedelta

import pytest

from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.jobs import make_employer, make_member, make_open_job, payload
from weijiayuan.accounts.rules import Role
from weijiayuan.jobs.rules.post_spreadsheet import headings
from weijiayuan.jobs.rules.states import EmployerState
from weijiayuan.kernel import clock


@pytest.fixture
def boss(as_resident):
    return as_resident(make_resident(phone="13800138000"))


@pytest.fixture
def employer(boss):
    return make_employer(boss.resident)


@pytest.fixture
def reviewer(as_role):
    return as_role(Role.DEPARTMENT)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "缝纫工。"},
        {"title": "缝纫工（急）"},
        {"pay_min_fen": 460_000},
        {"address": "光明街道河心路9号"},
        {"duties": "整理线头。缝制童装校服，检查针距！"},
    ],
)
def test_a_near_copy_of_a_post_goes_to_a_person(boss, employer, change):
    make_open_job(employer)
    usual = payload(title="缝纫工", duties="缝制童装校服，检查针距，整理线头")
    first = boss.post("/api/v1/jobs", json=usual).json
    assert boss.post(f"/api/v1/jobs/{first['id']}/submit").json["state"] == "published"
    copy = boss.post("/api/v1/jobs", json=usual | change).json

    assert boss.post(f"/api/v1/jobs/{copy['id']}/submit").json["state"] == "in_review"


def test_another_post_of_the_employer_is_published_at_once(boss, employer):
    make_open_job(employer)
    for title, duties in (("缝纫工", "缝制童装校服，检查针距"), ("裁床工", "拉布开裁，核对唛架")):
        job = boss.post("/api/v1/jobs", json=payload(title=title, duties=duties)).json
        assert boss.post(f"/api/v1/jobs/{job['id']}/submit").json["state"] == "published"


def take_down(reviewer, job):
    done = reviewer.post(f"/api/v1/staff/jobs/{job.id}/take-down", json={"reason": "收押金"})
    assert done.json["state"] == "taken_down"


def hide_by_reports(as_resident, job):
    for number in range(3):
        person = as_resident(make_resident(phone=f"1360013600{number}"))
        filed = person.post(f"/api/v1/jobs/{job.id}/reports", json={"reason": "fees"})
        assert filed.status_code == 201


def act(boss, job, what):
    until = (clock.local_date(clock.now()) + timedelta(days=40)).isoformat()
    if what == "edit":
        body = payload(benefits="双休，年终奖")
        return boss.put(f"/api/v1/jobs/{job.id}", json=body)
    body = {"valid_until": until} if what == "renew" else {}
    return boss.post(f"/api/v1/jobs/{job.id}/{what}", json=body)


WAYS = [
    ["submit", "submit"],
    ["renew", "submit"],
    ["submit", "renew"],
    ["renew", "renew"],
    ["close", "submit", "renew"],
    ["close", "renew", "submit"],
    ["edit", "submit", "submit"],
    ["submit", "close", "renew", "submit"],
    ["submit", "pause", "submit", "renew"],
]


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_post_taken_down_never_comes_back_by_its_employers_hand(
    boss, employer, reviewer, client, way
):
    job = make_open_job(employer)
    take_down(reviewer, job)

    for what in way:
        act(boss, job, what)

    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_post_hidden_by_reports_never_comes_back_by_its_employers_hand(
    boss, employer, as_resident, client, way
):
    job = make_open_job(employer)
    hide_by_reports(as_resident, job)

    for what in way:
        act(boss, job, what)

    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_post_refused_by_staff_never_comes_back_by_its_employers_hand(
    boss, employer, reviewer, client, way
):
    make_open_job(employer, title="另一个岗位")
    job = make_open_job(employer)
    seen = boss.put(f"/api/v1/jobs/{job.id}", json=payload(title="夜场气氛组")).json["version"]
    said = {"reason": "不实", "version": seen}
    assert reviewer.post(f"/api/v1/staff/jobs/{job.id}/refuse", json=said).status_code == 200

    for what in way:
        act(boss, job, what)

    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404


def test_what_a_reviewer_lets_back_is_the_employers_own_again(boss, employer, reviewer, client):
    job = make_open_job(employer)
    take_down(reviewer, job)
    seen = act(boss, job, "submit").json["version"]
    reviewer.post(f"/api/v1/staff/jobs/{job.id}/approve", json={"version": seen})

    act(boss, job, "pause")
    act(boss, job, "submit")

    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{}, {"title": "住宅区保安"}, {"duties": "小区巡逻，登记来访的人"}, {"wanted": 9}],
)
def test_the_same_text_as_a_new_post_waits_for_a_person(boss, employer, reviewer, client, changed):
    job = make_open_job(employer)
    other = make_open_job(employer, title="档案整理员", duties="把旧卷宗编号装盒")
    take_down(reviewer, job)
    calm(boss, reviewer, other)

    again = boss.post("/api/v1/jobs", json=payload(**changed)).json
    sent = boss.post(f"/api/v1/jobs/{again['id']}/submit")

    assert sent.json["state"] == "in_review", sent.json
    assert client.get(f"/api/v1/jobs/{again['id']}").status_code == 404


def calm(boss, reviewer, job):
    """Let a reviewer approve another post, so that the employer is trusted again."""
    changed = payload(title="档案管理员", duties="把旧卷宗编号装盒，扫描入库")
    seen = boss.put(f"/api/v1/jobs/{job.id}", json=changed).json
    assert seen["state"] == "in_review"
    said = {"version": seen["version"]}
    approved = reviewer.post(f"/api/v1/staff/jobs/{job.id}/approve", json=said)
    assert approved.json["state"] == "published"


def test_it_does_not_come_back_under_another_employer_of_the_same_people(boss, employer, reviewer):
    job = make_open_job(employer)
    take_down(reviewer, job)
    second = make_employer()
    make_member(second, boss.resident)
    make_open_job(second, title="档案整理员", duties="把旧卷宗编号装盒")

    body = payload() | {"employer_id": str(second.id)}
    again = boss.post("/api/v1/jobs", json=body).json

    assert boss.post(f"/api/v1/jobs/{again['id']}/submit").json["state"] == "in_review"


def test_after_a_take_down_the_next_posts_are_looked_at_until_one_is_approved(
    boss, employer, reviewer
):
    job = make_open_job(employer)
    take_down(reviewer, job)
    body = payload(title="档案整理员", duties="把旧卷宗编号装盒", occupation="clerk")
    new = boss.post("/api/v1/jobs", json=body).json
    waiting = boss.post(f"/api/v1/jobs/{new['id']}/submit").json
    seen = {"version": waiting["version"]}
    reviewer.post(f"/api/v1/staff/jobs/{new['id']}/approve", json=seen)

    body = payload(title="食堂帮工", duties="洗菜切配打扫", occupation=None)
    later = boss.post("/api/v1/jobs", json=body).json

    assert waiting["state"] == "in_review"
    assert boss.post(f"/api/v1/jobs/{later['id']}/submit").json["state"] == "published"


ROW = {
    "编号": "A1", "岗位名称": "小区保安", "类型": "全职", "工作内容": "小区巡逻，登记访客",
    "招聘条件": "年满18周岁，肯学习", "人数": "3", "最低工资": "4500", "最高工资": "5500",
    "计薪单位": "月", "社区代码": "光明社区", "地址": "光明大道1号", "每天小时": "8",
    "每周天数": "5", "合同月数": "36", "试用月数": "2", "缴社保": "是", "福利": "包吃包住",
}  # fmt: skip


def send(reviewer, employer, *, dry_run=False, **changed):
    until = (clock.local_date(clock.now()) + timedelta(days=30)).isoformat()
    row = ROW | {"统一社会信用代码": employer.uscc, "有效期至": until} | changed
    text = io.StringIO()
    csv.writer(text).writerows([headings(), [row.get(name, "") for name in headings()]])
    body = {"csv": text.getvalue(), "dry_run": dry_run}
    return reviewer.post("/api/v1/staff/jobs/imports", json=body).json


def test_the_list_is_no_way_back_either_and_its_rehearsal_says_so(boss, employer, reviewer):
    other = make_open_job(employer, title="档案整理员", duties="把旧卷宗编号装盒")
    send(reviewer, employer)
    job = next(each for each in employer_jobs(boss, employer) if each["title"] == "小区保安")
    assert job["state"] == "published"
    reviewer.post(f"/api/v1/staff/jobs/{job['id']}/take-down", json={"reason": "收押金"})
    calm(boss, reviewer, other)

    rehearsed = send(reviewer, employer, dry_run=True, 编号="A2")
    sent = send(reviewer, employer, 编号="A2")

    assert (rehearsed["in_review"], rehearsed["published"]) == (1, 0)
    assert (sent["in_review"], sent["published"]) == (1, 0)


def employer_jobs(boss, employer):
    return boss.get(f"/api/v1/employers/{employer.id}/jobs").json["items"]


def test_a_fair_shows_nobody_what_is_not_in_public(boss, employer, reviewer, client):
    shown = make_open_job(employer)
    gone = make_open_job(employer, title="夜班保安", duties="值夜")
    body = {
        "name": "春风招聘会",
        "starts_at": (clock.now() + timedelta(days=3)).isoformat(),
        "ends_at": (clock.now() + timedelta(days=3, hours=3)).isoformat(),
        "place": "光明广场",
        "stands": [{"employer_id": str(employer.id), "label": "A01"}],
        "job_ids": [str(shown.id), str(gone.id)],
    }
    fair = reviewer.post("/api/v1/staff/jobs/fairs", json=body).json
    reviewer.post(f"/api/v1/staff/jobs/fairs/{fair['id']}/announce", json={"state": "published"})
    take_down(reviewer, gone)

    seen = client.get(f"/api/v1/jobs/fairs/{fair['id']}").json
    staff = reviewer.get(f"/api/v1/staff/jobs/fairs/{fair['id']}").json

    assert [each["id"] for each in seen["jobs"]] == [str(shown.id)]
    assert len(staff["jobs"]) == 2
    employer.state = EmployerState.SUSPENDED
    saved(employer)
    assert client.get(f"/api/v1/jobs/fairs/{fair['id']}").json["stands"] == []
