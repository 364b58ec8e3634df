"""Accounts at the desk and duty on the telephone, as an administrator and a grid worker use them."""

import re

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.phone import RULES
from tests.browser.test_console import faults, sign_in
from tests.factories.accounts import forget_otp
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.db import db

OWN = "Xinhu-zaochen-7"

LOGIN = "zhou"
"""The account that is made here: what somebody types to sign in stands on pages of others too."""


def at(desk, live, path):
    desk.goto(f"{live.base}/console/#/{path}")


def test_an_account_is_made_linked_put_on_duty_and_shut(desk, live, make_phone):
    sign_in(desk, live, username="admin")
    at(desk, live, "accounts")
    desk.get_by_role("button", name="新建账号").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("用户名").fill(LOGIN)
    dialog.get_by_label("姓名").fill("周网格")
    dialog.get_by_label("职责").select_option("grid_worker")
    dialog.get_by_label("范围", exact=False).first.select_option("district")
    dialog.get_by_label("范围代码").fill("440311")
    dialog.get_by_label("动态码（6位）").fill(code_of(live, "admin"))
    dialog.get_by_role("button", name="申请建立").click()
    first = half_told(desk, "启用码的前半")
    expect(desk.get_by_text("本人还没有启用").first).to_be_visible()
    leave(desk)

    sign_in(desk, live, username="admin-2")
    at(desk, live, "requests")
    row = desk.get_by_role("row").filter(has_text="周网格")
    expect(row).to_contain_text("新建账号：网格员（全区）")
    assert faults(desk) == []
    row.get_by_role("button", name="确认").click()
    desk.get_by_role("dialog").get_by_label("动态码（6位）").fill(code_of(live, "admin-2"))
    desk.get_by_role("dialog").get_by_role("button", name="确认").click()
    second = half_told(desk, "启用码的后半")
    leave(desk)

    desk.get_by_role("button", name="用启用码").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("用户名").fill(LOGIN)
    dialog.get_by_label("启用码（16位）").fill(f"{first} {second}")
    dialog.get_by_label("自己的新密码").fill("Password-2026")
    dialog.get_by_role("button", name="设好").click()
    expect(dialog.get_by_role("alert")).to_contain_text("太常见")
    assert len(desk.faults) == 1  # the refusal
    desk.faults.clear()
    dialog.get_by_label("自己的新密码").fill(OWN)
    dialog.get_by_role("button", name="设好").click()
    once = desk.get_by_role("dialog", name="您的动态码")
    expect(once.get_by_role("img")).to_be_visible()
    secret = once.locator("code").inner_text()
    assert faults(desk) == []
    once.get_by_role("button", name="我记下了，关闭").click()

    desk.get_by_label("用户名").fill(LOGIN)
    desk.get_by_label("密码", exact=True).fill(OWN)
    desk.get_by_label("动态码").fill(pyotp.TOTP(secret).now())
    desk.get_by_role("button", name="登录").click()
    desk.get_by_role("navigation").get_by_role("link", name="我的账号").click()
    expect(desk.get_by_role("heading", name="我的账号")).to_be_visible()
    expect(desk.get_by_role("table", name="办过什么")).to_contain_text("本人已设好")
    assert faults(desk) == []
    forget(live, LOGIN)
    desk.get_by_role("button", name="绑定微信", exact=True).click()
    desk.get_by_label("动态码（6位）").fill(pyotp.TOTP(secret).now())
    desk.get_by_role("button", name="显示绑定码").click()
    code = desk.locator("#link-code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{10}", code)

    phone = make_phone()
    phone.open("pages/self/duty/duty")
    phone.write("绑定码", code)
    phone.tap("绑定", exact=True)
    phone.sees("请输入动态码应用里的6位数字")
    forget(live, LOGIN)
    phone.write("动态码", pyotp.TOTP(secret).now())
    phone.tap("开始值班")
    phone.sees("您可以在“我的”里打开自己的工作")
    phone.open("pages/me/me")
    phone.sees("我的工作")

    with live.app.app_context():
        account = db.session.query(StaffAccount).filter_by(username=LOGIN).one()
        staff_id = account.id
    desk.get_by_role("button", name="我记下了，关闭").click()
    leave(desk)
    sign_in(desk, live, username="admin")
    at(desk, live, f"accounts/{staff_id}")
    desk.get_by_role("button", name="停用").click()
    desk.get_by_label("原因").fill("调离")
    desk.get_by_role("button", name="停用账号").click()
    expect(desk.get_by_text("已停用")).to_be_visible()
    assert faults(desk) == []
    phone.open("pages/self/duty/duty")
    phone.sees("绑定工作人员账号")


def code_of(live, username):
    with live.app.app_context():
        account = db.session.query(StaffAccount).filter_by(username=username).one()
        forget_otp(account)
        return pyotp.TOTP(account.totp_secret).now()


def half_told(desk, title):
    """Half a code that a dialog tells, which is then closed."""
    once = desk.get_by_role("dialog", name=title)
    told = once.locator("#code-half").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", told)
    once.get_by_role("button", name="我记下了，关闭").click()
    return told


def leave(desk):
    desk.get_by_role("button", name="退出", exact=True).click()
    expect(desk.get_by_role("heading", name="工作人员登录")).to_be_visible()


def forget(live, username):
    with live.app.app_context():
        forget_otp(db.session.query(StaffAccount).filter_by(username=username).one())


@pytest.mark.parametrize("path", ["accounts", "requests", "mine"])
def test_the_pages_of_accounts_fit_a_narrow_screen(desk, live, path):
    sign_in(desk, live, username="admin")
    desk.set_viewport_size({"width": 320, "height": 700})
    at(desk, live, path)
    expect(desk.locator("#main h1")).to_be_visible()
    wide = desk.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(desk, options={"runOnly": {"type": "tag", "values": RULES}})
    assert not wide
    assert [each["id"] for each in found.response["violations"]] == []
