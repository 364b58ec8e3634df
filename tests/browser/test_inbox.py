"""Messages and matters."""

from datetime import timedelta

from weijiayuan.accounts.queries import resident_by_openid
from weijiayuan.db import transaction
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.notices import my_matters, service


def person(live, persona):
    """Make sure that somebody exists, and give their id."""
    live.session(persona)
    return resident_by_openid(openid_of(persona)).id


def put_matters(live, persona, count):
    with live.app.app_context(), transaction():
        who, now = person(live, persona), clock.now()
        for number in range(count):
            my_matters.put(
                who,
                kind="sample",
                ref=str(number),
                title=f"活动室预约 {number}",
                state="held",
                state_text="已预约",
                link="pages/about/about",
                at=now - timedelta(minutes=number),
            )


def test_a_matter_leads_to_its_page_and_back(phone, live):
    put_matters(live, phone.persona, 1)
    phone.open("pages/matters/matters")
    phone.tap("活动室预约 0", "link")
    phone.wait_for_route("pages/about/about")
    phone.back()
    phone.sees("活动室预约 0")
    assert phone.route == "pages/matters/matters"


def test_what_was_seen_can_be_seen_without_network(phone, live):
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    put_matters(live, phone.persona, 1)
    phone.open("pages/matters/matters")
    phone.offline()
    phone.tap("首页", "link")
    phone.tap("我的事项", "link")
    phone.sees("没有网络")
    phone.sees("活动室预约 0")
    phone.offline(gone=False)


def test_older_matters_come_when_scrolling(phone, live):
    put_matters(live, phone.persona, 25)
    phone.open("pages/matters/matters")
    assert phone.page.locator(".matter").count() == 20
    phone.page.evaluate("document.getElementById('pages').scrollTo(0, 1e6)")
    phone.page.wait_for_function("() => document.querySelectorAll('.matter').length === 25")
    phone.sees("都在这里了")


def tell(live, persona, cause):
    with live.app.app_context(), transaction():
        service.tell(
            person(live, persona),
            cause=cause,
            template="notice_not_found",  # any sentence without facts will do
            facts={},
            now=clock.now(),
            link="pages/about/about",
        )


def test_a_message_is_read(phone, live):
    tell(live, phone.persona, "first")
    phone.open("pages/inbox/inbox")
    phone.page.locator("#tabs .wx-badge").get_by_text("1").wait_for()
    phone.page.locator(".notice").tap()
    phone.wait_for_route("pages/about/about")
    phone.back()
    assert phone.page.locator(".notice").get_by_text("未读").count() == 0


def test_everything_is_marked_read_at_once(phone, live):
    tell(live, phone.persona, "first")
    tell(live, phone.persona, "second")
    phone.open("pages/inbox/inbox")
    phone.tap("全部标为已读")
    phone.settle()
    phone.page.wait_for_function("() => !document.querySelector('.notice.unread')")
    assert phone.page.locator("#tabs .wx-badge:not([hidden])").count() == 0


def test_the_first_page_shows_what_is_new(phone, live):
    tell(live, phone.persona, "first")
    phone.open("pages/me/me")
    phone.tap("首页", "link")
    phone.wait_for_route("pages/home/home")
    phone.sees("新消息")
