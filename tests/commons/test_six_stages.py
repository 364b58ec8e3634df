"""The way to a first owners' assembly, walked to its end: what each stage stands on."""

import pytest

from tests.commons.people import make_roll, make_space
from tests.commons.test_covenants_and_foundings import held_meeting
from tests.factories.files import make_photo
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.rules.states import MeetingKind

BASE = "/api/v1/commons"
TITLE = {"verified": True, "area_m2": "100", "evidence": "title_certificate"}


@pytest.fixture
def founding(as_desk, as_resident):
    """A founding of ten owners, of whom three asked with their titles seen by two."""
    space, people = make_space(), [as_resident() for _ in range(3)]
    desk, street = as_desk(Role.SECRETARY), as_desk(Role.STREET_FILING)
    begun = people[0].post(f"{BASE}/foundings", json={"space_id": str(space.id)}).json
    path = f"{BASE}/foundings/{begun['id']}"
    for clerk in (desk, street):
        clerk.put(f"{path}/totals", json={"heads": 10, "area_m2": "1000"})
    for number, person in enumerate(people, start=1):
        unit = {"unit": f"1-{number}", "area_m2": "100"}
        signed = person.post(f"{path}/co-signs", json=unit).json
        for clerk in (desk, street):
            seen = TITLE | {"reference": f"第100{number}号"}
            clerk.post(f"{BASE}/co-signs/{signed['id']}/decide", json=seen)
    return space, people, path, desk, street


def official_result(space, one, two, *, yes):
    """A result of the city's voting system with its file, entered by one, confirmed by two."""
    digest = "c" * 64
    asked = {
        "space_id": str(space.id),
        "rule": "owners_ordinary",
        "question": "选举业主委员会",
        "held_on": "2026-11-01T09:00:00+08:00",
        "file": str(make_photo(staff_id=one.staff.id).id),
        "file_sha256": digest,
        "roll": {"heads": 10, "area_m2": "1000"},
        "votes": {"yes": {"heads": yes, "area_m2": f"{yes}00"}},
    }
    made = one.post(f"{BASE}/ballots/import", json=asked)
    assert made.status_code == 201, made.json
    confirm = f"{BASE}/ballots/import/{made.json['id']}/confirm"
    assert two.post(confirm, json={"file_sha256": digest}).json["state"] == "confirmed"


def test_a_founding_walks_all_six_stages_and_skips_none(founding, as_desk):
    space, people, path, desk, street = founding

    def to(stage, clerk, note=""):
        answer = clerk.post(f"{path}/stage", json={"stage": stage, "note": note})
        return answer.json.get("stage") or answer.json["code"]

    assert people[0].get(path).json["reached_by"] == ["persons", "area"]
    assert [to(2, desk), to(4, desk)] == [2, "commons.stage_skipped"]
    assert [to(3, desk, "名单已公示"), to(3, street), to(3, street, "名单已公示")] == [
        "commons.stage_needs",
        "commons.stage_needs",
        3,
    ]
    assert [to(4, desk), to(5, desk)] == [4, "commons.stage_needs"]
    make_roll(space, [people[0].resident, *[None] * 9])
    assert to(5, desk) == "commons.stage_needs"
    held_meeting(space, MeetingKind.OWNERS)
    assert [to(5, desk), to(6, street, "备案1号")] == [5, "commons.stage_needs"]
    official_result(space, as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE), yes=3)
    assert to(6, street, "备案1号") == "commons.stage_needs"
    official_result(space, as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE), yes=8)
    assert [to(6, desk, "备案1号"), to(6, street, "备案1号")] == ["commons.stage_needs", 6]
    walked = people[0].get(path).json["stages"]
    assert [each["stage"] for each in walked] == [1, 2, 3, 4, 5, 6]


def test_one_title_asks_for_one_unit(founding, as_resident):
    _, _, path, desk, _ = founding
    other = as_resident().post(f"{path}/co-signs", json={"unit": "1-9", "area_m2": "100"}).json
    seen = TITLE | {"reference": "第1001号"}
    used = desk.post(f"{BASE}/co-signs/{other['id']}/decide", json=seen)
    assert (used.status_code, used.json["code"]) == (409, "commons.proof_used")
