"""Staff of every role in a browser, in production without samples: the desk, then the telephone."""

import pytest
from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.conftest import engine_named, worker
from tests.serve.production import PASSWORD, appointed, opened_by_first_administrator
from weijiayuan.accounts.role_definitions import ROLES
from weijiayuan.accounts.rules import Role

WITH_PAGES_OF_THEIR_OWN = {
    Role.ORGANISER: "集市组织",
    Role.VENUE_KEEPER: "场地管理",
    Role.GRID_WORKER: "我的网格",
    Role.SECRETARY: "事项办理",
    Role.DISPATCHER: "事项办理",
    Role.DEPARTMENT: "招工审核",
    Role.SUPERVISOR: "督办",
    Role.MEDIATOR: "调解和值班",
    Role.DUTY_WORKER: "调解和值班",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """One machine of production."""
    folder, engine = tmp_path_factory.mktemp("installed"), engine_named("postgresql")
    name = f"seen_{worker}"
    with opened_by_first_administrator(folder, engine, name, machines=1) as made:
        made.base = made.machines[0].base
        yield made


@pytest.fixture
def window(chromium):
    """A window at the desk; a fault on its page fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def telephone(chromium, installed):
    """A telephone whose WeChat is the fake one, which production itself knows nothing of."""
    phone = Phone.unpack(chromium, installed)

    def as_wechat(route):
        path = route.request.url.removeprefix(installed.base)
        route.fulfill(response=route.fetch(url=f"{installed.wechat.base}{path}"))

    phone.context.route("**/fake-wechat/**", as_wechat)
    phone.refuse_messages()
    yield phone
    phone.put_away()
    assert phone.faults == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_works_at_the_desk_and_as_far_as_it_may_by_telephone(
    installed, window, telephone, role
):
    person = appointed(installed, role, signs_in=False)
    window.goto(f"{installed.base}/console/")
    assert "示例" not in window.content()
    window.get_by_label("用户名").fill(person.username)
    window.get_by_label("密码", exact=True).fill(PASSWORD)
    window.get_by_label("动态码").fill(person.otp)
    window.get_by_role("button", name="登录").click()
    window.get_by_role("navigation").get_by_role("link", name="我的账号").click()
    expect(window.get_by_role("heading", name="我的账号")).to_be_visible()
    window.get_by_role("button", name="绑定微信", exact=True).click()
    window.get_by_label("动态码（6位）").fill(person.otp)
    window.get_by_role("button", name="显示绑定码").click()
    code = window.locator("#link-code").inner_text()

    telephone.open("pages/self/duty/duty")
    telephone.write("绑定码", code)
    telephone.tap("绑定", exact=True)
    telephone.sees("请输入动态码应用里的6位数字")
    telephone.write("动态码", person.otp)
    telephone.tap("开始值班")

    works_here = WITH_PAGES_OF_THEIR_OWN.get(role)
    telephone.sees("打开自己的工作" if works_here else "在电脑上的工作人员后台行使")
    telephone.open("pages/me/me")
    telephone.sees(works_here or "我要招人")
    assert not (works_here and ROLES[role].desk_only)
