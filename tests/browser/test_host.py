"""The host has everything the mini-program uses."""

from tests.client import reading
from tests.client.test_miniprogram import TYPINGS


def test_the_host_has_every_tag_in_use(phone):
    known = set(phone.open().page.evaluate("[...host.tags]"))
    assert [(path, tag) for path, tag in reading.built_in_tags() if tag not in known] == []


def test_the_host_has_every_call_in_use(phone):
    known = set(phone.open().page.evaluate("Object.keys(host.wx)"))
    assert [(path, name) for path, name in reading.calls() if name not in known] == []


def test_the_hosts_own_calls_are_wechats(phone):
    known = phone.open().page.evaluate("Object.keys(host.wx)")
    assert [name for name in known if name not in TYPINGS["wx"]] == []


def test_a_question_stands_in_the_middle_of_the_screen(phone):
    phone.open()
    phone.page.evaluate(
        "() => { host.wx.showModal({ title: '取消吗？', content: '名额让给别人' }) }"
    )
    box = phone.page.locator("dialog[open]").bounding_box()
    size = phone.page.viewport_size
    assert abs(box["x"] + box["width"] / 2 - size["width"] / 2) < 2
    assert abs(box["y"] + box["height"] / 2 - size["height"] / 2) < 2


def test_a_phone_out_of_the_drawer_is_as_empty_as_a_new_one(make_phone, drawer):
    """Storage, leave to ask for a place, the network and what was kept of the last one are gone."""
    first = make_phone().open()
    first.page.evaluate(
        """async () => {
            localStorage.setItem('left', 'behind')
            sessionStorage.setItem('left', 'behind')
            await new Promise((done) => { indexedDB.open('left').onsuccess = done })
        }"""
    )
    first.context.grant_permissions(["geolocation"])
    first.offline()
    drawer.put_back(first.context)

    second = make_phone().open()

    assert second.context is first.context
    left = """async () => [localStorage.getItem('left'), sessionStorage.length,
        (await indexedDB.databases()).map((one) => one.name).filter((name) => name === 'left').length,
        (await navigator.permissions.query({ name: 'geolocation' })).state]"""
    assert second.page.evaluate(left) == [None, 0, 0, "prompt"]
