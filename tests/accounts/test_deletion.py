"""The privacy register holds: what it says is dropped is dropped when its time has come."""

from datetime import timedelta

import pytest

from tests.factories.accounts import make_staff
from weijiayuan.accounts import login_throttle, periodic_tasks, rules
from weijiayuan.accounts.login_throttle import Origin
from weijiayuan.accounts.models import KnownNetwork, LinkCode, SignInFailure
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock


def left(model):
    return db.session.query(model).count()


@pytest.mark.parametrize(
    ("model", "lasts"),
    [
        (SignInFailure, rules.TRIES_COUNTED_FOR + rules.LOCKED_FOR),
        (KnownNetwork, rules.NETWORK_KNOWN_FOR),
        (LinkCode, rules.LINK_CODE_LASTS),
    ],
)
def test_marks_and_codes_are_dropped_when_their_time_has_come(database, model, lasts):
    now = clock.now()
    account = make_staff(Role.GRID_WORKER)
    with transaction():
        login_throttle.succeeded(Origin.of("li", "203.0.113.1"), now=now)
        login_throttle.hold(Origin.of("li", "203.0.113.2"), now=now)
        login_throttle.failed(Origin.of("li", "203.0.113.2"), now=now)
        code = LinkCode(staff_id=account.id, code_hash="x", expires_at=now + rules.LINK_CODE_LASTS)
        db.session.add(code)

    def swept(moment):
        with transaction():
            periodic_tasks.forget_attempts(moment)
            periodic_tasks.forget_link_codes(moment)
        return left(model)

    assert swept(now + lasts - timedelta(seconds=1)) == 1
    assert swept(now + lasts) == 0
