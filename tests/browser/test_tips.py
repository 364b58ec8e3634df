"""Tips on the telephone: sent with photos, settled on the spot, rated, reviewed, done again."""

import re
from datetime import timedelta
from io import BytesIO
from time import monotonic
from urllib.parse import unquote

import pytest
import requests
from PIL import Image
from sqlalchemy import select

from tests.browser.visits_events import HERE
from tests.files.pictures import as_bytes, scene
from weijiayuan.db import db, transaction
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Event, EventPhoto
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import to_wgs84

GPS = {"latitude": 22.7386, "longitude": 113.9398}  # WGS-84 of the place in the home grid
SECRET_PLACE = b"SECRET-PLACE-IN-METADATA"
MOST_SECONDS_TO_SETTLE = 60


def photo_with_gps():
    """A JPEG that tells where it was taken, and by which camera."""
    image = Image.open(BytesIO(as_bytes(scene(640, 480))))
    exif = image.getexif()
    exif[0x010F] = "TellTaleCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 44.0, 18.0), 3: "E", 4: (113.0, 56.0, 23.0)})
    exif[0x010E] = SECRET_PLACE.decode()
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def choose_photos(phone, *raws):
    """Choose pictures in the uploader, as from the album."""
    files = [
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": raw}
        for number, raw in enumerate(raws)
    ]
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("拍照或选图")
    chooser.value.set_files(files)
    phone.settle()


def place_phone(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(GPS)


def event_of(live, number):
    with live.app.app_context():
        return db.session.scalars(select(Event).filter_by(number=number)).one()


def test_a_tip_is_settled_on_the_spot_rated_reviewed_and_done_again(phone, live, make_phone):
    place_phone(phone)
    raw = photo_with_gps()
    assert SECRET_PLACE in raw
    phone.open("pages/tips/send/send")
    choose_photos(phone, raw, as_bytes(scene(320, 240)))
    phone.write("是什么问题", "示例以外：小区门口有一堆垃圾没人清")
    phone.page.get_by_role("textbox", name="位置说明").click()
    phone.sees("暴露垃圾")
    phone.tap(re.compile("暴露垃圾"), "radio")
    phone.tap("提交", exact=True)
    phone.sees("请在图上点一下问题的位置")  # nobody's place is taken without a finger
    phone.tap("用我现在的位置")
    phone.page.get_by_role("button", name="这里").wait_for()
    phone.tap("提交", exact=True)
    phone.wait_for_route("pages/tips/tip/tip")
    phone.sees("收到了，谢谢您")
    phone.sees("另一个人去看办好没有")
    phone.sees("已受理")
    phone.photograph("var/screenshots/stories/tip-sent.png")
    number = phone.route.split("number=")[1].split("&")[0]
    without_metadata(live, number)

    worker = make_phone(persona="grid-worker")
    place_phone(worker)
    event = event_of(live, number)
    worker.open("packages/grid/event/event", f"?id={event.id}")
    choose_photos(worker, as_bytes(scene(320, 240)))
    worker.write("处置说明", "已清走")
    move_phone_to(worker, event)
    worker.tap("处置完成")
    worker.sees("已处置，等待核查")
    worker.photograph("var/screenshots/stories/tip-settled.png")

    phone.reload()
    phone.sees("处置后的照片")
    phone.tap(re.compile("^1颗星"), "radio")
    phone.tap(re.compile("没有解决"), "radio")
    phone.write("想说的话", "还剩一半")
    phone.tap("提交评价")
    phone.sees("区里会在一个工作日内复核")

    supervisor = make_phone(persona="supervisor")
    supervisor.open("packages/grid/event/event", f"?id={event.id}")
    supervisor.write("复核意见", "现场核实确有剩余，重新办理")
    supervisor.tap("重新办理")
    supervisor.settle()
    phone.reload()
    phone.sees("复核意见：现场核实确有剩余，重新办理")
    phone.photograph("var/screenshots/stories/tip-reopened.png")
    again = event_of(live, number)
    assert (again.state, again.reopens) == ("reopened", 1)
    assert again.due_at > clock.now()


def move_phone_to(phone, event):
    """Stand at the place: the browser speaks WGS-84."""
    lng, lat = to_wgs84(event.lng, event.lat)
    phone.context.set_geolocation({"latitude": lat, "longitude": lng})


def without_metadata(live, number):
    """Look at every stored byte and every served byte of the tip's photos."""
    with live.app.app_context():
        event = db.session.scalars(select(Event).filter_by(number=number)).one()
        ids = db.session.scalars(select(EventPhoto.file_id).filter_by(event_id=event.id)).all()
        folder = live.app.extensions["weijiayuan.settings"].data_dir
    assert len(ids) == 2
    stored = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    worker = live.session("grid-worker")
    shown = worker.get(f"{live.base}/api/v1/events/{event.id}", timeout=10).json()["before"]
    served = [
        requests.get(live.base + photo[size], timeout=10).content
        for photo in shown
        for size in ("address", "small")
    ]
    assert len(served) == 4
    for raw in [*stored, *served]:
        assert SECRET_PLACE not in raw
        assert b"TellTaleCamera" not in raw
    for raw in served:
        image = Image.open(BytesIO(raw))
        assert dict(image.getexif()) == {}
        assert "exif" not in image.info


def test_an_anonymous_tip_goes_on_by_its_receipt_alone(phone, live):
    place_phone(phone)
    phone.open("pages/tips/send/send", "?anonymous=1")
    choose_photos(phone, photo_with_gps())
    phone.write("是什么问题", "楼道里有人给电动车飞线充电")
    phone.tap("匿名提交")
    phone.sees("请在图上点一下问题的位置")
    phone.tap("用我现在的位置")
    phone.settle()
    phone.tap("匿名提交")
    phone.sees("已收到，请抄下回执")
    receipt = phone.page.locator(".receipt").inner_text()
    phone.photograph("var/screenshots/stories/receipt.png")
    phone.write("请输入回执的最后四位，确认已经抄好", "0000" if receipt[-4:] != "0000" else "1111")
    phone.tap("我已抄好")
    phone.sees("和回执的最后四位不一样")
    phone.write("请输入回执的最后四位，确认已经抄好", receipt[-4:])
    phone.tap("我已抄好")
    phone.sees("谢谢您")
    with live.app.app_context():
        event = db.session.scalars(
            select(Event).filter_by(source="anonymous").order_by(Event.reported_at.desc()).limit(1)
        ).one()
        assert event.reporter_id is None
    worker = live.session("grid-worker")
    worker.headers["Idempotency-Key"] = "ask-by-receipt"
    path = f"{live.base}/api/v1/events/{event.id}/messages"
    worker.post(path, json={"text": "是几号楼？", "is_question": True}, timeout=10)

    phone.open("pages/tips/receipt/receipt")
    phone.write("16位回执", receipt)
    phone.tap("查看")
    phone.sees("是几号楼？")
    phone.write("给办理单位留言", "三号楼一单元")
    phone.tap("发送")
    phone.sees("三号楼一单元")
    phone.photograph("var/screenshots/stories/receipt-opened.png")


def test_a_wrong_receipt_is_told_apart_by_nothing(phone):
    phone.expect_fault("status of 404")
    phone.open("pages/tips/receipt/receipt")
    phone.write("16位回执", "1234 5678 9012 3456")
    phone.tap("查看")
    phone.sees("回执不对，或者已经过期")


def lose_the_first_answer(phone):
    """Let the next tip arrive while its answer is lost on the way."""
    lost = []

    def arrive(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().json()["number"])
            route.abort()
        else:
            route.continue_()

    phone.expect_fault("ERR_FAILED")
    phone.page.route("**/api/v1/tips", arrive)
    return lost


def test_a_draft_survives_no_network_and_is_sent_once(phone, live):
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    place_phone(phone)
    phone.open("pages/tips/send/send")
    choose_photos(phone, as_bytes(scene(320, 240)))
    phone.write("是什么问题", "路灯坏了，晚上很黑，怕摔跤")
    phone.tap("用我现在的位置")
    phone.page.get_by_role("button", name="这里").wait_for()
    phone.offline()
    phone.tap("提交", exact=True)
    phone.sees("还没有发出去")
    phone.tap("确定")
    phone.offline(gone=False)
    lost = lose_the_first_answer(phone)
    phone.tap("提交", exact=True)
    phone.sees("还没有发出去")
    phone.tap("确定")
    phone.reload()
    phone.sees("要接着写吗")
    phone.tap("接着写")
    phone.sees("上次已传好")
    assert phone.page.get_by_role("textbox", name="是什么问题").input_value().startswith("路灯坏了")
    phone.tap("提交", exact=True)
    phone.wait_for_route("pages/tips/tip/tip")
    assert reported(phone, live) == lost


def test_a_draft_that_arrived_unheard_and_was_changed_is_not_reported_twice(phone, live):
    place_phone(phone)
    phone.open("pages/tips/send/send")
    phone.write("是什么问题", "楼下垃圾桶满了三天没有人来收")
    phone.tap("用我现在的位置")
    phone.page.get_by_role("button", name="这里").wait_for()
    lost = lose_the_first_answer(phone)
    phone.tap("提交", exact=True)
    phone.sees("还没有发出去")
    phone.tap("确定")
    phone.write("是什么问题", "楼下垃圾桶满了三天没有人来收，很臭。")
    phone.expect_fault("422")
    phone.tap("提交", exact=True)
    phone.sees("其实已经送到了")
    assert reported(phone, live) == lost

    phone.tap("知道了")
    phone.tap("提交", exact=True)
    phone.wait_for_route("pages/tips/tip/tip")
    assert len(reported(phone, live)) == 2


def reported(phone, live):
    speaker = live.session(phone.persona)
    sent = speaker.get(f"{live.base}/api/v1/tips", timeout=10).json()["items"]
    return [each["number"] for each in sent]


def test_an_order_late_in_report_in_becomes_a_supervision_and_a_score(live, make_phone):
    desk = make_phone(persona="secretary")
    desk.open("packages/grid/event/event", f"?id={open_matter(live)}")
    desk.tap("社区发令")
    desk.wait_for_route("packages/staff/call/call")
    desk.tap("示例·区交通运输局", role="checkbox")
    desk.write("要办什么", "路面塌陷联合处置")
    desk.write("在哪里报到", "光明广场北门")
    desk.tap("发令", exact=True)
    desk.wait_for_route("packages/staff/order/order")
    code = desk.page.locator(".code .numbers").inner_text()
    phone = make_phone(persona="department")
    phone.open("packages/staff/orders/orders")
    phone.tap(re.compile("路面塌陷联合处置"), role="link")
    phone.wait_for_route("packages/staff/order/order")
    phone.tap("签收")
    phone.sees("已签收，待报到")
    with live.app.app_context(), transaction():
        for _ in range(20):
            if not periodic_tasks.escalate(clock.now() + timedelta(days=9)):
                break
    phone.reload()
    phone.sees(re.compile("督办[23]级"))
    phone.write("报到人", "李工")
    phone.write("报到码", code)
    phone.tap("现场报到")
    phone.sees(re.compile("李工 到场报到，凭现场报到码"))
    phone.write("采取的措施", "已围护并回填")
    phone.tap("现场没有问题", role="radio")
    phone.tap("提交完成情况")
    phone.sees("已完成，待验收")
    phone.open("packages/staff/supervisions/supervisions")
    phone.tap(re.compile("^书面回复 报到时限已超"))
    phone.write("原因和措施", "队伍在另一处抢险，已到场")
    phone.tap("提交回复")
    phone.sees("已回复")
    desk.reload()
    desk.tap("验收通过")
    desk.write("配合（0到10分）", "9")
    desk.write("成效（0到40分）", "36")
    desk.tap("评分")
    desk.sees(re.compile("得分：.*分"))
    desk.sees(re.compile("报到及时 0"))
    desk.photograph("var/screenshots/stories/order-scored.png")


def test_what_a_grid_worker_finds_is_reported_and_settled_in_five_taps(make_phone):
    worker = make_phone(persona="grid-worker")
    place_phone(worker)
    worker.open("packages/grid/report/report")
    begun = monotonic()
    choose_photos(worker, photo_with_gps())
    worker.tap("非法小广告", role="radio")
    with worker.page.expect_file_chooser() as chooser:
        worker.page.get_by_role("button", name="拍照或选图").nth(1).tap()
    after = {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": as_bytes(scene(320, 240))}
    chooser.value.set_files(after)
    worker.settle()
    worker.photograph("var/screenshots/stories/report-and-settle.png")
    worker.tap("上报并办结")
    worker.wait_for_route("packages/grid/event/event")
    worker.sees(re.compile("已处置|已办结"))
    assert monotonic() - begun < MOST_SECONDS_TO_SETTLE


def open_matter(live):
    """A matter in the home community that waits for somebody."""
    speaker = live.session("order-reporter")
    speaker.headers["Idempotency-Key"] = "browser-order-tip"
    body = {"category": "06013", "text": "路面塌陷了一大块", "place": HERE}
    number = speaker.post(f"{live.base}/api/v1/tips", json=body, timeout=10).json()["number"]
    return event_of(live, number).id


@pytest.mark.parametrize("mode", ["normal", "elder"])
@pytest.mark.parametrize("anonymous", ["", "?anonymous=1"])
def test_danger_shows_whom_to_call_in_big_numbers_at_once(make_phone, mode, anonymous):
    phone = make_phone()
    place_phone(phone)
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.open("pages/tips/send/send", anonymous)
    if mode == "elder":
        phone.use_elder()
    phone.page.evaluate(
        "document.addEventListener('click', (e) => {"
        " const a = e.target.closest && e.target.closest('a[href^=tel]');"
        " if (a) { e.preventDefault(); window.dialled = a.getAttribute('href') } }, true)"
    )
    phone.write("是什么问题", "草坪上很脏，一个老人晕倒在那里，头上有血")
    phone.page.get_by_role("textbox", name="位置说明").click()
    phone.sees("有人受伤或发病：请先打电话")
    button = phone.page.get_by_role("button", name="拨打120，急救")
    button.scroll_into_view_if_needed()
    phone.photograph(
        f"var/screenshots/stories/danger-{mode}{'-anonymous' if anonymous else ''}.png"
    )
    assert button.bounding_box()["height"] >= (80 if mode == "elder" else 60)
    button.click()
    phone.let_arrive()
    assert phone.page.evaluate("window.dialled") == "tel:120"
    least = 60 if mode == "elder" else 44
    assert phone.axe() + phone.small_targets(least) + phone.clipped() == []
    assert not [url for url in asked if "晕倒" in unquote(url) or re.search(r"lat=\d+\.\d{4}", url)]
