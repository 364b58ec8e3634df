"""A list of devices: all of it on the register, or, while one row has a problem, none."""

import base64
import io

import openpyxl
from sqlalchemy import func, select

from tests.factories.sensing import make_device
from tests.sensing.conftest import URL as WIRE
from tests.sensing.test_desk_api import URL
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.device_spreadsheet import HEADINGS, MOST_DEVICES

PAGE = f"{URL}/devices/imports"
ROW = {
    "编号": "pond-1", "类别": "道路积水", "名称": "涵洞水位", "经度": "113.94493", "纬度": "22.7415",
    "坐标系": "GCJ-02", "地址": "示例路涵洞", "场所": "道路、广场", "责任单位": "示例水务站",
    "责任单位电话": "", "安装依据": "防洪排涝监测", "备案号": "", "间隔秒数": "60秒",
    "安装日期": "2026/11/20", "网关编号": "",
}  # fmt: skip


def sheet(*changes):
    lines = [",".join(HEADINGS)]
    for nth, change in enumerate(changes):
        row = ROW | {"编号": f"pond-{nth}"} | change
        lines.append(",".join(f'"{row[name]}"' for name in HEADINGS))
    return "\n".join(lines)


def count():
    return db.session.scalar(select(func.count()).select_from(Device))


def test_each_device_of_a_list_has_a_key_that_is_shown_once_and_opens(now, admin, client):
    body = {"csv": sheet({}, {"网关编号": "pond-2"}, {})}
    key = {"Idempotency-Key": "once"}
    answer = admin.post(PAGE, json=body, headers=key)

    assert answer.status_code == 200, answer.json
    items = {each["code"]: each for each in answer.json["items"]}
    assert set(items) == {"pond-0", "pond-1", "pond-2"}
    header = {"Authorization": f"Bearer {items['pond-2']['key']}"}
    voices = client.get(f"{WIRE}/Datastreams", headers=header).json["value"]
    assert {each["@iot.id"] for each in voices} == {
        items["pond-1"]["datastream_id"],
        items["pond-2"]["datastream_id"],
    }
    again = admin.post(PAGE, json=body, headers=key)
    assert (again.status_code, again.json["items"], count()) == (200, None, 3)


def test_while_one_row_has_a_problem_no_device_is_registered(now, admin):
    make_device(code="pond-9")
    faulty = [
        ({"类别": "热成像"}, "类别"),
        ({"编号": "pond-9"}, "编号"),
        ({"编号": "pond-0"}, "编号"),
        ({"经度": "东经113度"}, "经度"),
        ({"坐标系": ""}, "坐标系"),
        ({"经度": "0", "纬度": "0"}, "编号"),
        ({"安装日期": "2036-01-01"}, "编号"),
        ({"间隔秒数": "5"}, "间隔秒数"),
        ({"网关编号": "nobody"}, "网关编号"),
        ({"名称": "3栋502独居老人烟感"}, "编号"),
        ({"责任单位": "居民李小红"}, "编号"),
        ({"名称": "=cmd()"}, "名称"),
        ({"类别": "消防通道占用（摄像盒）", "场所": "浴室、卫生间"}, "编号"),
    ]
    answer = admin.post(PAGE, json={"csv": sheet({}, *(change for change, _ in faulty))})

    assert (answer.status_code, answer.json["code"]) == (409, "sensing.list_faulty")
    told = {each["row"]: each["column"] for each in answer.json["findings"]}
    assert told == {nth: column for nth, (_, column) in enumerate(faulty, start=3)}
    assert count() == 1


def test_a_rehearsal_says_what_is_wrong_and_keeps_nothing(now, admin):
    body = {"csv": sheet({}, {"类别": "热成像"}), "dry_run": True}
    answer = admin.post(PAGE, json=body)

    assert answer.status_code == 200
    assert answer.json["count"] == 2
    assert [each["row"] for each in answer.json["problems"]] == [3]
    assert (answer.json["items"], count()) == ([], 0)


def test_a_workbook_is_read_and_what_is_no_list_or_too_long_is_refused(now, admin):
    book = openpyxl.Workbook()
    book.active.append(list(HEADINGS))
    book.active.append([ROW[name] for name in HEADINGS])
    file = io.BytesIO()
    book.save(file)
    sent = base64.b64encode(file.getvalue()).decode()
    assert len(admin.post(PAGE, json={"file": sent}).json["items"]) == 1

    too_many = sheet(*({} for _ in range(MOST_DEVICES + 1)))
    for body in ("名字,电话\n甲,1", ",".join(HEADINGS), too_many):
        answer = admin.post(PAGE, json={"csv": body})
        assert (answer.status_code, answer.json["code"]) == (422, "sensing.list_unreadable")


def test_an_empty_list_is_there_to_be_filled_in_and_only_administrators_send_one(now, as_role):
    assert as_role(Role.DISPATCHER).post(PAGE, json={"csv": sheet({})}).status_code == 403
    template = as_role(Role.ADMIN).get(f"{PAGE}/template")
    assert template.text.lstrip("\ufeff").strip() == ",".join(HEADINGS)
