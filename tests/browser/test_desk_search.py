"""The field in the head of the desk finds, for each duty, what it may see, and asks for nothing else."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk_every_page import go, signed_in
from tests.factories.directory import make_site
from tests.factories.sensing import make_device
from tests.factories.venues import make_venue
from weijiayuan.accounts.sample import PERSONAS

FOR_ALL = {"政策", "在招岗位", "小区和社区", "社会组织", "共享资源", "调解"}
"""What anybody may ask for: public things, and of mediations one's own alone."""
SOURCES = """async roles => {
    const { FOUND } = await import('./start/sources.js');
    return FOUND.map(one => ({ name: one.name, path: one.path('示例'), mine: one.roles.some(role => roles.includes(role)) }));
}"""
STATUS = """async path => (await fetch('/api/v1' + path, { headers: {
    Authorization: 'Bearer ' + sessionStorage.getItem('weijiayuan.console.token') } })).status"""
ROLES = """async () => {
    const { ask } = await import('./shell/api.js');
    return (await ask('/staff/me')).duties.map(duty => duty.role);
}"""


@pytest.mark.parametrize("who", PERSONAS)
def test_search_asks_only_for_what_a_duty_may_see(chromium, live, who):
    desk = signed_in(chromium, live, who)
    refused = []
    desk.on("response", lambda answer: answer.status >= 400 and refused.append(answer.url))

    go(desk, f"#/search?q={quote('示例')}")
    expect(desk.get_by_role("heading", name="找“示例”")).to_be_visible()
    expect(desk.get_by_text("暂时找不了")).to_have_count(0)
    assert refused == []

    sources = desk.evaluate(SOURCES, desk.evaluate(ROLES))
    allowed = {one["name"] for one in sources if one["mine"]} | {"页面"}
    shown = desk.locator("main section.sheet h2").all_inner_texts()
    assert {title.split("（")[0] for title in shown} <= allowed
    others = [one for one in sources if not one["mine"] and one["name"] not in FOR_ALL]
    assert {one["name"]: desk.evaluate(STATUS, one["path"]) for one in others} == {
        one["name"]: 403 for one in others
    }
    desk.context.close()


def test_sites_devices_and_venues_are_found_by_name(chromium, live):
    name = f"找得到{uuid4().hex[:6]}"
    with live.app.app_context():
        make_site(name=f"{name}站", code=f"find-{uuid4().hex[:8]}")
        make_device(name=f"{name}设备", code=f"find-{uuid4().hex[:8]}")
        make_venue(name=f"{name}场地", code=f"find-{uuid4().hex[:8]}")

    for who, titles in {"admin": ("站点", "感知设备"), "venue-keeper": ("站点", "场地")}.items():
        desk = signed_in(chromium, live, who)
        go(desk, f"#/search?q={quote(name)}")
        for title in titles:
            group = desk.get_by_role("region", name=f"{title}（1）")
            group.get_by_role("link").click()
            expect(desk.get_by_text(name).first).to_be_visible()
            go(desk, f"#/search?q={quote(name)}")
        desk.context.close()


def test_what_a_duty_keeps_is_found_and_opens(chromium, live):
    for who, word, page in (
        ("venue-keeper", "亲子烘焙", "我的活动"),
        ("policy-officer", "高龄老人津贴", "政策库"),
    ):
        desk = signed_in(chromium, live, who)
        go(desk, f"#/search?q={quote(word)}")
        desk.get_by_role("link", name=word).first.click()
        expect(desk.get_by_role("heading", name=word, level=1)).to_be_visible()
        desk.get_by_role("link", name=f"‹ {page}").click()
        expect(desk.get_by_role("heading", name=page, level=1)).to_be_visible()
        desk.context.close()


def test_a_link_one_may_not_open_says_who_one_is_and_whom_to_ask(chromium, live):
    desk = signed_in(chromium, live, "venue-keeper")
    go(desk, "#/accounts")
    expect(desk.get_by_role("heading", name="“账号和职责”不在您的职责里")).to_be_visible()
    expect(desk.locator("#main")).to_contain_text("职责是场地管理员")
    expect(desk.locator("#main")).to_contain_text("请找管理员")
    go(desk, "#/nonsense")
    expect(desk.get_by_role("heading", name="没有这一页")).to_be_visible()
    desk.context.close()


def test_a_start_page_with_nothing_to_do_shows_what_the_duty_looks_at(chromium, live):
    for who, words in {
        "admin": "在用的账号",
        "auditor": "最近谁看了别人的资料",
        "room-keeper": "还没有检查过",
        "registrar-head": "件正在审看",
        "policy-officer": "现行的版本",
        "mediator": "我的调解",
        "judge": "最近的场次",
    }.items():
        desk = signed_in(chromium, live, who)
        go(desk, "#/start")
        expect(desk.locator("#main")).to_contain_text(words)
        if not desk.get_by_role("region", name="先办这些").count():
            expect(desk.get_by_role("region", name="我能开的页面")).to_be_visible()
        desk.context.close()
