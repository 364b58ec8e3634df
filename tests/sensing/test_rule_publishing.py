"""Rules that two people publish, tried first on what was measured."""

import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from sqlalchemy import select

from tests.factories.sensing import make_device, measured
from tests.sensing.conftest import NOW
from tests.sensing.test_desk_api import URL
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.rules.builtin_device_classes import shipped_content
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest


def test_a_rule_that_was_mostly_wrong_asks_first(now, as_role):
    device, _ = make_device("gas")
    with transaction():
        for nth in range(20):
            at = NOW - timedelta(days=nth + 1)
            db.session.add(
                Alarm(
                    device_id=device.id, datastream_id=device.datastream_id, kind="gas", level=2,
                    raised_at=at, found_at=at, value=12, peak=12, rules_version="x",
                    state=AlarmState.FALSE, lng=device.lng, lat=device.lat,
                    grid_code=device.grid_code, cleared_at=at,
                )
            )  # fmt: skip
    measured(device, [2, 11, 12, 13])

    assert (
        db.session.scalars(select(Alarm).filter_by(cleared_at=None)).one().state is AlarmState.ASKED
    )
    lines = as_role(Role.SUPERVISOR).get(f"{URL}/sensing/rules").json["classes"]
    gas = next(kind for kind in lines if kind["code"] == "gas")
    assert next(line for line in gas["lines"] if line["level"] == 2)["is_doubted"]


def drafted(**given):
    raw = files("weijiayuan").joinpath("data", "sensing", "classes.toml").read_text("utf-8")
    content = tomllib.loads(raw) | {"version": "2026-12-01"}
    content["classes"][0]["lines"][0].update(given)
    return content


def test_rules_are_published_by_two_people(now, as_role):
    one, two = as_role(Role.ADMIN), as_role(Role.SUPERVISOR)
    proposed = one.post(
        f"{URL}/sensing/rules", json={"content": drafted(**{"raise": 20}), "reason": "汛期后"}
    )
    assert proposed.status_code == 201, proposed.json
    path = f"{URL}/sensing/rules/2026-12-01/decide"

    assert one.post(path, json={"approved": True}).json["code"] == "sensing.second_person"
    assert one.get(f"{URL}/sensing/rules").json["version"] == shipped_content()["version"]
    assert two.post(path, json={"approved": True}).status_code == 200
    assert two.post(path, json={"approved": False}).json["code"] == "sensing.rule_decided"
    assert one.get(f"{URL}/sensing/rules").json["version"] == "2026-12-01"

    device, _ = make_device()
    measured(device, [16, 17, 18, 19])
    assert db.session.scalars(select(Alarm)).all() == []


def test_a_draft_that_would_take_back_another_unseen_is_outdated(now, as_role):
    one, two = as_role(Role.ADMIN), as_role(Role.SUPERVISOR)
    for version, change in (("a-1", {"raise": 20}), ("b-1", {"dwell_minutes": 11})):
        content = drafted(**change) | {"version": version}
        draft = {"content": content, "reason": "汛期后"}
        assert one.post(f"{URL}/sensing/rules", json=draft).status_code == 201
        now.shift(timedelta(seconds=1))

    path = f"{URL}/sensing/rules/{{}}/decide"
    assert two.post(path.format("a-1"), json={"approved": True}).status_code == 200
    second = two.post(path.format("b-1"), json={"approved": True})
    assert (second.status_code, second.json["code"]) == (409, "sensing.rule_outdated")
    assert two.post(path.format("b-1"), json={"approved": False}).status_code == 200


def test_an_auditor_reads_and_replays_and_changes_nothing(now, as_role):
    auditor = as_role(Role.AUDITOR)
    draft = {"content": drafted(), "reason": "试"}
    assert as_role(Role.ADMIN).post(f"{URL}/sensing/rules", json=draft).status_code == 201

    assert auditor.get(f"{URL}/sensing/rules").status_code == 200
    tried = {"kind": "gas", "from": "2026-11-29", "to": "2026-11-29"}
    assert auditor.post(f"{URL}/sensing/replays", json=tried).status_code == 200
    assert auditor.post(f"{URL}/sensing/rules", json=draft).status_code == 403
    decided = auditor.post(f"{URL}/sensing/rules/2026-12-01/decide", json={"approved": True})
    assert decided.status_code == 403


def test_a_class_that_is_in_force_cannot_be_dropped_nor_proposed_below_the_floor(now, as_role):
    officer = as_role(Role.ADMIN)
    fewer = drafted() | {"classes": drafted()["classes"][:-1]}
    seen_everywhere = drafted() | {"forbidden_places": drafted()["forbidden_places"][:1]}
    for content, says in ((fewer, "lamp"), (seen_everywhere, "浴室"), ({}, "缺少")):
        answer = officer.post(f"{URL}/sensing/rules", json={"content": content, "reason": "试"})
        assert (answer.status_code, answer.json["code"]) == (422, "sensing.rule_invalid")
        assert says in answer.json["detail"]
    tried = {"kind": "gas", "from": "2026-11-29", "to": "2026-11-29", "content": {}}
    assert officer.post(f"{URL}/sensing/replays", json=tried).status_code == 422


@pytest.mark.parametrize("given", [{"raise": 5}, {"needed": 9}])
def test_a_draft_that_would_flutter_is_refused_in_words(now, as_role, given):
    answer = as_role(Role.ADMIN).post(
        f"{URL}/sensing/rules", json={"content": drafted(**given), "reason": "试"}
    )

    assert (answer.status_code, answer.json["code"]) == (422, "sensing.rule_invalid")
    assert "road_water 3级" in answer.json["detail"]


def test_a_draft_is_tried_on_what_was_measured(now, as_role):
    device, _ = make_device()
    measured(device, [5, 16, 17, 18, 5])
    ask = {"kind": "road_water", "from": "2026-11-29", "to": "2026-11-29"}
    officer = as_role(Role.SUPERVISOR)

    now_in_force = officer.post(f"{URL}/sensing/replays", json=ask).json["items"]
    draft = officer.post(
        f"{URL}/sensing/replays", json=ask | {"content": drafted(**{"raise": 20})}
    ).json
    assert [item["device"] for item in now_in_force] == [device.code]
    assert (draft["version"], draft["items"]) == ("2026-12-01", [])


def test_a_replay_raises_what_was_raised_when_the_readings_came(now, as_role):
    one, _ = make_device()
    other, _ = make_device()
    late, _ = make_device()
    measured(other, [45])
    now.shift(timedelta(minutes=2))
    measured(one, [46])
    began = datetime.now(UTC) - timedelta(hours=3)
    readings = [
        Reading(late.datastream_id, began + timedelta(minutes=nth), 20.0) for nth in range(5)
    ]
    with transaction():
        ingest.take_in(late, readings, now=datetime.now(UTC))
    then = {(alarm.device_id, alarm.level) for alarm in db.session.scalars(select(Alarm))}
    ask = {"kind": "road_water", "from": "2026-11-29", "to": "2026-11-29"}

    found = as_role(Role.SUPERVISOR).post(f"{URL}/sensing/replays", json=ask).json["items"]

    assert then == {(one.id, 1)}
    assert [(each["device"], each["level"]) for each in found] == [(one.code, 1)]


def test_a_draft_begins_from_what_is_in_force(admin):
    found = admin.get(f"{URL}/sensing/rules/content").json["content"]

    assert found == shipped_content()
    none = admin.get(f"{URL}/sensing/rules/content?version=none")
    assert (none.status_code, none.json["code"]) == (404, "sensing.rule_not_found")
