"""Duties of an agreement: done, missed, and the road to enforcement."""

from tests.appeals.conftest import (
    fine,
    signed,
)
from tests.appeals.test_judicial_confirmation import RULING, recorded


def test_a_duty_is_performed_when_who_is_owed_says_so(quarrel):
    signed(quarrel)
    owed = fine(quarrel.zhang.get(quarrel.at), 200)["performances"][0]
    fine(quarrel.li.post(f"/api/v1/terms/{owed['id']}/performed"))
    assert fine(quarrel.li.get(quarrel.at), 200)["performances"][0]["state"] == "open"

    said = fine(quarrel.zhang.post(f"/api/v1/terms/{owed['id']}/missed"))
    assert said["state"] == "disputed"
    said = fine(quarrel.zhang.post(f"/api/v1/terms/{owed['id']}/performed"))
    assert said["state"] == "performed"


def test_what_both_call_missed_leads_to_the_application_for_enforcement(quarrel):
    signed(quarrel)
    owed = fine(quarrel.zhang.get(quarrel.at), 200)["performances"][0]
    for speaker in (quarrel.zhang, quarrel.li):
        fine(speaker.post(f"/api/v1/terms/{owed['id']}/missed"))
    text = quarrel.zhang.get(f"{quarrel.at}/enforcement.txt").get_data(as_text=True)
    assert "5,000元（伍仟元整）" in text


def test_who_is_owed_alone_comes_to_enforcement_and_what_is_confirmed_names_its_road(
    quarrel, judge
):
    recorded(quarrel, judge)
    fine(judge.post(f"{quarrel.court_at}/rule", json=RULING))
    before = fine(quarrel.zhang.get(quarrel.at), 200)
    assert before["roads"] == []
    fine(quarrel.zhang.post(f"/api/v1/terms/{before['performances'][0]['id']}/missed"))

    (road,) = fine(quarrel.zhang.get(quarrel.at), 200)["roads"]

    assert "强制执行" in road
    assert "两年" in road
    text = quarrel.zhang.get(f"{quarrel.at}/enforcement.txt").get_data(as_text=True)
    assert "请求强制执行第1项" in text


def test_what_no_court_confirmed_and_is_not_done_goes_to_court_first(quarrel):
    signed(quarrel)
    owed = fine(quarrel.zhang.get(quarrel.at), 200)["performances"][0]
    fine(quarrel.zhang.post(f"/api/v1/terms/{owed['id']}/missed"))
    roads = fine(quarrel.zhang.get(quarrel.at), 200)["roads"]
    assert any("起诉" in road for road in roads)
    assert not any("强制执行" in road for road in roads)
