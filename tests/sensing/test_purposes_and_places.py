"""What a register takes: purposes and places in any words, units as owners, by POST and by PUT."""

from pathlib import Path

import pytest

from tests.sensing.test_desk_api import URL
from weijiayuan.accounts.rules import Role

HERE = Path(__file__).parent
ROWS = [
    line.split("\t")
    for name in ("purposes_and_places.tsv", "gatherings_and_whereabouts.tsv")
    for line in (HERE / name).read_text().splitlines()
    if line[0] != "#"
]
CAMERA = {
    "code": "cam-1",
    "kind": "fire_lane",
    "name": "占道盒",
    "place": {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"},
    "place_kind": "building",
    "address": "测试路1号",
    "owner": "光明区示例单位",
    "owner_phone": "",
    "basis": "公共安全视频图像信息系统管理条例第七条",
    "filed_no": "粤公备2026-001",
    "interval_seconds": 60,
    "installed_on": "2026-11-20",
}
FIXED = ("code", "kind", "interval_seconds", "installed_on")


def test_words_of_a_register_are_taken_or_refused_alike_by_both_doors(now, as_role):
    admin, wrong = as_role(Role.ADMIN), []
    given = admin.post(f"{URL}/devices", json=CAMERA)
    page = f"{URL}/devices/{given.json['device']['id']}"
    for nth, (allowed, field, said) in enumerate(ROWS):
        body = {**CAMERA, "code": f"cam-x{nth}", field: said}
        posted = admin.post(f"{URL}/devices", json=body)
        change = {name: value for name, value in body.items() if name not in FIXED}
        put = admin.put(page, json=change)
        taken = (posted.status_code == 201, put.status_code == 200)
        if taken != ((True, True) if allowed == "yes" else (False, False)):
            wrong.append((allowed, field, said, taken, posted.json.get("detail")))

    assert wrong == []


@pytest.mark.parametrize("owner", ["居民李小红", "个人：张三", "王小明"])
def test_a_person_owns_no_device_that_anyone_may_look_up(now, as_role, owner):
    answer = as_role(Role.ADMIN).post(f"{URL}/devices", json={**CAMERA, "owner": owner})

    assert (answer.status_code, answer.json["code"]) == (422, "sensing.person_in_register")
