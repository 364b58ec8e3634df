"""The desk login: password, one-time code, lock-out; and who may appoint."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from tests.factories.accounts import make_staff
from weijiayuan.accounts import passwords, rules, staff_administration
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind, may, password_faults
from weijiayuan.db import db, transaction

PASSWORD = "Guangming-2026"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def secretary(database):
    account = make_staff(Role.SECRETARY, username="li", totp_secret=pyotp.random_base32())
    new_hash = passwords.hashed(PASSWORD, username=account.username)
    with transaction():
        staff_administration.keep_password(account, new_hash, is_first=False)
    return account


def code(account, *, steps=0):
    return pyotp.TOTP(account.totp_secret).at(NOW, counter_offset=steps)


def login(client, account, *, password=PASSWORD, otp=None, address="203.0.113.200"):
    body = {"username": account.username, "password": password, "otp": otp or code(account)}
    here = {"REMOTE_ADDR": address}
    return client.post("/api/v1/staff/sessions", json=body, environ_base=here)


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


def test_a_lock_holds_for_the_network_that_failed_and_for_nobody_else(client, secretary):
    for _ in range(5):
        login(client, secretary, password="wrong")

    here = login(client, secretary)
    elsewhere = login(client, secretary, address="198.51.100.7")

    assert (here.status_code, elsewhere.status_code) == (409, 201)


def test_being_locked_out_tells_not_which_names_exist(client, secretary):
    def statuses(username):
        body = {"username": username, "password": "wrong", "otp": "123456"}
        answers = [client.post("/api/v1/staff/sessions", json=body) for _ in range(7)]
        return [(answer.status_code, answer.json["detail"]) for answer in answers]

    assert statuses("nobody-at-all") == statuses(secretary.username)


def test_tries_from_everywhere_leave_the_door_open_where_the_name_is_known(
    client, secretary, monkeypatch
):
    monkeypatch.setattr(rules, "TRIES_FROM_EVERYWHERE", 8)
    known, unknown = "198.51.100.7", "192.0.2.9"
    assert login(client, secretary, address=known).status_code == 201
    for number in range(8):
        login(client, secretary, password="wrong", address=f"203.0.113.{number}")

    assert login(client, secretary, address=unknown).status_code == 409
    assert login(client, secretary, address=known, otp=code(secretary, steps=1)).status_code == 201


def test_an_old_hash_is_renewed_when_its_password_is_used(client, secretary):
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with transaction():
        secretary.password_hash = old

    assert login(client, secretary).status_code == 201
    db.session.refresh(secretary)
    assert secretary.password_hash != old
    assert not passwords.hasher.check_needs_rehash(secretary.password_hash)


def test_a_password_is_changed_only_by_who_knows_the_present_one(client, secretary):
    token = login(client, secretary).json["token"]

    wrong = change_password(client, token, current_password="Guess-2026-x")
    right = change_password(client, token)

    assert wrong.status_code == 422
    assert wrong.json["fields"] == {"current_password": ["现在的密码不对"]}
    assert right.status_code == 204
    assert change_password(client, token).status_code == 401  # the session has ended with it


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


def change_password(client, token, **given):
    body = {"current_password": PASSWORD, "password": "Guangming-2027"} | given
    headers = {"Authorization": f"Bearer {token}"}
    return client.put("/api/v1/staff/me/password", json=body, headers=headers)


def test_the_last_five_passwords_do_not_come_back(client, secretary):
    answer = change_password(client, login(client, secretary).json["token"], password=PASSWORD)
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


def test_only_an_admin_at_the_desk_appoints(as_role, as_desk):
    body = {
        "username": "wang",
        "display_name": "小王",
        "duties": [
            {"role": "grid_worker", "territory_kind": "grid", "territory_code": "440311001001001"}
        ],
        "otp": "123456",
    }
    assert as_role(Role.SECRETARY).post("/api/v1/staff", json=body).status_code == 403
    by_telephone = as_role(Role.ADMIN).post("/api/v1/staff", json=body)
    assert (by_telephone.status_code, by_telephone.json["code"]) == (403, "accounts.desk_only")
    alone = as_desk(Role.ADMIN).post("/api/v1/staff", json=body)
    assert (alone.status_code, alone.json["code"]) == (409, "accounts.no_second_admin")


def test_a_duty_reaches_as_far_as_its_territory():
    street = Territory(TerritoryKind.STREET, "440311001")
    inside = Territory(TerritoryKind.COMMUNITY, "440311001002")
    outside = Territory(TerritoryKind.COMMUNITY, "440311002001")
    granted = [Granted(Role.DISPATCHER, street)]
    assert may(granted, Role.DISPATCHER, within=inside)
    assert not may(granted, Role.DISPATCHER, within=outside)
    assert not may(granted, Role.SECRETARY, within=inside)


def test_an_unknown_name_costs_the_same_work_as_a_known_one():
    assert not passwords.hasher.check_needs_rehash(passwords.NOBODY)
