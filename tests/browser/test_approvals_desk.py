"""The registrars' desk: an application that rules leave to people, refused by two of them."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import expect

from tests.approvals.applications import id_number
from tests.browser.conftest import SCREENSHOTS
from tests.browser.machine_words import machine_words
from tests.browser.test_console import faults, sign_in
from tests.browser.visits_approvals import apply, apply_with_another, person
from tests.browser.visits_venues import post
from weijiayuan.approvals.service import licence_sealing
from weijiayuan.kernel import clock

PICTURES = SCREENSHOTS / "approvals"
CODE_OF_A_RULE = re.compile(r"(?<![\w-])[A-Z]\d{1,2}(?![\w-])")


@pytest.fixture
def second(chromium, live):
    """A second officer's window."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live.base}/console/")
    yield page
    context.close()


def as_staff(live, username, path, body):
    """Do something through the API as sample staff, and return the answer."""
    base = f"{live.base}/api/v1"
    key = {"Idempotency-Key": f"browser-{uuid4()}"}
    said = requests.post(
        f"{base}/staff/samples/{username}/sessions", json={}, headers=key, timeout=20
    )
    key = {
        "Idempotency-Key": f"browser-{uuid4()}",
        "Authorization": f"Bearer {said.json()['token']}",
    }
    answer = requests.post(f"{base}{path}", json=body, headers=key, timeout=20)
    assert answer.ok, answer.text
    return answer.json()


def sealed(live):
    """Seal what was approved, as the worker does."""
    with live.app.app_context():
        return licence_sealing.seal_all()


def test_two_officers_decide_what_the_rules_leave_open(desk, second, live):
    mine = apply(live, "dwelling-owner", address_use="dwelling")
    sign_in(desk, live, "registrar")
    desk.goto(f"{live.base}/console/#/approvals/queue")
    expect(desk.get_by_role("heading", name="光速办：审看")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "queue.png", full_page=True)

    desk.goto(f"{live.base}/console/#/approvals/queue/{mine['id']}")
    shown = desk.locator("main").inner_text()
    assert machine_words(shown) == []
    assert not CODE_OF_A_RULE.search(shown)
    expect(desk.get_by_text("住宅", exact=True)).to_be_visible()
    assert "null" not in desk.locator("main").inner_text()
    assert faults(desk) == []
    desk.get_by_role("button", name="提请不予登记").click()
    desk.get_by_label("依据的条款（写到第几条）").fill("民法典第 279 条")
    desk.get_by_label("理由").fill("本栋其他业主不同意")
    desk.locator("dialog").get_by_role("button", name="提请不予登记").click()
    expect(desk.get_by_text("已提请不予登记").first).to_be_visible()
    expect(desk.get_by_role("button", name="同意不予登记")).to_have_count(0)
    desk.screenshot(path=PICTURES / "application.png", full_page=True)

    sign_in(second, live, "registrar-head")
    second.goto(f"{live.base}/console/#/approvals/queue/{mine['id']}")
    second.get_by_role("button", name="同意不予登记").click()
    second.locator("dialog").get_by_role("button", name="同意不予登记").click()
    expect(second.locator("#page, main").get_by_text("不予登记", exact=True).first).to_be_visible()


def test_the_form_asks_for_every_paper_that_the_open_rules_need(desk, second, live):
    born = f"{clock.local_date(clock.now()).year - 17}-06-01"
    given = {"scopes": ["P5201"], "id_number": id_number(born), "address_use": "dwelling"}
    given["pre_papers"] = [{"scope": "P5201", "issued_on": "2026-11-01"}]
    mine = apply(live, "young-owner", **given)
    sign_in(desk, live, "registrar", page=f"approvals/queue/{mine['id']}")
    expect(desk.get_by_text("前置批准文件由登记人员填写")).to_be_visible()
    _fill_papers(desk)
    expect(desk.locator("dialog").get_by_text(re.compile("^要看：")).first).to_be_visible()
    assert not CODE_OF_A_RULE.search(desk.locator("dialog").inner_text())
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "papers.png", full_page=True)
    desk.locator("dialog").get_by_role("button", name="准予登记").click()
    expect(desk.locator("dialog")).to_be_visible()
    _date_and_send(desk)
    expect(desk.get_by_text("您已提请准予登记")).to_be_visible()

    sign_in(second, live, "registrar-head", page=f"approvals/queue/{mine['id']}")
    _fill_papers(second)
    _date_and_send(second)
    paper = "批准文件：应急经许字2026第0123号，2026年3月1日签发"
    expect(second.get_by_text(paper).first).to_be_visible()
    expect(second.get_by_text("收入：十二个月工资流水").first).to_be_visible()


def _fill_papers(desk):
    desk.get_by_role("button", name="准予登记").click()
    desk.get_by_label("核对了什么").fill("原件都看过，与申请一致")
    desk.get_by_label("场所用途的证明").fill("本栋其他业主的同意书原件")
    desk.get_by_label("前置批准文件的文号和日期：文号").fill("应急经许字2026第0123号")
    desk.get_by_label("以自己的劳动收入为主要生活来源的证明").fill("十二个月工资流水")


def _date_and_send(desk):
    desk.get_by_label("前置批准文件的文号和日期：日期").fill("2026-03-01")
    desk.locator("dialog").get_by_role("button", name="准予登记").click()


def test_two_officers_revoke_a_licence_and_who_answers_for_it_is_listed(desk, second, live):
    licence = apply(live, f"revoked-{uuid4()}")["licence"]
    sign_in(desk, live, "registrar")
    desk.goto(f"{live.base}/console/#/approvals/revocations")
    desk.get_by_role("button", name="提请撤销登记").click()
    desk.get_by_label("统一社会信用代码").fill(licence["uscc"])
    desk.get_by_label("因为什么").select_option("false_registration")
    desk.get_by_label("理由").fill("提交的材料是假的")
    desk.locator("dialog").get_by_role("button", name="提请撤销登记").click()
    expect(desk.get_by_text("您提的，要由另一位负责人定").first).to_be_visible()
    expect(desk.get_by_role("button", name="同意撤销")).to_have_count(0)
    assert faults(desk) == []

    sign_in(second, live, "registrar-head")
    second.goto(f"{live.base}/console/#/approvals/revocations")
    second.get_by_role("row", name=licence["uscc"]).get_by_role("button", name="同意撤销").click()
    second.locator("dialog").get_by_role("button", name=re.compile("同意撤销")).click()
    expect(second.get_by_role("button", name="提请移出").first).to_be_visible()
    assert faults(second) == []
    second.screenshot(path=PICTURES / "revocations.png", full_page=True)


def test_a_department_objects_to_a_closing_that_it_sees(desk, live):
    persona = f"closing-{uuid4()}"
    licence = apply(live, persona)["licence"]
    post(live, persona, f"/licences/{licence['uscc']}/close", {})
    sign_in(desk, live, "department")
    desk.goto(f"{live.base}/console/#/approvals/closings")
    row = desk.get_by_role("row", name=licence["uscc"])
    expect(row).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "closings.png", full_page=True)
    row.get_by_role("button", name="提出异议").click()
    desk.get_by_label("理由").fill("还有没缴清的税款")
    desk.locator("dialog").get_by_role("button", name=re.compile("提出异议|对注销")).click()
    stands = desk.get_by_role("row", name=licence["uscc"])
    expect(stands.get_by_role("button", name="提出异议")).to_have_count(0)
    expect(stands.get_by_text("还有没缴清的税款")).to_be_visible()
    stands.get_by_role("button", name="解除异议").click()
    desk.get_by_label("理由").fill("税款已经缴清")
    desk.locator("dialog").get_by_role("button", name=re.compile("解除异议")).click()
    expect(desk.get_by_role("row", name=licence["uscc"])).to_have_count(0)


def test_two_officers_end_a_complaint_about_a_registration(desk, second, live):
    named = f"named-{uuid4()}"
    mine, (name, number) = apply_with_another(live, f"founder-{uuid4()}")
    post(live, named, "/approvals/identity-checks", {"name": name, "number": number})
    paper = {
        "reason": "已核对章程原件",
        "people_paper": "两人签名的章程",
        "attempt": mine["attempt"],
    }
    approved = as_staff(live, "registrar", f"/approvals/applications/{mine['id']}/approve", paper)
    uscc = approved["licence"]["uscc"]
    with ThreadPoolExecutor() as aside:  # the window's own loop is no place to seal in
        aside.submit(sealed, live).result(timeout=30)
    post(live, named, f"/licences/{uscc}/dispute", {"reason": "章程不是我签的"})
    sign_in(desk, live, "registrar-head")
    desk.goto(f"{live.base}/console/#/approvals/disputes")
    row = desk.get_by_role("row", name=uscc)
    expect(row.get_by_text("章程不是我签的")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "disputes.png", full_page=True)
    row.get_by_role("button", name="提请维持登记").click()
    desk.get_by_label("为什么维持登记").fill("是她本人签的")
    desk.get_by_label("核对了什么").fill("与身份证申领表上的笔迹核对")
    desk.locator("dialog").get_by_role("button", name=re.compile("提请维持登记")).click()
    expect(row.get_by_text("您提的，要由另一位负责人定")).to_be_visible()

    sign_in(second, live, "registrar")
    second.goto(f"{live.base}/console/#/approvals/disputes")
    expect(second.get_by_role("row", name=uscc).get_by_text("您经办过这件登记")).to_be_visible()
    assert faults(second) == []


def test_the_rulebook_and_the_figures_can_be_read_by_everybody_at_the_desk(desk, live):
    sign_in(desk, live, "registrar")
    desk.goto(f"{live.base}/console/#/approvals/rulebooks")
    expect(desk.get_by_role("heading", name="光速办：规则包")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "rulebooks.png", full_page=True)
    desk.goto(f"{live.base}/console/#/approvals/figures")
    expect(desk.get_by_text("当场办理").first).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "figures.png", full_page=True)


def test_what_is_given_back_is_mended_on_the_telephone_and_its_paper_reaches_the_desk(
    desk, make_phone, live
):
    persona, number = f"mends-{uuid4()}", person()[0]
    mine = apply(live, persona, address_use="dwelling", id_number=number)
    sign_in(desk, live, "registrar")
    desk.goto(f"{live.base}/console/#/approvals/queue/{mine['id']}")
    desk.get_by_role("button", name="退回补正").click()
    desk.get_by_label("所有要补正的，一次写全").fill("请交同栋业主的同意书")
    expect(desk.get_by_label("场所用途的证明")).to_be_checked()
    desk.locator("dialog").get_by_role("button", name="退回补正").click()
    expect(desk.locator("main").get_by_text("请交同栋业主的同意书").first).to_be_visible()

    phone = make_phone(persona=persona)
    phone.open("pages/approvals/outcome/outcome", f"?id={mine['id']}")
    phone.use_elder()
    phone.sees("登记人员写的：请交同栋业主的同意书")
    phone.sees("要交：场所用途的证明")
    phone.tap("交这份材料")
    phone.sees("拍一张照片，或者写上文号")
    phone.write("文号或者编号", "同意书ABCDEFGH2345")
    phone.let_arrive()
    phone.tap("交这份材料")
    phone.sees("✓ 已交：场所用途的证明")
    assert phone.axe() + phone.small_targets(60) + phone.clipped() == []
    phone.photograph("var/screenshots/stories/approvals-mended-paper.png")
    phone.tap("去修改")
    phone.wait_for_route("pages/approvals/ask/ask")
    phone.sees("第1项")
    last = int(re.search(r"第\d+项，共(\d+)项", phone.text)[1])
    for step in range(1, last + 1):
        phone.sees(f"第{step}项，共{last}项")
        if phone.page.get_by_label("证件号码", exact=True).count():
            phone.write("证件号码", number)
        phone.tap("下一步")
    phone.tap("核验身份并提交")
    phone.wait_for_route("pages/approvals/outcome/outcome")
    phone.sees("由登记人员审看")
    phone.sees("第2次提交：场所用途的证明")

    desk.goto(f"{live.base}/console/#/approvals/queue")
    desk.goto(f"{live.base}/console/#/approvals/queue/{mine['id']}")
    expect(desk.get_by_text("第2次提交，")).to_be_visible()
    expect(desk.get_by_text("同意书ABCDEFGH2345").first).to_be_visible()
    assert machine_words(desk.locator("main").inner_text()) == []
    assert faults(desk) == []
    desk.screenshot(path=PICTURES / "papers.png", full_page=True)
