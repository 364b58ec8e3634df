"""Staff on the telephone: a link by code, a second factor for duty, and what stays at the desk."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.conftest import Speaker
from tests.factories.accounts import forget_otp, make_resident, make_staff, token_of
from weijiayuan.accounts.rules import Role

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def worker(database):
    return make_staff(Role.GRID_WORKER, Role.ADMIN, totp_secret=pyotp.random_base32())


@pytest.fixture
def desk(client, worker):
    return Speaker(client, token_of(worker))


@pytest.fixture
def telephone(client):
    return Speaker(client, token_of(make_resident()))


def otp(worker, steps=0):
    return pyotp.TOTP(worker.totp_secret).at(NOW, counter_offset=steps)


def linked(desk, telephone, worker):
    shown = desk.post("/api/v1/staff/me/link-codes", json={"otp": otp(worker, -1)})
    answer = telephone.post("/api/v1/me/staff-link", json={"code": shown.json["code"]})
    assert answer.status_code == 201, answer.json
    return answer


def begin(telephone, code):
    return telephone.post("/api/v1/me/duty", json={"otp": code})


@pytest.fixture
def on_duty(desk, telephone, worker):
    linked(desk, telephone, worker)
    begin(telephone, otp(worker))
    return telephone


def test_a_code_from_the_desk_links_one_telephone_once(desk, telephone, worker, as_resident):
    shown = desk.post("/api/v1/staff/me/link-codes", json={"otp": otp(worker)}).json
    scanned = f"weijiayuan:link:{shown['code']}"

    first = telephone.post("/api/v1/me/staff-link", json={"code": scanned})
    second = as_resident().post("/api/v1/me/staff-link", json={"code": scanned})

    assert (first.status_code, first.json) == (201, {"name": worker.display_name})
    assert (second.status_code, second.json["code"]) == (409, "accounts.link_code_unknown")
    assert "<svg" in shown["qr_svg"]


def test_a_code_is_good_for_five_minutes(desk, telephone, worker, at_ten):
    code = desk.post("/api/v1/staff/me/link-codes", json={"otp": otp(worker)}).json["code"]
    at_ten.move_to(NOW + timedelta(minutes=5), tick=False)
    answer = telephone.post("/api/v1/me/staff-link", json={"code": code})
    assert answer.json["code"] == "accounts.link_code_unknown"


def test_a_code_is_shown_only_for_the_second_factor_and_only_at_the_desk(desk, telephone, worker):
    wrong = desk.post("/api/v1/staff/me/link-codes", json={"otp": "000000"})
    assert wrong.json["fields"]["otp"]
    linked(desk, telephone, worker)
    begin(telephone, otp(worker))
    by_telephone = telephone.post("/api/v1/staff/me/link-codes", json={"otp": otp(worker, 1)})
    assert by_telephone.json["code"] == "accounts.desk_only"


def test_a_linked_wechat_alone_opens_nothing(desk, telephone, worker):
    linked(desk, telephone, worker)

    me = telephone.get("/api/v1/me").json
    events = telephone.get("/api/v1/events")

    assert me["staff"] == {"linked": True, "on_duty": False, "name": worker.display_name}
    assert me["duties"] == []
    assert (events.status_code, events.json["code"]) == (403, "accounts.step_up_needed")


def test_the_second_factor_puts_the_telephone_on_duty_but_not_into_desk_only_roles(
    desk, telephone, worker
):
    linked(desk, telephone, worker)

    assert begin(telephone, otp(worker)).status_code == 201

    assert [each["role"] for each in telephone.get("/api/v1/me").json["duties"]] == ["grid_worker"]
    assert telephone.get("/api/v1/events").status_code == 200
    listed = telephone.get("/api/v1/staff")
    assert (listed.status_code, listed.json["code"]) == (403, "accounts.desk_only")


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 403)])
def test_duty_ends_when_it_lies_idle(on_duty, at_ten, minutes, status):
    at_ten.move_to(NOW + timedelta(minutes=minutes), tick=False)
    assert on_duty.get("/api/v1/events").status_code == status


def test_duty_in_use_ends_after_twelve_hours(desk, telephone, worker, at_ten):
    linked(desk, telephone, worker)
    begin(telephone, otp(worker))
    for half_hours in range(1, 24):
        at_ten.move_to(NOW + timedelta(minutes=30 * half_hours), tick=False)
        assert telephone.get("/api/v1/events").status_code == 200
    at_ten.move_to(NOW + timedelta(hours=12), tick=False)
    assert telephone.get("/api/v1/events").status_code == 403
    assert telephone.get("/api/v1/me").status_code == 200  # the resident is still signed in


def test_wrong_codes_lock_the_telephone_out_and_nobody_else(desk, telephone, worker):
    linked(desk, telephone, worker)

    said = [begin(telephone, "000000").status_code for _ in range(5)]

    assert said == [422, 422, 422, 422, 409]
    assert begin(telephone, otp(worker)).status_code == 409


def test_whoever_is_unlinked_or_disabled_is_only_a_resident_again(desk, telephone, worker, as_desk):
    admin = as_desk(Role.ADMIN, password_hash="x")
    for path, why in (("unlink", None), ("disable", {"reason": "调离"})):
        linked(desk, telephone, worker)
        begin(telephone, otp(worker))
        assert telephone.get("/api/v1/events").status_code == 200
        said = admin.post(f"/api/v1/staff/{worker.id}/{path}", json=why)
        assert said.status_code == 200, said.json
        assert telephone.get("/api/v1/events").json["code"] == "web.forbidden"
        assert telephone.get("/api/v1/me").json["staff"]["linked"] is False
        forget_otp(worker)


def test_who_closes_their_account_is_linked_to_no_staff(desk, telephone, worker):
    linked(desk, telephone, worker)
    telephone.post("/api/v1/me/close", json={})
    assert desk.post("/api/v1/staff/me/link-codes", json={"otp": otp(worker)}).status_code == 201


def test_ending_a_session_at_the_desk_takes_the_telephone_off_duty(desk, telephone, worker):
    linked(desk, telephone, worker)
    begin(telephone, otp(worker))
    items = desk.get("/api/v1/staff/me/sessions").json["items"]
    assert {each["place"] for each in items} == {"desk", "telephone"}
    here = next(each for each in items if each["place"] == "telephone")

    assert desk.delete(f"/api/v1/staff/me/sessions/{here['id']}").status_code == 204

    assert telephone.get("/api/v1/events").json["code"] == "accounts.step_up_needed"
    assert telephone.get("/api/v1/me").status_code == 200
