"""The desk of jobs at `/console/#/jobs/queue`: review beside the findings, take-down, employers' lists."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.factories.accounts import make_resident
from tests.factories.jobs import make_employer, make_job, make_open_job
from tests.jobs.test_lists import row, table
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db, reading, transaction
from weijiayuan.jobs.models import Job
from weijiayuan.jobs.rules.post_spreadsheet import headings
from weijiayuan.jobs.rules.states import JobState
from weijiayuan.jobs.service import posts
from weijiayuan.kernel import clock


@pytest.fixture
def department(desk, live):
    """The desk of jobs, the department signed in."""
    desk.goto(f"{live.base}/console/#/jobs/queue")
    sign_in(desk, live, "department")
    return desk


def waiting(live, title):
    """A post that waits because of doubtful words."""
    with live.app.app_context(), transaction():
        job = make_job(make_employer(make_resident()), title=title)
        job.requirements = "有小伙子干劲的优先考虑，35岁以下"
        job.submitted_at, job.state = clock.now(), JobState.IN_REVIEW
        posts.checked(job, now=clock.now())
        return job.id


def state_of(live, job_id):
    with live.app.app_context(), reading():
        return db.session.get(Job, job_id).state


def looks(live):
    with live.app.app_context(), reading():
        read = select(AuditEntry).where(AuditEntry.action == "jobs.queue_read")
        return len(db.session.scalars(read).all())


def answer(desk, reason):
    desk.get_by_label("原因").fill(reason)
    desk.get_by_role("button", name="确定").click()


def test_a_post_is_judged_beside_its_findings_and_taken_down_later(department, live):
    desk = department
    before = looks(live)
    poor, fair = waiting(live, "待退回的巡逻岗"), waiting(live, "待通过的巡逻岗")
    desk.get_by_role("link", name="待审岗位", exact=True).click()
    row = desk.get_by_role("row", name="待退回的巡逻岗")
    expect(row).to_contain_text("存疑")
    assert faults(desk) == []
    row.get_by_role("link").click()
    expect(desk.locator("mark", has_text="小伙子")).to_be_visible()
    expect(desk.get_by_role("main")).to_contain_text("《妇女权益保障法》第四十三条")
    expect(desk.get_by_role("main")).to_contain_text("建议：")
    assert looks(live) > before
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "jobs" / "11-desk-queue.png")

    desk.get_by_role("button", name="退回：待退回的巡逻岗").click()
    assert faults(desk) == []
    answer(desk, "请删去性别和年龄要求")
    expect(desk.get_by_text("已退回：待退回的巡逻岗")).to_be_visible()
    desk.goto(f"{live.base}/console/#/jobs/queue/{fair}")
    desk.get_by_role("button", name="通过并发布：待通过的巡逻岗").click()
    expect(desk.get_by_text("已通过：待通过的巡逻岗")).to_be_visible()
    assert (state_of(live, poor), state_of(live, fair)) == (JobState.REFUSED, JobState.PUBLISHED)

    desk.get_by_role("link", name="在招岗位").click()
    desk.get_by_label("岗位、单位或内容").fill("待通过的巡逻岗")
    desk.get_by_role("button", name="查找").click()
    expect(desk.locator("tbody tr")).to_have_count(1)
    desk.get_by_role("button", name="下架：待通过的巡逻岗").click()
    answer(desk, "多人反映收费")
    expect(desk.get_by_text("已下架：待通过的巡逻岗")).to_be_visible()
    assert state_of(live, fair) is JobState.TAKEN_DOWN


def test_an_employers_list_is_rehearsed_and_then_taken_in_once(department, live, tmp_path):
    desk = department
    with live.app.app_context(), transaction():
        employer = make_employer(make_resident(), name="批量导入测试单位")
        make_open_job(employer, title="早已在招的岗位")
        rows = [row(employer, number) for number in range(4)]
        firm = employer.id
    rows[2]["最低工资"] = "两千多"
    rows[3]["招聘条件"] = "限男性，押金200元"
    path = tmp_path / "list.csv"
    path.write_text(table(rows), encoding="gb18030")

    desk.get_by_role("link", name="批量导入").click()
    with desk.expect_download() as waited:
        desk.get_by_role("button", name="下载空白模板").click()
    given = waited.value.path().read_text("utf-8-sig")
    assert next(csv.reader(StringIO(given))) == headings()
    desk.get_by_label("名单（Excel 或 CSV）").set_input_files(path)
    desk.get_by_role("button", name="试算").click()
    expect(desk.get_by_role("heading", name="试算结果")).to_be_visible()
    expect(desk.locator("tbody tr")).to_have_count(3)
    expect(desk.get_by_role("row", name=re.compile("^4 最低工资 金额要写数字"))).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "jobs" / "12-desk-import.png")
    assert posts_of(live, firm) == 1

    desk.get_by_role("button", name="正式导入").click()
    expect(desk.get_by_role("heading", name="已导入")).to_be_visible()
    assert posts_of(live, firm) == 3

    desk.get_by_role("link", name="用人单位").click()
    desk.get_by_label("状态").select_option("verified")
    desk.get_by_role("link", name="批量导入测试单位").click()
    assert faults(desk) == []
    desk.get_by_role("button", name="暂停：批量导入测试单位").click()
    answer(desk, "被举报收费")
    expect(desk.get_by_text("已暂停：批量导入测试单位")).to_be_visible()
    assert posts_of(live, firm, JobState.PUBLISHED) == 0


def test_a_fair_is_planned_tied_to_a_market_published_and_seen(department, live):
    desk = department
    with live.app.app_context(), transaction():
        make_open_job(make_employer(make_resident(), name="赴会单位"), title="赴会的岗位")
    desk.get_by_role("link", name="招聘会").click()
    desk.get_by_role("link", name="新办一场招聘会").click()
    desk.get_by_label("名称").fill("冬季招聘会")
    desk.get_by_label("地点").fill("光明广场")
    day = clock.local_date(clock.now()) + timedelta(days=9)
    desk.get_by_label("开始").fill(f"{day}T09:00")
    desk.get_by_label("结束").fill(f"{day}T08:00")
    desk.get_by_label("赴会单位").check()
    desk.get_by_label("展位号").fill("B06")
    expect(desk.get_by_label("赴会的岗位")).to_be_checked()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "jobs" / "13-desk-fair.png")
    desk.get_by_role("button", name="保存（先不发布）").click()
    expect(desk.get_by_text("结束时间要晚于开始时间", exact=True)).to_be_visible()
    desk.faults[:] = [fault for fault in desk.faults if "422" not in fault]
    desk.get_by_label("结束").fill(f"{day}T12:00")
    desk.get_by_role("button", name="保存（先不发布）").click()
    expect(desk.get_by_text("已保存，发布后居民才看得到。")).to_be_visible()
    desk.get_by_role("link", name="冬季招聘会").click()
    expect(desk.get_by_label("赴会单位")).to_be_checked()
    expect(desk.get_by_label("开始")).to_have_value(f"{day}T09:00")
    desk.get_by_label("展位号").fill("B07")
    desk.get_by_label("随集市举办").select_option(index=1)
    market = desk.get_by_label("随集市举办").evaluate("one => one.selectedOptions[0].text")
    assert faults(desk) == []
    desk.get_by_role("button", name="保存修改").click()
    expect(desk.get_by_text("已修改：冬季招聘会")).to_be_visible()
    expect(desk.get_by_role("row", name="冬季招聘会")).to_contain_text(market)
    desk.get_by_role("button", name="发布：冬季招聘会").click()
    expect(desk.get_by_text("已发布：冬季招聘会")).to_be_visible()

    everybody = live.session("visitor-of-fairs")
    path = f"{live.base}/api/v1/jobs/fairs"
    seen = [one for one in everybody.get(path).json()["items"] if one["name"] == "冬季招聘会"]
    whole = everybody.get(f"{path}/{seen[0]['id']}").json()
    assert whole["starts_at"].startswith(str(day))
    assert whole["market_id"]
    assert [each["label"] for each in whole["stands"]] == ["B07"]
    assert [each["title"] for each in whole["jobs"]] == ["赴会的岗位"]


def posts_of(live, employer_id, *states):
    with live.app.app_context(), reading():
        mine = select(Job).where(Job.employer_id == employer_id)
        found = db.session.scalars(mine.where(Job.state.in_(states)) if states else mine).all()
        return len(found)
