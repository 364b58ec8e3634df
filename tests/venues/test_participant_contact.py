"""The organiser sees who comes, calls the roll, writes to all and has a guardian called back."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from tests.factories.accounts import make_family_member
from tests.factories.venues import MONDAY, NINE, make_activity, session_on
from tests.venues.test_activities_api import ELSEWHERE
from tests.venues.test_attendance import check_in
from tests.venues.test_attendees import register
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db, transaction
from weijiayuan.notices.models import Notice

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


@pytest.fixture
def lesson():
    question = {"id": "size", "text": "衣服尺码", "required": False, "choices": ["S", "M"]}
    return make_activity(
        session_on(NINE + DAY, NINE + 8 * DAY, capacity=3), questions=[question], title="书法课"
    )


@pytest.fixture
def mother(as_resident, lesson):
    mother = as_resident()
    left = {"nickname": "陈静", "phone": "13800001111"}
    with transaction():
        db.session.execute(update(Resident).filter_by(id=mother.resident.id).values(**left))
    for name, year in (("小明", 2018), ("=小红", 2016)):
        child = make_family_member(
            mother.resident, name=name, birth_date=MONDAY.replace(year=year), guardian=True
        )
        answer = register(mother, lesson, member_id=str(child.id), answers={"size": "S"})
        assert answer.status_code == 201, answer.json
    return mother


def path(lesson, rest):
    return f"/api/v1/activities/{lesson.id}/{rest}"


def trail(action):
    return db.session.query(AuditEntry).filter_by(action=action).count()


def test_two_children_of_one_mother_are_listed_by_name_age_and_guardian(keeper, lesson, mother):
    found = keeper.get(path(lesson, "participants")).json["items"]
    facts = [(one["name"], one["age"], one["guardian"], one["relation"]) for one in found]
    assert sorted(facts) == [("=小红", 10, "陈静", "child"), ("小明", 8, "陈静", "child")]
    assert "13800001111" not in str(found)
    assert trail("activities.participants_seen") == 1


def test_the_roll_call_sheet_has_a_box_for_each_date_and_no_formula(
    keeper, lesson, mother, at_nine
):
    codes = mother.get("/api/v1/activities/registrations").json["items"]
    at_nine.move_to(NINE + DAY)
    first = next(one["code"] for one in codes)
    assert check_in(keeper, first).json["is_first"]
    sheet = load_workbook(BytesIO(keeper.get(path(lesson, "roll-call.xlsx")).data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "书法课 点名表"
    assert rows[1][2:4] + rows[1][-2:] == ["姓名", "年龄", "11月24日09:00", "12月1日09:00"]
    assert sorted(row[2] for row in rows[2:]) == ["=小红", "小明"]
    assert sorted(row[-2] for row in rows[2:]) == ["√", "□"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_message_reaches_each_family_once(keeper, lesson, mother, as_resident):
    single = as_resident()
    assert register(single, lesson).status_code == 201
    sent = keeper.post(path(lesson, "messages"), json={"text": "请自带墨汁"})
    assert (sent.status_code, sent.json["told"]) == (201, 2), sent.json
    texts = [one.text for one in db.session.query(Notice).filter_by(template="activity_message")]
    assert texts == ["书法课：请自带墨汁"] * 2


def test_a_guardian_is_called_back_through_the_desk_and_it_is_logged(keeper, lesson, mother):
    booking = keeper.get(path(lesson, "participants")).json["items"][0]["booking_id"]
    call = f"/api/v1/venues/bookings/{booking}/call-back"
    answer = keeper.post(call, json={"reason": "孩子发烧"})
    assert (answer.status_code, answer.json) == (200, {"nickname": "陈静", "phone": "13800001111"})
    assert trail("venues.telephone_seen") == 1
    assert keeper.post(call, json={}).status_code == 422
    with transaction():
        db.session.execute(update(Resident).filter_by(id=mother.resident.id).values(phone=None))
    assert keeper.post(call, json={"reason": "再打"}).json["code"] == "venues.no_telephone"


def test_who_looks_after_another_place_sees_nobody(as_role, lesson, mother):
    other = as_role(Role.VENUE_KEEPER, territory=ELSEWHERE)
    for rest in ("participants", "roll-call.xlsx"):
        assert other.get(path(lesson, rest)).status_code == 403
    assert other.post(path(lesson, "messages"), json={"text": "x"}).status_code == 403
