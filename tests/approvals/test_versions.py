"""Every door that changes an application or a licence asks which one was looked at."""

import pytest

from weijiayuan.approvals.models import Licence
from weijiayuan.db import db

pytestmark = pytest.mark.usefixtures("on_a_working_day")

BASE = "/api/v1/approvals/applications"
DOORS = {
    "close": {},
    "pause": {"days": 30, "reason": ""},
    "resume": {},
    "handover": {},
    "handover/cancel": {},
    "change": {"answers": {"scopes": ["L6201", "G5202"]}},
}


def path(application, move):
    return f"{BASE}/{application['id']}/{move}"


@pytest.fixture
def second_version(applicant):
    """Somebody whose licence was changed once: (speaker, the licence as it is now)."""
    speaker, apply = applicant()
    uscc = apply().json["licence"]["uscc"]
    body = {"answers": {"scopes": ["L6201", "G6201"]}}
    said = speaker.post(f"/api/v1/licences/{uscc}/change", json=body).json
    assert said["licence"]["version"] == 2, said
    return speaker, said["licence"]


@pytest.mark.parametrize("door", DOORS)
def test_a_stale_tab_ends_nothing_that_it_has_not_seen(second_version, door):
    speaker, licence = second_version
    where = f"/api/v1/licences/{licence['uscc']}/{door}"

    for stale in ({}, {"version": 1}, {"version": 99}):
        said = speaker.post(where, json=DOORS[door] | stale)
        assert (said.status_code, said.json["code"]) == (409, "approvals.licence_moved_on"), stale
    for odd in (None, 0, "x", True):
        assert speaker.post(where, json=DOORS[door] | {"version": odd}).status_code == 422, odd
    now = speaker.post(where, json=DOORS[door] | {"version": 2})
    assert now.json.get("code") != "approvals.licence_moved_on"


def test_who_loses_a_race_with_a_change_reads_that_there_is_a_newer_version(second_version):
    speaker, licence = second_version
    db.session.query(Licence).filter_by(uscc=licence["uscc"]).update({"sealed_at": None})

    for door, body in DOORS.items():
        said = speaker.post(
            f"/api/v1/licences/{licence['uscc']}/{door}", json=body | {"version": 1}
        )
        assert (said.status_code, said.json["code"]) == (409, "approvals.licence_moved_on"), door


@pytest.mark.parametrize(("move", "state"), [("withdraw", "withdrawn"), ("human", "in_review")])
def test_an_application_is_withdrawn_or_sent_to_a_person_as_it_was_read(applicant, move, state):
    speaker, apply = applicant()
    mine = apply(id_valid_until="2020-01-01").json
    answers = {"answers": mine["answers"], "attempt": 1}
    again = speaker.post(path(mine, "correct"), json=answers).json
    assert (again["state"], again["attempt"]) == ("to_correct", 2)

    for stale in ({}, {"attempt": 1}, {"attempt": 9}):
        said = speaker.post(path(mine, move), json=stale)
        assert (said.status_code, said.json["code"]) == (409, "approvals.attempt_moved_on"), stale
    assert speaker.post(path(mine, move), json={"attempt": None}).status_code == 422
    assert speaker.post(path(mine, move), json={"attempt": 2}).json["state"] == state


def test_a_hand_that_shakes_asks_for_a_person_once(applicant):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json

    taps = [speaker.post(path(mine, "human"), json={"attempt": 1}) for _ in range(4)]

    assert [(tap.status_code, tap.json["attempt"]) for tap in taps] == [(200, 2)] * 4


def test_two_tabs_do_not_save_over_each_other(applicant):
    speaker, _ = applicant()
    body = {"kind": "individual", "answers": {"name": "甲"}, "draft": True}
    draft = speaker.post(BASE, json=body).json
    assert draft["saves"] == 0
    where = f"{BASE}/{draft['id']}"
    first = speaker.put(where, json={"attempt": 0, "answers": {"name": "乙"}})
    assert first.json["saves"] == 1

    for stale in ({}, {"saves": 0}, {"saves": 7}):
        said = speaker.put(where, json={"attempt": 0, "answers": {"name": "丙"}} | stale)
        assert (said.status_code, said.json["code"]) == (409, "approvals.attempt_moved_on"), stale
        said = speaker.post(f"{where}/correct", json={"answers": {"name": "丙"}} | stale)
        assert (said.status_code, said.json["code"]) == (409, "approvals.attempt_moved_on"), stale
    seen = speaker.put(where, json={"answers": {"name": "丙"}, "saves": 1}).json
    assert (seen["saves"], seen["answers"]["name"]) == (2, "丙")
    assert speaker.post(f"{where}/correct", json={"answers": {}, "saves": 2}).json["saves"] == 0
