"""The desk login: password, one-time code, lock-out; and who may appoint."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.factories.accounts import make_staff
from weijiayuan.accounts import staff
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind, may, password_faults
from weijiayuan.db import transaction

PASSWORD = "Guangming-2026"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def secretary(database):
    account = make_staff(Role.SECRETARY, username="li", totp_secret=pyotp.random_base32())
    with transaction():
        staff.set_password(account, PASSWORD)
    return account


def code(account, *, steps=0):
    return pyotp.TOTP(account.totp_secret).at(NOW, counter_offset=steps)


def login(client, account, *, password=PASSWORD, otp=None):
    body = {"username": account.username, "password": password, "otp": otp or code(account)}
    return client.post("/api/v1/staff/sessions", json=body)


def test_password_and_code_open_a_desk_session(client, secretary):
    answer = login(client, secretary)
    assert answer.status_code == 201
    assert answer.json["staff"]["duties"][0]["role"] == "secretary"
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/staff/me", headers=headers).json["username"] == "li"


def test_a_one_time_code_works_one_time(client, secretary):
    assert login(client, secretary).status_code == 201
    assert login(client, secretary).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
def test_a_clock_may_be_half_a_minute_off(client, secretary, steps, status):
    assert login(client, secretary, otp=code(secretary, steps=steps)).status_code == status


def test_five_failures_lock_for_fifteen_minutes_even_for_the_right_password(
    client, secretary, at_ten
):
    for _ in range(4):
        assert login(client, secretary, password="wrong").status_code == 401
    fifth = login(client, secretary, password="wrong")
    right = login(client, secretary)

    assert (fifth.status_code, fifth.json["code"]) == (409, "accounts.staff_locked")
    assert right.status_code == 409
    assert "10:15" in right.json["detail"]
    at_ten.move_to(NOW + timedelta(minutes=15), tick=False)
    otp = pyotp.TOTP(secretary.totp_secret).at(NOW + timedelta(minutes=15))
    assert login(client, secretary, otp=otp).status_code == 201


def test_an_unknown_name_and_a_wrong_password_look_the_same(client, secretary):
    wrong = login(client, secretary, password="wrong").json
    nobody = {"username": "nobody", "password": "wrong", "otp": "123456"}
    unknown = client.post("/api/v1/staff/sessions", json=nobody).json
    assert wrong | {"request_id": ""} == unknown | {"request_id": ""}


def test_fifteen_idle_minutes_end_a_desk_session(client, secretary, at_ten):
    headers = {"Authorization": f"Bearer {login(client, secretary).json['token']}"}
    at_ten.move_to(NOW + timedelta(minutes=10), tick=False)
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 200
    at_ten.move_to(NOW + timedelta(minutes=20), tick=False)
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 200
    at_ten.move_to(NOW + timedelta(minutes=36), tick=False)
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 401


def test_the_last_five_passwords_do_not_come_back(client, secretary):
    headers = {"Authorization": f"Bearer {login(client, secretary).json['token']}"}
    answer = client.put("/api/v1/staff/me/password", json={"password": PASSWORD}, headers=headers)
    assert answer.status_code == 422
    assert answer.json["fields"]["password"] == ["不能用最近5次用过的密码"]


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Short-1", ["accounts.password_short"]),
        ("onlyletters", ["accounts.password_plain"]),
        ("Xiaoli-2026", ["accounts.password_has_name"]),
        ("Guangming-2026", []),
    ],
)
def test_a_password_is_told_what_is_wrong_with_it(password, faults):
    assert password_faults(password, username="xiaoli") == faults


def test_only_an_admin_appoints(as_role):
    body = {
        "username": "wang",
        "display_name": "小王",
        "password": PASSWORD,
        "duties": [
            {"role": "grid_worker", "territory_kind": "grid", "territory_code": "440311001001001"}
        ],
    }
    assert as_role(Role.SECRETARY).post("/api/v1/staff", json=body).status_code == 403
    made = as_role(Role.ADMIN).post("/api/v1/staff", json=body)
    assert made.status_code == 201
    assert made.json["otp_uri"].startswith("otpauth://totp/")


def test_a_duty_reaches_as_far_as_its_territory():
    street = Territory(TerritoryKind.STREET, "440311001")
    inside = Territory(TerritoryKind.COMMUNITY, "440311001002")
    outside = Territory(TerritoryKind.COMMUNITY, "440311002001")
    granted = [Granted(Role.DISPATCHER, street)]
    assert may(granted, Role.DISPATCHER, within=inside)
    assert not may(granted, Role.DISPATCHER, within=outside)
    assert not may(granted, Role.SECRETARY, within=inside)


def test_an_unknown_name_costs_the_same_work_as_a_known_one():
    assert not staff.hasher.check_needs_rehash(staff.NOBODY)
