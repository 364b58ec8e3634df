"""身边: near and open on arrival, what fits, what is found at the door, and all of it without network."""

import json
import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.visits_directory import a_site, an_open_charter, conditional_services
from tests.browser.visits_venues import post

MOST_BYTES = 200 * 1024
EXACT = 0.000321
"""How far off its rounded place the telephone is."""


def asked(phone):
    """The places that the telephone sent, as the words of queries and bodies."""
    sent = []
    phone.page.on("request", lambda one: sent.append((one.url, one.post_data or "")))
    return sent


def test_somebody_finds_what_is_near_and_takes_it_along(make_phone, live):
    centre = a_site(live)
    place = centre["place"]
    stands = {key: round(place[key], 3) + EXACT for key in ("lng", "lat")}
    where = {"longitude": stands["lng"], "latitude": stands["lat"]}
    phone = make_phone(geolocation=where, permissions=["geolocation"])
    sent = asked(phone)

    phone.open("packages/directory/near/near")
    assert not [url for url, _ in sent if "near=" in url]
    phone.tap("筛选", exact=True)
    phone.tap("找站点", "tab")
    phone.tap("看结果")
    phone.tap("离我近")
    phone.sees("用完就忘")
    phone.settle()
    nears = [parse_qs(urlsplit(url).query)["near"][0] for url, _ in sent if "near=" in url]
    assert nears
    assert all(re.fullmatch(r"\d+\.\d{3},\d+\.\d{3}", near) for near in nears)
    phone.tap("把15分钟内的存到手机")
    phone.sees("存在手机里的")
    phone.settle()

    held = json.loads(phone.page.evaluate("localStorage.getItem('mp:saved-sites')"))
    assert len(held) > 1
    assert len(json.dumps(held, ensure_ascii=False).encode()) <= MOST_BYTES

    name = held[0]["name"]
    phone.tap(re.compile(f"^{re.escape(name)}"), "link")
    phone.wait_for_route("packages/directory/site/site")
    phone.tap("收藏，没网也能看")
    phone.tap("我在门口，反馈一下")
    phone.tap("和写的一样")
    phone.sees("收到了，谢谢")
    phone.settle()
    (report,) = [json.loads(body) for url, body in sent if url.endswith("/reports")]
    assert all(report["place"][key] == round(report["place"][key], 3) for key in stands)

    phone.use_elder()
    phone.back()
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    phone.offline()
    phone.tap("到时开着")
    phone.sees("下面是存在手机里的站点")
    phone.photograph(SCREENSHOTS / "directory-offline-elder.png")
    phone.tap(re.compile(f"^{re.escape(name)}"), "link")
    phone.sees("去之前最好先打个电话")
    phone.sees("开放时间")
    phone.photograph(SCREENSHOTS / "directory-site-offline-elder.png")
    phone.offline(gone=False)


def test_what_is_missing_near_home_is_read_without_network(make_phone, live):
    place = a_site(live)["place"]
    where = {"longitude": place["lng"], "latitude": place["lat"]}
    phone = make_phone(geolocation=where, permissions=["geolocation"])
    phone.open("packages/directory/near/near")
    phone.use_elder()
    phone.page.set_viewport_size({"width": 320, "height": 640})
    within = phone.page.get_by_role("dialog")
    phone.tap("筛选", exact=True)
    for name in ("我要做什么", "免费", "看结果"):
        box = within.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 320, name
    phone.tap("看结果")
    for name in ("离我近", "到时开着", "筛选"):
        box = phone.page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 320, name
    phone.photograph(SCREENSHOTS / "directory-near-320-elder.png")
    phone.tap("我家15分钟，还缺什么")
    phone.tap("我正在家，按位置算")
    phone.sees(re.compile(r"^\d+样(里缺\d+样|都有)$"))
    phone.settle()

    phone.back()
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    phone.offline()
    phone.tap("我家15分钟，还缺什么")
    phone.sees("没有网络。这是")
    phone.sees(re.compile(r"^\d+样(里缺\d+样|都有)$"))
    phone.photograph(SCREENSHOTS / "directory-circle-offline-elder.png")
    phone.offline(gone=False)


def one_that_asks_yes_or_no(live):
    """A service of which one word settles the most."""
    for service in conditional_services(live):
        said = post(live, "anybody", "/services/fit", {"ids": [service["id"]]})
        if said["next_question"]["kind"] == "yes_no":
            return service
    raise AssertionError("every service asks for a date first")


def test_what_fits_is_said_with_reasons_after_one_question(phone, live):
    service = one_that_asks_yes_or_no(live)
    phone.open("packages/directory/service/service", f"?id={service['id']}")
    phone.tap("看看适不适合我")
    phone.sees("可能适用")
    phone.tap(re.compile("^(是|不是)$"))
    expect(phone.page.get_by_text(re.compile("^(符合|不符合)：")).first).to_be_visible()
    phone.photograph(SCREENSHOTS / "directory-fit.png")


def test_who_acts_for_a_member_votes_on_the_charter_and_may_change_their_mind(make_phone, live):
    phone = make_phone(persona=an_open_charter(live))
    phone.open("packages/directory/charter/charter")
    phone.use_elder()
    phone.sees("三分之二以上")

    phone.tap("登录后表决")
    phone.settle()
    phone.tap("不同意", "radio", exact=True)
    phone.tap("表决", exact=True)
    phone.sees("请说说理由")
    phone.write("为什么不同意", "互助账要写清楚")
    phone.let_arrive()  # what was missing is no longer said, and the button moves up
    phone.tap("表决", exact=True)
    phone.tap("确定")
    phone.sees("已记下，理由大家都看得到")
    phone.settle()
    phone.sees("不同意：互助账要写清楚")
    assert phone.axe() == []
    assert phone.clipped() == []

    phone.tap("同意，签署", "radio")
    phone.tap("表决", exact=True)
    phone.tap("确定")
    phone.sees("已签署，谢谢")
    phone.settle()
    phone.sees("已签署：示例表决单位")
    phone.photograph(SCREENSHOTS / "directory-charter-elder.png")


def test_what_no_place_here_offers_says_whom_to_ask_and_a_broken_road_is_reported(phone):
    phone.open("packages/directory/near/near")
    box = phone.page.get_by_role("textbox").first
    box.fill("出国公证")
    box.press("Enter")
    phone.sees("打12348或12345")
    phone.photograph(SCREENSHOTS / "directory-elsewhere.png")

    box.fill("路面塌了个洞")
    box.press("Enter")
    phone.sees("身边没有这样的服务")
    phone.photograph(SCREENSHOTS / "directory-other-door.png")
    phone.tap("随手拍", exact=True)
    expect(phone.page).to_have_url(re.compile("pages/tips/send/send"))
