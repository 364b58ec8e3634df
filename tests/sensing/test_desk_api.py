"""Staff: the register of devices, and alarms that somebody judges."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.factories.events import GRID, OTHER_GRID
from tests.factories.places import GUANGMING_SQUARE
from tests.factories.sensing import make_device, measured
from tests.sensing.conftest import NOW
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.rules.builtin_device_classes import shipped_content
from weijiayuan.sensing.service import alarm_verdicts

URL = "/api/v1"

CAMERA = {
    "code": "cam-1", "kind": "fire_lane", "name": "消防通道摄像盒", "place": GUANGMING_SQUARE,
    "place_kind": "building", "address": "3栋西侧", "owner": "示例物业", "basis": "条例第七条，物业公司",
    "interval_seconds": 60, "installed_on": "2026-11-20",
}  # fmt: skip

CHANGED = ("name", "place", "place_kind", "address", "owner", "basis")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"place_kind": "bath"}, 409, "sensing.place_forbidden"),
        ({"place_kind": "room"}, 409, "sensing.place_forbidden"),
        ({"basis": ""}, 409, "sensing.basis_missing"),
        ({"basis": "无"}, 409, "sensing.basis_missing"),
        ({"name": "女生宿舍浴室摄像"}, 409, "sensing.place_forbidden"),
        ({"address": "示例路1号更衣室里"}, 409, "sensing.place_forbidden"),
        ({"name": "张三家烟感 13800138000"}, 422, "sensing.person_in_register"),
        ({"owner": "张三 11010519491231002X"}, 422, "sensing.person_in_register"),
        ({"name": "3栋502独居老人烟感"}, 422, "sensing.person_in_register"),
        ({"address": "王大爷家门口"}, 422, "sensing.person_in_register"),
        ({"owner": "物业 微信abc12345"}, 422, "sensing.person_in_register"),
        ({"installed_on": "2036-01-01"}, 422, "sensing.installed_ahead"),
        ({"address": "出租屋床头"}, 409, "sensing.place_forbidden"),
        ({"address": "陈女士出租屋门口"}, 422, "sensing.person_in_register"),
        ({"place": {"lng": 0, "lat": 0, "datum": "gcj02"}}, 409, "sensing.outside_district"),
        ({"place_kind": "moon"}, 422, "sensing.not_in_rules"),
        ({"kind": "moon"}, 422, "sensing.not_in_rules"),
        ({"code": "摄像"}, 422, "web.malformed"),
        ({"place": {"lng": 113.9, "lat": 22.7}}, 422, "web.malformed"),
        ({"interval_seconds": 0}, 422, "web.malformed"),
        ({"installed_on": "9999-12-31"}, 422, "web.malformed"),
    ],
)
def test_a_device_where_the_law_forbids_it_is_refused_with_the_article(admin, change, status, code):
    answer = admin.post(f"{URL}/devices", json=CAMERA | change)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    if code in ("sensing.place_forbidden", "sensing.basis_missing"):
        assert "条" in answer.json["detail"]


def test_a_register_takes_nothing_that_recognises_records_or_rates_people(admin):
    answer = admin.post(
        f"{URL}/devices", json=CAMERA | {"basis": "条例第七条，不采集人脸，只报占用"}
    )
    assert answer.status_code == 201
    page = f"{URL}/devices/{answer.json['device']['id']}"
    sent = {name: value for name, value in CAMERA.items() if name in CHANGED}
    assert admin.put(page, json=sent | {"filed_no": "粤公备2026-001"}).status_code == 200

    for where, words in (
        ("name", "人 臉 辨 識 盒"),
        ("basis", "记录员工考勤"),
        ("filed_no", "抓拍1号"),
    ):
        refused = admin.put(page, json=sent | {where: words})
        assert (refused.status_code, refused.json["code"]) == (409, "sensing.persons_recognised")
        refused = admin.post(f"{URL}/devices", json=CAMERA | {"code": "cam-2", where: words})
        assert (refused.status_code, refused.json["code"]) == (409, "sensing.persons_recognised")


def test_a_request_that_is_repeated_shows_no_key_again(admin):
    headers = {"Idempotency-Key": "register-1"}
    first, again = (admin.post(f"{URL}/devices", json=CAMERA, headers=headers) for _ in range(2))
    assert first.json["key"]
    assert (again.status_code, again.json["key"]) == (201, None)
    assert again.json["device"] == first.json["device"]

    page, headers = (
        f"{URL}/devices/{first.json['device']['id']}/rotate-key",
        {"Idempotency-Key": "rotate-1"},
    )
    first, again = (admin.post(page, headers=headers) for _ in range(2))
    assert first.json["key"]
    assert again.json == first.json | {"key": None}


def test_a_key_is_shown_once_and_ends_when_another_is_given(admin, client):
    added = admin.post(f"{URL}/devices", json=CAMERA).json
    device_id, stream = added["device"]["id"], added["device"]["datastream_id"]
    path = f"/sensing/v1.1/Datastreams('{stream}')"
    speaks = lambda key: client.get(path, headers={"Authorization": f"Bearer {key}"}).status_code  # noqa: E731

    assert speaks(added["key"]) == 200
    assert "key" not in str(admin.get(f"{URL}/devices").json["items"][0])
    other = admin.post(f"{URL}/devices/{device_id}/rotate-key").json["key"]
    assert (speaks(added["key"]), speaks(other)) == (401, 200)
    admin.post(f"{URL}/devices/{device_id}/retire")
    assert speaks(other) == 401
    assert admin.post(f"{URL}/devices", json=CAMERA).json["code"] == "sensing.code_taken"


def test_an_unfiled_camera_says_until_when_it_must_be_filed(admin):
    added = admin.post(f"{URL}/devices", json=CAMERA).json["device"]

    assert added["must_file_by"] == "2026-12-20"
    filed = admin.put(
        f"{URL}/devices/{added['id']}",
        json={
            key: CAMERA[key] for key in ("name", "place", "place_kind", "address", "owner", "basis")
        }
        | {"filed_no": "深公备2026-1"},
    )
    assert filed.json["must_file_by"] is None


def test_anyone_may_know_what_stands_near_and_nothing_it_measured(now, client):
    device, _ = make_device()
    measured(device, [7, 8, 9])

    shown = client.get(f"{URL}/devices/public?near=113.94493,22.7415").json

    assert [item["measures"] for item in shown["items"]] == ["道路积水"]
    assert "不识别人脸" in shown["promise"]
    assert not {"id", "datastream_id", "key", "value", "code"} & shown["items"][0].keys()
    assert client.get(f"{URL}/devices/public?near=113.8,22.7").json["items"] == []
    assert client.get(f"{URL}/devices/public?near=here").status_code == 422


def test_somebody_looks_and_finds_it_true_once(asked, as_role):
    worker = as_role(Role.GRID_WORKER, territory=GRID)
    first = worker.post(f"{URL}/alarms/{asked.id}/confirm", json={"words": "水到脚踝"})
    again = as_role(Role.DISPATCHER).post(f"{URL}/alarms/{asked.id}/false", json={})

    assert (first.json["state"], first.json["words"]) == ("confirmed", "水到脚踝")
    assert (again.status_code, again.json["code"]) == (409, "sensing.alarm_decided")
    assert db.session.get(Event, UUID(first.json["event_id"])).level == 3


def test_a_false_alarm_makes_no_matter(asked, as_role):
    as_role(Role.GRID_WORKER).post(f"{URL}/alarms/{asked.id}/false", json={"words": "没有积水"})

    assert db.session.scalars(select(Event)).all() == []


def test_an_alarm_is_for_who_watches_its_place(asked, as_role, as_resident):
    stranger = as_role(Role.GRID_WORKER, territory=OTHER_GRID)

    assert stranger.get(f"{URL}/alarms").json["items"] == []
    assert stranger.get(f"{URL}/alarms/{asked.id}").status_code == 404
    assert stranger.post(f"{URL}/alarms/{asked.id}/confirm", json={}).status_code == 404
    assert as_resident().get(f"{URL}/alarms").status_code == 403
    assert (
        as_role(Role.AUDITOR).post(f"{URL}/alarms/{asked.id}/confirm", json={}).status_code == 404
    )


def test_a_grave_alarm_is_stood_down_by_no_grid_worker(now, as_role):
    device, _ = make_device("gas")
    measured(device, [2, 30, 31, 32])
    grave = db.session.scalars(select(Alarm).filter_by(level=1)).one()

    page = f"{URL}/alarms/{grave.id}/clear"
    refused = as_role(Role.GRID_WORKER).post(page, json={})
    assert (refused.status_code, refused.json["code"]) == (409, "sensing.stand_down_by_person")
    dispatcher = as_role(Role.DISPATCHER)
    high = dispatcher.post(page, json={"words": "没事"})
    assert (high.status_code, high.json["code"]) == (409, "sensing.still_high")
    assert "32%LEL" in high.json["detail"]


def test_an_alarm_is_cleared_by_hand_when_it_is_calm_and_raises_again_when_it_is_not(now, as_role):
    device, _ = make_device("gas")
    measured(device, [2, 30, 31, 32])
    now.shift(timedelta(minutes=2))
    measured(device, [3])
    grave = db.session.scalars(select(Alarm).filter_by(level=1)).one()
    dispatcher = as_role(Role.DISPATCHER)

    assert dispatcher.post(f"{URL}/alarms/{grave.id}/clear", json={}).json["cleared_at"]
    now.shift(timedelta(minutes=5))
    measured(device, [33, 34, 35])
    again = db.session.scalars(select(Alarm).filter_by(level=1, cleared_at=None)).one()
    now.shift(timedelta(minutes=30))
    silent = dispatcher.post(f"{URL}/alarms/{again.id}/clear", json={})
    assert (silent.status_code, silent.json["code"]) == (409, "sensing.look_first")
    found = dispatcher.post(f"{URL}/alarms/{again.id}/clear", json={"words": "阀门已关，无气味"})
    assert (found.status_code, found.json["code"]) == (409, "sensing.look_first")
    as_role(Role.GRID_WORKER).post(f"{URL}/alarms/{again.id}/confirm", json={"words": "在漏"})
    found = dispatcher.post(f"{URL}/alarms/{again.id}/clear", json={"words": "阀门已关，无气味"})
    assert found.json["cleared_at"]


def test_what_slid_is_measured_from_a_new_zero_by_an_engineer_after_another_looked(now, as_role):
    device, _ = make_device("slope", place_kind="site")
    measured(device, [5, 35, 36, 36])
    slid = db.session.scalars(select(Alarm)).one()
    page, engineer = f"{URL}/alarms/{slid.id}/clear", as_role(Role.SUPERVISOR)
    alone = engineer.post(page, json={"words": "已加固"})
    assert (alone.status_code, alone.json["code"]) == (409, "sensing.confirm_first")

    as_role(Role.GRID_WORKER).post(f"{URL}/alarms/{slid.id}/confirm", json={"words": "有裂缝"})
    assert engineer.post(page, json={}).json["code"] == "sensing.found_needed"
    assert engineer.post(page, json={"words": "已加固，勘查无继续滑动"}).json["cleared_at"]
    now.shift(timedelta(minutes=10))
    measured(device, [36, 50, 60, 60])
    assert db.session.query(Alarm).filter_by(cleared_at=None).count() == 0
    now.shift(timedelta(minutes=10))
    measured(device, [60, 67, 68, 69])
    assert db.session.query(Alarm).filter_by(cleared_at=None).one().value == 33


def test_a_grave_alarm_is_false_when_two_people_say_so(now, as_role):
    device, _ = make_device("gas")
    measured(device, [2, 30, 31, 32])
    grave = db.session.scalars(select(Alarm).filter_by(level=1)).one()
    page = f"{URL}/alarms/{grave.id}/false"
    one, two = as_role(Role.GRID_WORKER), as_role(Role.GRID_WORKER)

    first = one.post(page, json={"words": "没闻到"})
    assert (first.json["state"], bool(first.json["denied_at"])) == ("matter", True)
    for speaker in (one, two):
        again = speaker.post(page, json={"words": "没有"})
        assert (again.status_code, again.json["code"]) == (409, "sensing.another_must_verify")
    second = as_role(Role.DISPATCHER).post(page, json={"words": "复核正常"})
    assert (second.json["state"], second.json["words"]) == ("false", "没闻到；复核正常")


def test_a_grave_alarm_that_one_denied_is_still_true_when_another_finds_it(now, as_role):
    device, _ = make_device("gas")
    measured(device, [2, 30, 31, 32])
    grave = db.session.scalars(select(Alarm).filter_by(level=1)).one()
    as_role(Role.GRID_WORKER).post(f"{URL}/alarms/{grave.id}/false", json={})

    found = as_role(Role.SECRETARY).post(f"{URL}/alarms/{grave.id}/confirm", json={})
    assert found.json["state"] == "confirmed"


def test_the_alarms_of_a_device_that_is_retired_end_with_it(asked, admin):
    admin.post(f"{URL}/devices/{asked.device_id}/retire")
    db.session.expire_all()
    assert db.session.get(Alarm, asked.id).cleared_at is not None


def test_alarms_are_judged_by_what_became_of_their_matter(now):
    device, _ = make_device("gas")
    measured(device, [2, 30, 31, 32])
    with transaction():
        for event in db.session.scalars(select(Event)):
            event.closed_at, event.outcome = NOW, "no_fault"
        assert alarm_verdicts.judge_by_outcome(NOW) == 0  # it is still there
        for alarm in db.session.scalars(select(Alarm)):
            alarm.cleared_at = NOW
        assert alarm_verdicts.judge_by_outcome(NOW) == 2

    assert {each.state for each in db.session.scalars(select(Alarm))} == {AlarmState.FALSE}


def test_what_only_measures_may_stand_where_people_live(admin):
    smoke = CAMERA | {"kind": "smoke", "code": "smoke-room", "place_kind": "room", "basis": ""}

    assert admin.post(f"{URL}/devices", json=smoke).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"places": [*shipped_content()["places"], {"code": "room2", "name": "宿舍内"}]},
        {
            "forbidden_places": [
                {"code": each["code"], "name": "道路"} if each["code"] == "bath" else each
                for each in shipped_content()["forbidden_places"]
            ]
        },
    ],
)
def test_a_forbidden_place_is_forbidden_under_any_name(admin, change):
    draft = shipped_content() | {"version": "2026-12-01"} | change
    answer = admin.post(f"{URL}/sensing/rules", json={"content": draft, "reason": "试试"})

    assert (answer.status_code, answer.json["code"]) == (422, "sensing.rule_invalid")
