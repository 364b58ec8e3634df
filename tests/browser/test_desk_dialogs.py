"""A dialog at the desk goes with its page, names what it acts on, and loses nothing that was written."""

from pathlib import Path
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.test_desk_every_page import TOKEN, signed_in
from tests.factories.places import GUANGMING_SQUARE

CONSOLE = Path(__file__).parents[2] / "static" / "console"
REASON = "不属于本平台受理范围，请向物业反映。"


@pytest.fixture
def dispatcher(chromium, live):
    desk = signed_in(chromium, live, "dispatcher")
    desk.faults = []
    desk.on("pageerror", lambda fault: desk.faults.append(str(fault)))
    yield desk
    desk.context.close()
    assert desk.faults == []


@pytest.fixture
def two_matters(live, dispatcher):
    """Two fresh matters that the dispatcher sees, as (id, number)."""
    made = []
    for _ in range(2):
        sent = live.session(f"dialogs-{uuid4().hex[:8]}").post(
            f"{live.base}/api/v1/tips",
            json={
                "category": "06010",
                "text": f"墙边垃圾 {uuid4().hex}",
                "place": GUANGMING_SQUARE,
            },
            headers={"Idempotency-Key": uuid4().hex},
            timeout=10,
        )
        sent.raise_for_status()
        made.append(sent.json())
    found = []
    for tip in made:
        token = dispatcher.evaluate(f"sessionStorage.getItem('{TOKEN}')")
        rows = requests.get(
            f"{live.base}/api/v1/events?q={tip['number']}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        ).json()["items"]
        found.append((rows[0]["id"], rows[0]["number"]))
    return found


def look_at(desk, matter):
    desk.evaluate("id => { location.hash = `#/matters/${id}`; }", matter[0])
    expect(desk.get_by_role("heading", level=1)).to_contain_text(matter[1])


def refuse(desk):
    desk.get_by_role("group", name="可以做的").get_by_role("button", name="不予受理").click()
    return desk.get_by_role("dialog", name="不予受理")


def test_every_dialog_is_opened_in_the_one_place():
    found = [
        path.relative_to(CONSOLE).as_posix()
        for path in CONSOLE.rglob("*.js")
        if "vendor" not in path.parts and ".showModal(" in path.read_text("utf-8")
    ]
    assert found == ["shell/dialogs.js"]


def test_a_dialog_names_its_matter_and_closes_when_another_page_comes(dispatcher, two_matters):
    first, second = two_matters
    look_at(dispatcher, first)
    look_at(dispatcher, second)
    dialog = refuse(dispatcher)
    expect(dialog).to_contain_text(second[1])

    dispatcher.go_back()
    expect(dispatcher.get_by_role("heading", level=1)).to_contain_text(first[1])
    expect(dispatcher.get_by_role("dialog")).to_have_count(0)

    dialog = refuse(dispatcher)
    expect(dialog).to_contain_text(first[1])
    dialog.get_by_label("原因").select_option(index=1)
    dialog.get_by_label("给上报人的说明").fill(REASON)
    with dispatcher.expect_request("**/reject") as sent:
        dialog.get_by_role("button", name="不予受理").click()
    assert first[0] in sent.value.url
    assert sent.value.headers["if-match"]


def test_what_was_written_is_there_again_for_the_same_matter_alone(dispatcher, two_matters):
    first, second = two_matters
    look_at(dispatcher, first)
    refuse(dispatcher).get_by_label("给上报人的说明").fill(REASON)
    dispatcher.keyboard.press("Escape")
    expect(dispatcher.get_by_role("dialog")).to_have_count(0)
    again = refuse(dispatcher)
    expect(again.get_by_label("给上报人的说明")).to_have_value(REASON)
    again.get_by_role("button", name="取消").click()

    look_at(dispatcher, second)
    expect(refuse(dispatcher).get_by_label("给上报人的说明")).to_have_value("")


def test_a_session_that_ends_in_a_dialog_goes_on_after_signing_in_there(dispatcher, two_matters):
    matter = two_matters[0]
    look_at(dispatcher, matter)
    dialog = refuse(dispatcher)
    dialog.get_by_label("原因").select_option(index=1)
    dialog.get_by_label("给上报人的说明").fill(REASON)
    dispatcher.evaluate(f"sessionStorage.setItem('{TOKEN}', 'dead')")
    dialog.get_by_role("button", name="不予受理").click()

    back = dispatcher.get_by_role("dialog", name="登录已过期")
    back.get_by_role("button", name="先不登录").click()
    expect(dialog.get_by_label("给上报人的说明")).to_have_value(REASON)
    dialog.get_by_role("button", name="不予受理").click()
    samples = back.get_by_role("region", name="示例人员").get_by_role("button")
    expect(samples).to_have_count(1)
    samples.click()

    expect(dispatcher.get_by_role("dialog")).to_have_count(0)
    expect(dispatcher.locator(".marks").first).to_contain_text("不予受理")


def test_what_somebody_did_meanwhile_is_looked_at_first(dispatcher, two_matters, live):
    matter = two_matters[0]
    look_at(dispatcher, matter)
    dialog = refuse(dispatcher)
    token = dispatcher.evaluate(f"sessionStorage.getItem('{TOKEN}')")
    answer = requests.post(
        f"{live.base}/api/v1/events/{matter[0]}/reclassify",
        json={"category": "06011", "reason": "是积存垃圾"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex},
        timeout=10,
    )
    assert answer.ok, answer.text
    dialog.get_by_label("原因").select_option(index=1)
    dialog.get_by_label("给上报人的说明").fill(REASON)
    dialog.get_by_role("button", name="不予受理").click()
    expect(dialog.get_by_role("alert")).to_contain_text("有了新情况")


def test_the_meaning_of_a_number_goes_with_its_page(chromium, live):
    desk = signed_in(chromium, live, "supervisor")
    desk.evaluate("location.hash = '#/screen'")
    desk.locator(".tiles button", has_text="超期").click()
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.go_back()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.context.close()
