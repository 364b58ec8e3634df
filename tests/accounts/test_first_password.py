"""A password that somebody else chose opens nothing until its holder has replaced it."""

import pyotp
import pytest

from tests.factories.accounts import forget_otp, make_resident, make_staff, token_of
from weijiayuan.accounts import passwords
from weijiayuan.accounts.common_passwords import is_common
from weijiayuan.accounts.models import SignInFailure, StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction

FIRST, OWN = "Guangming-2026", "Xinhu-zaochen-7"
DUTY = {"role": "grid_worker", "territory_kind": "grid", "territory_code": "440311001001001"}


@pytest.fixture
def appointed(app, database):
    """Somebody whom the operator gave an account a moment ago."""
    words = ["staff", "appoint", "zhou", "--name", "小周", "--role", "grid_worker"]
    words += ["--territory", "grid:440311001001001", "--password", FIRST]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    return db.session.query(StaffAccount).filter_by(username="zhou").one()


def sign_in(client, account, password=FIRST, **more):
    otp = pyotp.TOTP(account.totp_secret).now()
    body = {"username": account.username, "password": password, "otp": otp} | more
    return client.post("/api/v1/staff/sessions", json=body)


def test_it_opens_nothing_but_its_change(client, appointed):
    refused = sign_in(client, appointed)
    assert (refused.status_code, refused.json["code"]) == (409, "accounts.password_is_first")
    assert "token" not in refused.json

    changed = sign_in(client, appointed, new_password=OWN)

    assert changed.status_code == 201
    headers = {"Authorization": f"Bearer {changed.json['token']}"}
    assert client.get("/api/v1/staff/me", headers=headers).status_code == 200
    forget_otp(appointed)
    assert sign_in(client, appointed).status_code == 401
    assert sign_in(client, appointed, OWN).status_code == 201


def test_the_code_that_came_with_the_refusal_serves_for_the_change_and_is_used_then(
    client, appointed
):
    sign_in(client, appointed)
    assert sign_in(client, appointed, new_password=OWN).status_code == 201
    assert sign_in(client, appointed, OWN).status_code == 401


@pytest.mark.parametrize("new", ["short-1A", "Password-2026", FIRST])
def test_the_new_one_must_be_a_good_one_and_another(client, appointed, new):
    refused = sign_in(client, appointed, new_password=new)
    assert refused.status_code == 422
    assert refused.json["fields"]["new_password"]
    assert sign_in(client, appointed, new_password=OWN).status_code == 201


def test_without_both_factors_nobody_learns_that_it_is_a_first_one(client, appointed):
    for wrong in ({"password": "Wrong-2026-x"}, {"otp": "000000"}):
        said = sign_in(client, appointed, **{"new_password": "short"} | wrong)
        assert (said.status_code, said.json["code"]) == (401, "accounts.staff_login_refused")
    assert db.session.query(SignInFailure).one().failures == 2


def test_the_refusal_is_no_failure(client, appointed):
    for _ in range(6):
        assert sign_in(client, appointed).json["code"] == "accounts.password_is_first"


def test_one_s_own_password_is_not_asked_to_be_replaced(client, database):
    account = make_staff(Role.GRID_WORKER, totp_secret=pyotp.random_base32())
    with transaction():
        account.password_hash = passwords.hasher.hash(FIRST)
    assert sign_in(client, account, new_password=OWN).status_code == 201
    forget_otp(account)
    assert sign_in(client, account).status_code == 201


def test_a_telephone_goes_on_duty_only_after_the_change(client, appointed):
    resident = make_resident()
    with transaction():
        appointed.resident_id = resident.id
    headers = {"Authorization": f"Bearer {token_of(resident)}"}

    def begin():
        body = {"otp": pyotp.TOTP(appointed.totp_secret).now()}
        return client.post("/api/v1/me/duty", json=body, headers=headers)

    assert begin().json["code"] == "accounts.password_is_first"
    assert sign_in(client, appointed, new_password=OWN).status_code == 201
    forget_otp(appointed)
    assert begin().status_code == 201


def test_an_operators_password_is_a_first_one_too(app, database):
    command = ["staff", "appoint", "first", "--name", "一", "--role", "admin"]
    done = app.test_cli_runner().invoke(args=[*command, "--password", FIRST])
    assert done.exit_code == 0, done.output
    assert db.session.query(StaffAccount).filter_by(username="first").one().password_is_first


@pytest.mark.parametrize(
    ("password", "common"),
    [
        ("P@ssw0rd-2026", True),
        ("Qwerty-12345", True),
        ("Weijiayuan@2026", True),
        ("2026!Dragon", True),
        ("Guangming-2026", False),
        ("Dragon-Xinhu-7", False),
        ("7f-QzR_k2Lwe", False),
    ],
)
def test_a_common_word_among_figures_is_no_password(password, common):
    assert is_common(password) is common
