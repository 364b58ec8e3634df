"""Members of a roll demand a meeting, and with as many as the law names it has to be called."""

import io
from base64 import b64encode
from datetime import timedelta

import openpyxl
import pytest

from tests.commons.people import crowd, make_roll, make_space
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import personal_data
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.rules import decision_rules
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice

BASE = "/api/v1/commons"


@pytest.mark.parametrize(
    ("rule", "basis", "heads", "least"),
    [
        ("owners_ordinary", Basis.OWNERS, 81, 17),
        ("owners_ordinary", Basis.OWNERS, 80, 16),
        ("residents_meeting", Basis.RESIDENTS, 101, 11),
        ("residents_meeting", Basis.HOUSEHOLDS, 100, 10),
        ("residents_meeting", Basis.DELEGATES, 31, 11),
        ("delegates_meeting", Basis.DELEGATES, 31, 7),
    ],
)
def test_the_share_that_can_demand_a_meeting_is_the_law_s(rule, basis, heads, least):
    share = decision_rules.shipped()[rule].may_ask(basis)
    assert share.least(heads) == least
    assert (share.holds(least - 1, heads), share.holds(least, heads)) == (False, True)


def test_nobody_demands_by_a_roll_that_the_law_does_not_name():
    assert decision_rules.shipped()["owners_ordinary"].may_ask(Basis.RESIDENTS) is None
    assert decision_rules.shipped()["deliberation"].may_ask(Basis.OWNERS) is None


def test_a_fifth_of_the_owners_demands_and_the_meeting_answers_it(client, as_desk, as_resident):
    people = crowd(10)
    space = make_space()
    make_roll(space, [*people[:9], None])
    asked = {"space_id": str(space.id), "kind": "owners", "reason": "物业合同到期要不要续"}
    stranger = as_resident().post(f"{BASE}/demands", json=asked)
    assert stranger.json["code"] == "commons.not_member"
    found = as_resident(people[0]).post(f"{BASE}/demands", json=asked).json
    assert (found["signatures"], found["needed"], found["state"]) == (1, 2, "gathering")
    twice = as_resident(people[0]).post(f"{BASE}/demands", json=asked)
    assert twice.json["code"] == "commons.demand_open"
    other = as_resident(people[1]).post(f"{BASE}/demands", json=asked | {"reason": "地库改造"})
    assert other.status_code == 201
    path = f"{BASE}/demands/{found['id']}"
    assert as_resident(people[0]).post(f"{path}/sign").json["code"] == "commons.signed_before"
    desk, second = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    theirs = desk.post(f"{path}/sign-at-desk", json={"number": 9})
    assert theirs.json["code"] == "commons.speaks_already"
    alone = desk.post(f"{path}/sign-at-desk", json={"number": 10}).json
    assert (alone["state"], alone["signatures"]) == ("gathering", 1)
    again = desk.post(f"{path}/sign-at-desk", json={"number": 10})
    assert again.json["code"] == "commons.second_person_needed"
    signed = second.post(f"{path}/sign-at-desk", json={"number": 10}).json
    assert (signed["state"], signed["signatures"]) == ("reached", 2)
    [told] = db.session.query(Notice).filter_by(cause=f"commons.demand:{found['id']}")
    assert (told.resident_id, told.link) == (
        people[0].id,
        f"/pages/commons/home/home?id={space.id}",
    )
    left = as_resident(people[0]).post(f"{path}/take-back").json
    assert (left["state"], left["reached_at"]) == ("gathering", None)
    assert as_resident(people[0]).post(f"{path}/sign").json["state"] == "reached"

    starts = clock.now() + timedelta(days=20)
    meeting = {
        "space_id": str(space.id),
        "kind": "owners",
        "title": "临时业主大会",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=2)).isoformat(),
        "place": "架空层",
        "called_by": ["业主委员会"],
        "demand_id": found["id"],
    }
    other = desk.post(f"{BASE}/meetings", json=meeting | {"kind": "parlour"})
    assert other.json["code"] == "commons.demand_another"
    called = desk.post(f"{BASE}/meetings", json=meeting).json
    assert as_resident().get(path).json["meeting_id"] == called["id"]
    late = as_resident(people[0]).post(f"{path}/take-back")
    assert late.json["code"] == "commons.demand_over"
    desk.post(f"{BASE}/meetings/{called['id']}/cancel", json={"reason": "场地漏水"})
    assert as_resident().get(path).json["state"] == "reached"
    roll = found_roll(space)
    for clerk in (desk, second):
        clerk.post(f"{BASE}/rolls/{roll}/members/1/unverify", json={"reason": "合同是别人的"})
    assert as_resident().get(path).json["state"] == "gathering"
    copy = personal_data.export(people[0].id)
    assert copy["meetings_demanded"] == ["物业合同到期要不要续"]


def test_a_demand_that_names_a_neighbour_waits_and_may_be_taken_back(client, as_desk, as_resident):
    people = crowd(12)
    space = make_space()
    make_roll(space, people, basis="residents", area=0)
    asked = {
        "space_id": str(space.id),
        "kind": "residents",
        "reason": "3栋502的人天天半夜吵闹，要开会",
    }
    held = as_resident(people[0]).post(f"{BASE}/demands", json=asked).json
    assert held["state"] == "held"
    path = f"{BASE}/demands/{held['id']}"
    assert as_resident().get(path).status_code == 404
    assert as_resident(people[1]).post(f"{path}/sign").status_code == 404
    desk = as_desk(Role.SECRETARY)
    assert len(desk.get(f"{BASE}/demands/held?space={space.id}").json["items"]) == 1
    assert desk.post(f"{path}/release").json["state"] == "gathering"
    assert as_resident(people[0]).get(f"{path}/mine").json == {"on_roll": True, "signed": True}
    assert as_resident(people[0]).post(f"{path}/take-back").json["state"] == "withdrawn"


def found_roll(space):
    return queries.roll_in_force(space.id, [Basis.OWNERS]).id


def test_a_demand_with_somebody_s_number_is_refused_and_never_shown(client, as_desk, as_resident):
    people, space = crowd(12), make_space()
    make_roll(space, people)
    asked = {
        "space_id": str(space.id),
        "kind": "owners",
        "reason": "302李梅吃回扣，电话13800138000",
    }
    held = as_resident(people[0]).post(f"{BASE}/demands", json=asked).json
    path, desk = f"{BASE}/demands/{held['id']}", as_desk(Role.SECRETARY)
    assert desk.post(f"{path}/release").json["code"] == "commons.names_somebody"
    lawful = asked | {"reason": "审议地库改造"}
    assert as_resident(people[1]).post(f"{BASE}/demands", json=lawful).json["state"] == "gathering"
    refused = desk.post(f"{path}/refuse", json={"reason": "写了别人的电话"})
    assert refused.json["state"] == "withdrawn"
    [told] = db.session.query(Notice).filter_by(cause=f"commons.demand_refused:{held['id']}")
    assert told.resident_id == people[0].id
    assert as_resident(people[0]).post(f"{BASE}/demands", json=lawful).status_code == 201


def test_four_fifths_of_a_delegates_roll_are_delegates(client, as_desk):
    space = make_space()
    one, two = as_desk(Role.SECRETARY), as_desk(Role.COMMITTEE)

    def entered(delegates):
        rows = [{"unit": f"{n}号", "delegate": n <= delegates} for n in range(1, 11)]
        asked = {"basis": "delegates", "closes_on": "2026-12-01", "source": "名单", "rows": rows}
        return one.post(f"{BASE}/spaces/{space.id}/rolls", json=asked).json["id"]

    short = two.post(f"{BASE}/rolls/{entered(7)}/confirm")
    assert (short.status_code, short.json["code"]) == (409, "commons.too_few_delegates")
    assert "第29条" in short.json["detail"]
    assert two.post(f"{BASE}/rolls/{entered(8)}/confirm").json["state"] == "in_force"


LINES = [
    ["和润花园业主名册", "", "", "", ""],
    ["房号", "建筑面积（㎡）", "产权人", "买受人编号", "未售"],
    ["1-101", "88.50", "甲", "GM-2019-0007", ""],
    ["1-102", "1,088.5㎡", "甲", "GM-2019-0007", "否"],
    ["1-103", "70", "", "", "是"],
    ["合计", "1247", "", "", ""],
]


def workbook(lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.parametrize(
    "body", [workbook(LINES), "\n".join("\t".join(line) for line in LINES).encode("gb18030")]
)
def test_a_roll_is_read_from_a_workbook_or_a_text_and_entered_as_it_is(client, as_desk, body):
    one, space = as_desk(Role.COMMITTEE), make_space()
    read = one.post(f"{BASE}/rolls/sheets", json={"file": b64encode(body).decode()})
    assert read.status_code == 200, read.json
    assert (read.json["errors"], read.json["heads"]) == ([], 2)
    asked = {"basis": "owners", "closes_on": "2026-12-01", "source": "登记簿"}
    roll = one.post(f"{BASE}/spaces/{space.id}/rolls", json=asked | {"rows": read.json["rows"]})
    assert (roll.json["heads"], roll.json["area_m2"]) == (2, "1247.00")


def test_what_is_wrong_with_a_sheet_is_told_by_row_and_column(client, as_desk):
    one = as_desk(Role.COMMITTEE)

    def told(text):
        sent = {"file": b64encode(text.encode()).decode()}
        answer = one.post(f"{BASE}/rolls/sheets", json=sent).json
        return [(each["row"], each["column"]) for each in answer["errors"]]

    assert told("房号,面积\n1-101,88.555\n1-101,70\n,70") == [
        (2, "面积"),
        (4, "房号"),
        (3, "房号"),
    ]
    assert told("名字,面积\n1-101,88") == [(1, "房号")]
    broken = one.post(f"{BASE}/rolls/sheets", json={"file": b64encode(b"PK broken").decode()})
    assert (broken.status_code, broken.json["code"]) == (422, "commons.sheet_unreadable")
