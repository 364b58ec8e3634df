"""Two administrators at once, the one who asked among them, and a process that dies between."""

from collections import Counter

import pyotp
import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_staff, token_of
from tests.racing import race
from weijiayuan.accounts import dual_control, passwords, queries
from weijiayuan.accounts.models import DualControlRequest, Duty, RequestKind, RequestState
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.app import create_app
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock

pytestmark = pytest.mark.race
EVERYWHERE = Territory(TerritoryKind.DISTRICT, "440311")
HASH = passwords.hasher.hash("Guangming-2026")


def post(settings, token, path, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answer = create_app(settings).test_client().post(path, json=body, headers=headers)
    return answer.status_code, answer.json.get("code") or answer.json.get("code_half")


def administrators(count):
    given = {"password_hash": HASH}
    return [
        make_staff(Role.ADMIN, totp_secret=pyotp.random_base32(), **given) for _ in range(count)
    ]


def code_of(account):
    return pyotp.TOTP(account.totp_secret).now()


def asked_by(admin, kind, *, duties=()):
    """Let a request wait about a grid worker."""
    worker = make_staff(Role.GRID_WORKER, password_hash=HASH, totp_secret=pyotp.random_base32())
    with transaction():
        people = queries.staff_locked(admin.id, worker.id)
        admin, worker = people[admin.id], people[worker.id]
        given = {"by": admin, "otp": code_of(admin), "now": clock.now(), "duties": duties}
        asked, _half = dual_control.ask(kind, worker, **given)
    return asked.id, worker.id


def count(model, **wanted):
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**wanted))


def test_of_three_who_confirm_at_once_and_the_one_who_asked_one_is_heard(ground, opened):
    app = opened(ground)
    with app.app_context():
        asker, *others = administrators(4)
        request_id, worker_id = asked_by(
            asker, RequestKind.DUTIES, duties=[Granted(Role.SUPERVISOR, EVERYWHERE)]
        )
        path, asker_id = f"/api/v1/staff/requests/{request_id}/accept", asker.id
        tries = [
            (ground, token_of(each), path, {"otp": code_of(each)}, f"{each.username}-{n}")
            for each in (asker, *others)
            for n in range(2)
        ]
    ended = race(post, *tries)

    assert Counter(status for status, _ in ended)[200] == 1, ended
    assert {status for status, _ in ended} <= {200, 409, 422}
    with app.app_context():
        assert count(Duty, staff_id=worker_id, role=Role.SUPERVISOR) == 1
        assert count(AuditEntry, action="request of two accepted") == 1
        settled = db.session.get(DualControlRequest, request_id)
        assert settled.decided_by != asker_id


def test_two_who_ask_about_each_other_at_once_do_not_wait_for_each_other(ground, opened):
    app = opened(ground)
    with app.app_context():
        one, two, _third = administrators(3)
        tries = [
            (ground, token_of(by), f"/api/v1/staff/{about.id}/access", {"otp": code_of(by)}, key)
            for by, about, key in ((one, two, "a"), (two, one, "b"))
        ]
    ended = race(post, *tries)
    assert [status for status, _ in ended] == [201, 201]


def test_confirming_and_refusing_at_once_ends_in_one_of_them(ground, opened):
    app = opened(ground)
    with app.app_context():
        asker, one, two = administrators(3)
        request_id, _worker = asked_by(asker, RequestKind.ACCESS)
        path = f"/api/v1/staff/requests/{request_id}"
        tries = [
            (ground, token_of(one), f"{path}/accept", {"otp": code_of(one)}, "accept"),
            (ground, token_of(two), f"{path}/refuse", {"reason": "没有见到本人"}, "refuse"),
        ]
    ended = race(post, *tries)

    assert sorted(status for status, _ in ended) == [200, 409], ended
    with app.app_context():
        state = db.session.scalars(select(DualControlRequest.state)).one()
        half = next(said for status, said in ended if status == 200)
        assert (state is RequestState.ACCEPTED) == bool(half)


def test_a_confirmation_that_dies_before_its_end_leaves_the_request_waiting(ground, opened):
    app = opened(ground)
    with app.app_context():
        asker, other = administrators(2)
        request_id, worker_id = asked_by(
            asker, RequestKind.DUTIES, duties=[Granted(Role.AUDITOR, EVERYWHERE)]
        )
        given = {"by": other.id, "otp": code_of(other), "now": clock.now()}
        with pytest.raises(KeyboardInterrupt):
            accept_and_die(request_id, **given)

        assert count(Duty, staff_id=worker_id, role=Role.AUDITOR) == 0
        with transaction():
            dual_control.accept(request_id, **given)
        assert count(Duty, staff_id=worker_id, role=Role.AUDITOR) == 1


def accept_and_die(request_id, **given):
    with transaction():
        dual_control.accept(request_id, **given)
        db.session.flush()
        raise KeyboardInterrupt
