"""The life of an account of staff, by administrators at the desk and by commands."""

import pyotp
import pytest

from tests.factories.accounts import forget_otp, make_staff
from weijiayuan.accounts import passwords, rules
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.role_definitions import ROLES
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction

PASSWORD = "Guangming-2026"
OWN = "Xinhu-zaochen-7"
DUTY = {"role": "grid_worker", "territory_kind": "grid", "territory_code": "440311001001001"}


@pytest.fixture
def admin(as_desk):
    return as_desk(Role.ADMIN, password_hash=passwords.hasher.hash(PASSWORD))


@pytest.fixture
def worker(database):
    account = make_staff(Role.GRID_WORKER, username="worker", totp_secret=pyotp.random_base32())
    with transaction():
        account.password_hash = passwords.hasher.hash(PASSWORD)
    return account


def login(client, account, *, password=PASSWORD, **more):
    forget_otp(account)
    body = {
        "username": account.username,
        "password": password,
        "otp": pyotp.TOTP(account.totp_secret).now(),
    } | more
    return client.post("/api/v1/staff/sessions", json=body)


def test_every_role_has_its_row(app):
    assert set(ROLES) == set(Role)


def test_accounts_are_listed_by_name_role_and_state(admin, worker):
    def listed(**asked):
        items = admin.get("/api/v1/staff", query_string=asked).json["items"]
        return [each["username"] for each in items]

    assert listed(q="work") == ["worker"]
    assert listed(role="grid_worker") == ["worker"]
    assert listed(role="auditor") == []
    assert "worker" in listed(state="able")
    admin.post(f"/api/v1/staff/{worker.id}/disable", json={"reason": "调离"})
    assert listed(state="disabled") == ["worker"]


def test_who_is_disabled_is_out_at_once_and_comes_back_when_enabled(admin, client, worker):
    token = login(client, worker).json["token"]
    headers = {"Authorization": f"Bearer {token}"}

    shown = admin.post(f"/api/v1/staff/{worker.id}/disable", json={"reason": "调离"})

    assert shown.json["disabled_at"]
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 401
    assert login(client, worker).status_code == 401
    admin.post(f"/api/v1/staff/{worker.id}/enable")
    assert login(client, worker).status_code == 201


def test_the_last_administrator_stays(admin):
    demote = admin.put(f"/api/v1/staff/{admin.staff.id}/duties", json={"duties": []})

    assert demote.json["code"] == "accounts.last_admin"
    assert admin.get("/api/v1/staff").status_code == 200


def test_nobody_shuts_their_own_account(admin, as_desk):
    as_desk(Role.ADMIN)
    mine = admin.post(f"/api/v1/staff/{admin.staff.id}/disable", json={"reason": "试试"})
    assert (mine.status_code, mine.json["code"]) == (409, "accounts.own_account")
    assert admin.get("/api/v1/staff").status_code == 200


def test_nobody_gives_themselves_a_duty_but_may_lay_one_down(as_desk):
    admin = as_desk(Role.ADMIN, Role.DISPATCHER)
    make_staff(Role.ADMIN, username="second", totp_secret=pyotp.random_base32(), password_hash="x")
    path = f"/api/v1/staff/{admin.staff.id}/duties"
    have = admin.get("/api/v1/staff/me").json["duties"]
    wish = {"role": "auditor", "territory_kind": "district", "territory_code": "440311"}

    more = admin.put(path, json={"duties": [*have, wish]})
    less = admin.put(path, json={"duties": [each for each in have if each["role"] == "admin"]})

    assert (more.status_code, more.json["code"]) == (409, "accounts.own_duties")
    assert less.status_code == 200
    assert [each["role"] for each in less.json["duties"]] == ["admin"]


def test_a_locked_name_is_seen_and_unlocked(admin, client, worker):
    for _ in range(rules.FAILURES_ALLOWED):
        login(client, worker, password="wrong")
    assert login(client, worker).status_code == 409
    assert admin.get(f"/api/v1/staff/{worker.id}").json["is_locked"] is True

    assert admin.post(f"/api/v1/staff/{worker.id}/unlock").json["is_locked"] is False
    assert login(client, worker).status_code == 201


def test_a_name_that_is_taken_is_said_to_be(admin, worker):
    body = {
        "username": worker.username,
        "display_name": "小王",
        "duties": [DUTY],
        "otp": "123456",
    }
    assert admin.post("/api/v1/staff", json=body).json["code"] == "accounts.username_taken"


def test_a_duty_fits_its_territory(admin, worker):
    duty = {"role": "auditor", "territory_kind": "grid", "territory_code": "440311001001001"}
    answer = admin.put(f"/api/v1/staff/{worker.id}/duties", json={"duties": [DUTY, duty]})
    assert answer.status_code == 422
    assert "duties.1.territory_kind" in answer.json["fields"]


def test_a_person_moves_their_second_factor_knowing_both_present_ones(client, as_desk, worker):
    token = login(client, worker).json["token"]
    forget_otp(worker)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "move"}
    body = {"current_password": PASSWORD, "otp": pyotp.TOTP(worker.totp_secret).now()}
    path = "/api/v1/staff/me/second-factor"

    wrong = client.post(path, json=body | {"current_password": "no"}, headers=headers)
    right = client.post(path, json=body, headers=headers)

    assert (wrong.status_code, right.status_code) == (422, 201)
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 401


def test_sample_staff_do_not_enter_beside_the_real_wechat(app, client, worker, monkeypatch):
    with transaction():
        worker.is_sample = True
    settings = app.extensions["weijiayuan.settings"]
    assert login(client, worker).status_code == 201
    token = login(client, worker).json["token"]
    monkeypatch.setitem(
        app.extensions, "weijiayuan.settings", settings.__class__(**_given(settings))
    )

    assert login(client, worker).status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 401


def _given(settings):
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__} | {
        "fake_wechat": False
    }


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["list"], "worker: grid_worker@district:440311"),
        (["duties", "worker", "grid_worker@grid:440311001001001"], "1 duties"),
        (["disable", "worker", "--reason", "left"], "disabled"),
        (["enable", "worker"], "enabled"),
        (["unlock", "worker"], "may be tried again"),
        (["unlink", "worker"], "no WeChat"),
        (["end-sessions", "worker"], "signed out"),
        (["second-factor", "worker"], "otpauth://"),
        (["password", "worker", "--password", "Guangming-2028"], "new password"),
    ],
)
def test_the_operator_does_the_same_by_command(app, worker, command, said):
    done = app.test_cli_runner().invoke(args=["staff", *command])
    assert done.exit_code == 0, done.output
    assert said in done.output


def test_a_command_for_nobody_says_so(app, database):
    done = app.test_cli_runner().invoke(args=["staff", "unlock", "nobody"])
    assert done.exit_code == 1
    assert "no staff account" in done.output
    assert db.session.query(StaffAccount).filter_by(username="nobody").count() == 0


def test_an_operator_is_told_of_a_weak_password_in_sentences(app, database):
    command = ["staff", "appoint", "first", "--name", "一", "--role", "admin"]
    done = app.test_cli_runner().invoke(args=[*command, "--password", "First-pass-12345"])
    assert done.exit_code == 1
    assert "密码里不能有用户名" in done.output
    assert "{" not in done.output
