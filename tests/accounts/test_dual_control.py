"""One administrator asks, another confirms, and the person sets what is theirs by two halves."""

import json

import pyotp
import pytest
from sqlalchemy import select

from tests.conftest import Speaker
from tests.factories.accounts import DISTRICT, forget_otp, make_staff, token_of
from weijiayuan.accounts import dual_control, passwords, queries, rules, staff_administration
from weijiayuan.accounts.models import DualControlRequest, RequestState, StaffAccount
from weijiayuan.accounts.role_definitions import ROLES, is_deciding
from weijiayuan.accounts.rules import Granted, Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock

PASSWORD = "Guangming-2026"
HASH = passwords.hasher.hash(PASSWORD)
OWN = "Xinhu-zaochen-7"
GRID = {"role": "grid_worker", "territory_kind": "grid", "territory_code": "440311001001001"}
AUDITOR = {"role": "auditor", "territory_kind": "district", "territory_code": "440311"}


@pytest.fixture
def desk(as_desk):
    """Somebody with these roles, both factors, signed in at the desk."""

    def speak(*roles, **given):
        secret = pyotp.random_base32()
        return as_desk(*roles, password_hash=HASH, totp_secret=secret, **given)

    return speak


@pytest.fixture
def first(desk):
    return desk(Role.ADMIN)


@pytest.fixture
def second(desk):
    return desk(Role.ADMIN)


@pytest.fixture
def worker(database):
    secret = pyotp.random_base32()
    return make_staff(Role.GRID_WORKER, username="wu", totp_secret=secret, password_hash=HASH)


def otp(who):
    account = getattr(who, "staff", who)
    forget_otp(account)
    return pyotp.TOTP(account.totp_secret).now()


def ask(admin, path, **body):
    return admin.post(f"/api/v1/staff/{path}".rstrip("/"), json={"otp": otp(admin)} | body)


def decide(admin, request_id, verb="accept", **body):
    body = body or {"otp": otp(admin)}
    return admin.post(f"/api/v1/staff/requests/{request_id}/{verb}", json=body)


def set_up(client, username, first_half, second_half, **given):
    body = {"username": username, "code": f"{first_half} {second_half}".lower()} | given
    return client.post("/api/v1/staff/credentials", json=body)


def roles_of(admin, staff_id):
    return {each["role"] for each in admin.get(f"/api/v1/staff/{staff_id}").json["duties"]}


def test_a_new_account_is_made_by_two_and_opened_by_its_holder_alone(client, first, second):
    made = ask(first, "", username="zhou", display_name="小周", duties=[GRID, AUDITOR])
    assert made.status_code == 201, made.json
    assert not {"password", "otp_uri", "qr_svg"} & set(made.json)
    assert roles_of(first, made.json["id"]) == set()

    accepted = decide(second, made.json["request"]["id"])
    halves = made.json["code_half"], accepted.json["code_half"]
    assert roles_of(first, made.json["id"]) == {"grid_worker", "auditor"}
    for wrong in ((halves[0], halves[0]), (halves[1], halves[1]), halves[::-1]):
        assert set_up(client, "zhou", *wrong, password=OWN).status_code == 401
    done = set_up(client, "zhou", *halves, password=OWN)
    again = set_up(client, "zhou", *halves, password=PASSWORD)

    assert (done.status_code, again.status_code) == (201, 401)
    secret = pyotp.parse_uri(done.json["otp_uri"]).secret
    body = {"username": "zhou", "password": OWN, "otp": pyotp.TOTP(secret).now()}
    assert client.post("/api/v1/staff/sessions", json=body).status_code == 201


@pytest.mark.parametrize("role", list(Role))
def test_a_duty_that_decides_waits_for_a_second_one_and_the_others_do_not(
    first, second, worker, role
):
    kind = ROLES[role].within[0]
    wanted = {"role": role.value, "territory_kind": kind.value, "territory_code": "440311"}
    path = f"/api/v1/staff/{worker.id}/duties"
    without = first.put(path, json={"duties": [wanted]})
    if not is_deciding(role):
        assert (without.status_code, without.json["request"]) == (200, None)
        assert roles_of(first, worker.id) == {role.value}
        return
    assert without.json["fields"] == {"otp": ["动态码不对，或已用过；请等下一个再试"]}

    asked = first.put(path, json={"duties": [wanted], "otp": otp(first)})

    assert asked.status_code == 200
    assert asked.json["request"]["state"] == "waiting"
    assert roles_of(first, worker.id) == set()
    assert decide(second, asked.json["request"]["id"]).json["request"]["state"] == "accepted"
    assert roles_of(first, worker.id) == {role.value}


def test_who_asked_and_whom_it_is_about_do_not_confirm(first, second, desk):
    third = desk(Role.ADMIN)
    asked = ask(first, f"{second.staff.id}/reset-password").json["request"]["id"]

    own, about = decide(first, asked), decide(second, asked)

    assert {own.json["code"], about.json["code"]} == {"accounts.second_person_needed"}
    assert decide(third, asked).status_code == 200
    assert decide(third, asked).json["code"] == "accounts.request_settled"


def test_a_code_is_asked_of_both_and_nobody_asks_for_themselves(first, second, worker):
    path = f"/api/v1/staff/{worker.id}/access"
    assert first.post(path, json={"otp": "000000"}).status_code == 422
    asked = ask(first, f"{worker.id}/access").json["request"]["id"]
    assert decide(second, asked, otp="000000").status_code == 422
    assert db.session.scalars(select(DualControlRequest.state)).one() is RequestState.WAITING
    assert ask(first, f"{first.staff.id}/access").json["code"] == "accounts.own_account"


def test_with_one_administrator_the_operator_is_named(first, worker):
    refused = ask(first, f"{worker.id}/access")
    assert (refused.status_code, refused.json["code"]) == (409, "accounts.no_second_admin")
    assert "命令" in refused.json["detail"]


def test_a_lost_password_is_set_anew_by_code_and_second_factor(client, first, second, worker):
    asked = ask(first, f"{worker.id}/reset-password").json
    halves = asked["code_half"], decide(second, asked["request"]["id"]).json["code_half"]

    missing = set_up(client, "wu", *halves, password=OWN)
    wrong = set_up(client, "wu", *halves, password=OWN, otp="000000")
    weak = set_up(client, "wu", *halves, password="wu", otp=otp(worker))
    right = set_up(client, "wu", *halves, password=OWN, otp=otp(worker))

    assert set(missing.json["fields"]) == {"otp"}
    assert (wrong.status_code, weak.status_code, right.status_code) == (401, 422, 201)
    assert right.json == {"otp_uri": None, "qr_svg": None}
    body = {"username": "wu", "otp": otp(worker)}
    old, new = ({"password": each} | body for each in (PASSWORD, OWN))
    assert client.post("/api/v1/staff/sessions", json=old).status_code == 401
    assert client.post("/api/v1/staff/sessions", json=new).status_code == 201


def test_a_lost_device_is_replaced_by_code_and_password(client, first, second, worker):
    before = worker.totp_secret
    asked = ask(first, f"{worker.id}/second-factor").json
    halves = asked["code_half"], decide(second, asked["request"]["id"]).json["code_half"]

    wrong = set_up(client, "wu", *halves, current_password="Nobody-knows-1")
    right = set_up(client, "wu", *halves, current_password=PASSWORD)

    assert (wrong.status_code, right.status_code) == (401, 201)
    db.session.refresh(worker)
    assert before != worker.totp_secret == pyotp.parse_uri(right.json["otp_uri"]).secret


def test_a_code_opens_nothing_for_another_name_too_late_or_after_a_newer_one(
    client, first, second, worker, time_machine
):
    now = clock.now()
    time_machine.move_to(now, tick=False)

    def handed():
        asked = ask(first, f"{worker.id}/access").json
        return asked["code_half"], decide(second, asked["request"]["id"]).json["code_half"]

    older = handed()
    newer = handed()
    make_staff(Role.GRID_WORKER, username="zheng")
    assert set_up(client, "wu", *older, password=OWN).status_code == 401
    assert set_up(client, "zheng", *newer, password=OWN).status_code == 401
    time_machine.move_to(now + rules.SETUP_CODE_LASTS, tick=False)
    assert set_up(client, "wu", *newer, password=OWN).status_code == 401


def test_guessing_a_code_locks_the_name_there_as_signing_in_does(client, worker):
    tried = [set_up(client, "wu", "AAAAAAAA", "BBBBBBBB", password=OWN) for _ in range(6)]
    assert [each.status_code for each in tried] == [401] * 4 + [409] * 2


def test_what_nobody_confirms_lapses(first, second, worker, time_machine):
    now = clock.now()
    time_machine.move_to(now, tick=False)
    asked = ask(first, f"{worker.id}/access").json["request"]["id"]
    with transaction():
        found = db.session.scalars(select(DualControlRequest)).one()
        found.expires_at = now
    assert decide(second, asked).json["code"] == "accounts.request_settled"
    assert first.get("/api/v1/staff/requests").json["items"][0]["state"] == "lapsed"
    with transaction():
        assert dual_control.lapse(now) == 1
    assert db.session.scalars(select(DualControlRequest.state)).one() is RequestState.LAPSED


def test_a_request_is_refused_withdrawn_and_asked_anew(first, second, worker):
    one = ask(first, f"{worker.id}/access").json["request"]["id"]
    two = ask(first, f"{worker.id}/access").json["request"]["id"]
    refused = decide(second, two, "refuse", reason="没有见到本人")
    three = ask(first, f"{worker.id}/access").json["request"]["id"]
    withdrawn = decide(first, three, "refuse", reason="本人又想起来了")

    states = {
        each["id"]: each["state"] for each in first.get("/api/v1/staff/requests").json["items"]
    }
    assert states == {one: "withdrawn", two: "refused", three: "withdrawn"}
    waiting = first.get("/api/v1/staff/requests?waiting=true").json["items"]
    assert waiting == []
    assert (refused.json["reason"], withdrawn.json["state"]) == ("没有见到本人", "withdrawn")
    assert decide(second, three).status_code == 409


def test_what_somebody_asked_who_is_no_administrator_any_more_is_not_done(
    first, second, desk, worker
):
    third = desk(Role.ADMIN)
    asked = ask(first, f"{worker.id}/access").json["request"]["id"]
    assert (
        second.post(f"/api/v1/staff/{first.staff.id}/disable", json={"reason": "调离"}).status_code
        == 200
    )
    assert decide(third, asked).json["code"] == "accounts.request_settled"


def test_a_shut_account_has_no_code_and_opens_by_two_if_its_duty_decides(
    client, first, second, desk
):
    head = desk(Role.REGISTRAR_HEAD, username="head")
    asked = ask(first, f"{head.staff.id}/access").json
    halves = asked["code_half"], decide(second, asked["request"]["id"]).json["code_half"]
    first.post(f"/api/v1/staff/{head.staff.id}/disable", json={"reason": "休假"})
    assert set_up(client, "head", *halves, password=OWN).status_code == 401

    waiting = ask(first, f"{head.staff.id}/enable").json

    assert waiting["disabled_at"]
    decide(second, waiting["request"]["id"])
    assert first.get(f"/api/v1/staff/{head.staff.id}").json["disabled_at"] is None


def test_nobody_is_administrator_and_auditor(app, first, second):
    path = f"/api/v1/staff/{second.staff.id}/duties"
    have = first.get(f"/api/v1/staff/{second.staff.id}").json["duties"]

    both = first.put(path, json={"duties": [*have, AUDITOR], "otp": otp(first)})
    made = ask(first, "", username="both", display_name="两样", duties=[*have, AUDITOR])
    command = ["staff", "duties", second.staff.username, "admin", "auditor"]
    said = app.test_cli_runner().invoke(args=command)

    assert {both.json["code"], made.json["code"]} == {"accounts.duties_collide"}
    assert (said.exit_code, "又是审计员" in said.output) == (1, True)


def test_duties_given_meanwhile_cannot_add_up_to_administrator_and_auditor(first, second, worker):
    path = f"/api/v1/staff/{worker.id}/duties"
    asked = first.put(path, json={"duties": [AUDITOR], "otp": otp(first)}).json["request"]["id"]
    with transaction():
        account = queries.staff_to_change(worker.id)
        staff_administration.grant(account, [Granted(Role.ADMIN, DISTRICT)])
    assert decide(second, asked).json["code"] == "accounts.duties_collide"
    assert roles_of(first, worker.id) == {"admin"}


def test_the_person_and_the_auditors_see_it_and_other_staff_do_not(first, second, desk, worker):
    asked = ask(first, f"{worker.id}/access").json["request"]["id"]
    decide(second, asked)
    auditor, other = desk(Role.AUDITOR), desk(Role.GRID_WORKER)
    holder = Speaker(first.client, token_of(worker), staff=worker)
    assert [each["id"] for each in holder.get("/api/v1/staff/me/requests").json["items"]] == [asked]
    seen = auditor.get("/api/v1/staff/requests").json["items"]
    assert [each["id"] for each in seen] == [asked]
    assert "code_half" not in seen[0]
    assert other.get("/api/v1/staff/requests").status_code == 403
    assert other.get("/api/v1/staff/me/requests").json["items"] == []
    assert (
        auditor.post(f"/api/v1/staff/requests/{asked}/refuse", json={"reason": "不"}).status_code
        == 403
    )


def test_the_answer_that_is_kept_for_a_repeat_holds_no_half(first, second, worker):
    body, headers = {"otp": otp(first)}, {"Idempotency-Key": "once"}
    path = f"/api/v1/staff/{worker.id}/access"
    told = first.post(path, json=body, headers=headers).json
    again = first.post(path, json=body, headers=headers).json
    assert (again["request"]["id"], again["code_half"]) == (told["request"]["id"], None)
    kept = db.session.scalars(select(DualControlRequest)).one()
    assert told["code_half"].replace("-", "") not in (kept.code_hash, kept.second_half)


def test_the_trail_says_who_asked_and_who_confirmed(first, second, worker):
    asked = ask(first, f"{worker.id}/access").json["request"]["id"]
    decide(second, asked)
    said = {
        entry.action: entry.actor
        for entry in db.session.scalars(select(AuditEntry))
        if json.loads(entry.facts).get("request") == asked
    }
    assert said == {
        "asked for two": f"staff:{first.staff.id}",
        "request of two accepted": f"staff:{second.staff.id}",
    }


@pytest.mark.parametrize("command", ["otp", "second-factor", "unlock"])
def test_what_the_operator_does_by_command_is_on_the_trail(app, worker, command):
    assert app.test_cli_runner().invoke(args=["staff", command, "wu"]).exit_code == 0
    entry = db.session.scalars(
        select(AuditEntry).filter_by(action="staff changed by command")
    ).one()
    assert (entry.actor, json.loads(entry.facts)["command"]) == ("operator", command)
    assert db.session.query(StaffAccount).filter_by(username="wu").one()
