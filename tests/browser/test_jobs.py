"""The story of a job, on three telephones: employer, department, neighbour."""

import re
from datetime import timedelta

from tests.browser.conftest import SCREENSHOTS
from tests.factories.jobs import make_uscc
from tests.files.pictures import as_bytes, scene
from weijiayuan.kernel import clock

HOME, EDIT = "packages/employer/home/home", "packages/employer/edit/edit"
NUMBERS = re.compile("^有[0-9]+处要看一下")


def picture(name):
    return SCREENSHOTS / "jobs" / f"{name}.png"


def register(phone, name):
    phone.open(HOME)
    phone.tap("登记单位")
    phone.wait_for_route("packages/employer/register/register")
    phone.write("单位名称", name)
    phone.write("统一社会信用代码", "91440300MA5FRF7Q5X")
    with phone.page.expect_file_chooser() as chosen:
        phone.tap(re.compile("拍照或选图"))
    photo = {"name": "licence.jpg", "mimeType": "image/jpeg", "buffer": as_bytes(scene(320, 240))}
    chosen.value.set_files(photo)
    phone.page.get_by_role("button", name="看第1张").wait_for()
    phone.settle()
    phone.expect_fault("status of 422")
    phone.tap("提交审核")
    phone.sees("最后一位校验码不对")
    phone.photograph(picture("1-bad-code-refused"))
    phone.write("统一社会信用代码", make_uscc())
    phone.tap("提交审核")
    phone.wait_for_route(HOME)
    phone.sees("等待审核")


def write_post(phone, title):
    phone.tap("写新岗位")
    phone.wait_for_route(EDIT)
    phone.write("岗位名称", title)
    phone.write("工作内容", "小区巡逻，登记访客和车辆")
    phone.write("招聘条件", "限男性, 押金200元, 月薪2000元")
    phone.write("招聘人数", "3")
    phone.write("最低工资", "4500")
    choose(phone, "社区", "光明社区")


def choose(phone, label, text):
    """Pick from a wheel."""
    phone.page.locator("page:not([hidden])").get_by_label(label).select_option(label=text)


def test_from_a_refused_code_to_an_interview_in_my_matters(make_phone):
    boss, clerk, neighbour = make_phone(), make_phone(persona="department"), make_phone()
    register(boss, "光明好邻居物业有限公司")
    write_post(boss, "园区巡逻保安")

    boss.page.get_by_text(NUMBERS).wait_for()
    seen = boss.page.get_by_role("region", name="检查结果").inner_text()
    assert all(words in seen for words in ("“限男性”", "“押金”", "“月薪2000元”"))
    assert seen.count("《") >= 3
    boss.sees("“限男性”“押金”“月薪2000元”不合规定")
    boss.tap("3处要看")
    boss.settle()
    boss.photograph(picture("2-three-findings-while-writing"))
    boss.expect_fault("status of 409")
    boss.tap("提交发布")
    boss.sees("岗位里有3处内容不合规定")
    boss.write("招聘条件", "能适应三班倒，持保安员证优先")
    boss.sees("没有发现不合规的内容")
    boss.tap("提交发布")
    boss.sees("正在审核")
    boss.photograph(picture("3-mended-and-sent"))

    clerk.open("packages/review/jobs/jobs")
    clerk.tap("单位", "tab")
    clerk.sees("光明好邻居物业有限公司")
    clerk.photograph(picture("4-employer-in-the-queue"))
    clerk.tap(re.compile("通过光明好邻居物业"))
    clerk.tap("岗位", "tab", exact=True)
    clerk.tap("通过园区巡逻保安")
    clerk.page.get_by_text("园区巡逻保安").wait_for(state="detached")

    apply(neighbour, "园区巡逻保安")
    neighbour.photograph(picture("6-applied"))
    invite(boss)

    neighbour.open("pages/matters/matters")
    neighbour.sees(re.compile("应聘 园区巡逻保安：.*10:00 园区门岗"))
    neighbour.photograph(picture("8-interview-in-my-matters"))
    neighbour.page.get_by_role("link", name=re.compile("应聘 园区巡逻保安")).tap()
    neighbour.wait_for_route("pages/jobs/application/application")
    front = neighbour.page.locator("page:not([hidden])")
    front.get_by_text("邀请面试").first.wait_for()
    front.get_by_text("园区门岗").first.wait_for()
    neighbour.photograph(picture("9-application"))
    assert neighbour.axe() == []
    neighbour.tap("看岗位")
    neighbour.wait_for_route("pages/jobs/job/job")
    neighbour.page.get_by_role("button", name="已投递，看进展").wait_for()
    assert neighbour.page.get_by_role("button", name="投递", exact=True).count() == 0


def apply(phone, title):
    phone.open("pages/jobs/list/list")
    phone.write("搜岗位", "巡逻")
    phone.tap("搜索", exact=True)
    link = phone.page.get_by_role("link", name=re.compile(title))
    link.wait_for()
    phone.photograph(picture("5-found-by-two-characters"))
    link.tap()
    phone.wait_for_route("pages/jobs/job/job")
    phone.expect_fault("status of 404")
    phone.tap("投递", exact=True)
    phone.tap("去填写")
    phone.wait_for_route("pages/jobs/profile/profile")
    phone.write("姓名", "张三")
    phone.write("一句话介绍", "五年保安经验")
    phone.tap("保存")
    phone.wait_for_route("pages/jobs/job/job")
    phone.tap("投递", exact=True)
    phone.tap("确认投递")
    phone.wait_for_route("pages/jobs/application/application")
    phone.sees("投递成功")


def invite(phone):
    phone.open(HOME)
    phone.tap(re.compile("园区巡逻保安，看投递"))
    phone.wait_for_route("packages/employer/board/board")
    phone.sees("五年保安经验")
    phone.tap(re.compile("约面试"))
    day = clock.local_date(clock.now()) + timedelta(days=2)
    set_picker(phone, "面试日期", day.isoformat())
    set_picker(phone, "面试时间", "10:00")
    phone.write("面试地点", "园区门岗")
    phone.photograph(picture("7-inviting"))
    phone.tap("发出邀请")
    phone.page.get_by_text("邀请面试").first.wait_for()


def set_picker(phone, label, value):
    phone.page.locator("page:not([hidden])").get_by_label(label).fill(value)


def test_filters_and_saved_searches(phone):
    phone.open("pages/jobs/list/list")
    phone.tap(re.compile("^筛选"))
    phone.page.get_by_role("radio", name=re.compile("临时工（[1-9]")).tap()
    phone.page.get_by_role("checkbox", name=re.compile("包吃（[1-9]")).tap()
    phone.settle()
    phone.photograph(picture("10-counts-of-choices"))
    promised = int(re.search("看结果（([0-9]+)个）", phone.text)[1])
    phone.tap("看结果")
    phone.settle()
    phone.sees("筛选：临时工、包吃")
    phone.sees("日结")
    assert phone.page.locator(".job").count() == promised
    phone.tap("订阅这个搜索")
    phone.sees("已订阅")
    phone.tap("我的订阅")
    phone.wait_for_route("pages/jobs/saved/saved")
    phone.page.get_by_role("link", name=re.compile("临时工、包吃")).tap()
    phone.wait_for_route("pages/jobs/list/list?saved=")
    phone.sees("筛选：临时工、包吃")
    phone.back()
    phone.tap("不再提醒临时工、包吃")
    phone.page.get_by_text("不再提醒", exact=True).last.tap()
    phone.sees("还没有订阅")
    phone.tap("去找工作")
    phone.wait_for_route("pages/jobs/list/list")
    phone.write("搜岗位", "飞行员")
    phone.tap("搜索", exact=True)
    phone.sees("没有找到岗位")
    phone.tap("看全部")
    phone.page.wait_for_function("() => document.querySelectorAll('.job').length >= 20")


def test_a_fair_leads_to_its_posts(phone):
    phone.open("pages/jobs/list/list", "?q=普工")
    phone.tap("招聘会")
    phone.wait_for_route("pages/jobs/fairs/fairs")
    phone.page.get_by_role("link", name=re.compile("示例·光明区就业服务进社区招聘会")).tap()
    phone.wait_for_route("pages/jobs/fair/fair")
    phone.sees("4家单位，8个岗位")
    phone.sees("A04")
    phone.page.get_by_role("link", name=re.compile("电子装配普工")).tap()
    phone.wait_for_route("pages/jobs/job/job")


def test_a_report_is_taken(phone):
    phone.open("pages/jobs/list/list", "?q=保洁")
    phone.page.get_by_role("link", name=re.compile("保洁员")).first.tap()
    phone.wait_for_route("pages/jobs/job/job")
    phone.tap("举报这个岗位")
    phone.page.get_by_role("radio", name=re.compile("押金")).tap()
    phone.tap("提交举报")
    phone.sees("已收到")
