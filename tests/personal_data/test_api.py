"""A copy of all my data, and leaving: nothing that names the person stays anywhere."""

import pytest
from sqlalchemy import inspect, text

from tests.factories.accounts import make_family_member, make_resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import blind_index
from weijiayuan.personal_data.service import KEEPERS

PHONE = "13812345678"


@pytest.fixture
def ming(as_resident):
    resident = make_resident(
        openid="openid-of-ming", nickname="阿明", phone=PHONE, phone_mark=blind_index(PHONE)
    )
    make_family_member(resident, name="王小明")
    return as_resident(resident)


def test_the_copy_has_a_part_from_every_domain(ming):
    copy = ming.get("/api/v1/me/export").json
    assert copy.keys() == KEEPERS.keys()
    assert copy["accounts"]["resident"]["phone"] == PHONE
    assert copy["accounts"]["family"][0]["name"] == "王小明"


def test_leaving_erases_whatever_names_the_person(ming, database):
    mark, resident_id = blind_index(PHONE), str(ming.resident.id)
    assert ming.post("/api/v1/me/close").status_code == 204

    assert ming.get("/api/v1/me").status_code == 401
    database.session.expire_all()
    for table in inspect(database.engine).get_table_names():
        rows = str(database.session.execute(text(f"SELECT * FROM {table}")).all())
        assert "openid-of-ming" not in rows
        assert mark not in rows
    gone = database.session.execute(text("SELECT count(*) FROM family_members")).scalar()
    assert gone == 0
    assert resident_id


def test_whoever_comes_back_is_a_new_resident(ming, client, wechat_of_app):
    ming.post("/api/v1/me/close")
    code = wechat_of_app.code("阿明")
    again = client.post("/api/v1/sessions", json={"code": code}).json["resident"]
    assert again["id"] != str(ming.resident.id)


def test_staff_end_their_duty_before_they_leave(as_role):
    answer = as_role(Role.GRID_WORKER).post("/api/v1/me/close")
    assert (answer.status_code, answer.json["code"]) == (409, "personal.staff_cannot_close")
