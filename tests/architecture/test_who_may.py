"""Every route × every role: the guards let in exactly whom they name. Generated from the routes.

What belongs to whom inside a route (my booking, my tip) is tested by each domain.
"""

from uuid import UUID

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from tests.conftest import Speaker
from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident, make_staff, token_of
from weijiayuan.accounts.guards import RoleGuard, require_desk, require_staff
from weijiayuan.accounts.role_definitions import is_desk_only
from weijiayuan.accounts.rules import Role
from weijiayuan.web.blueprint import open_to_all

STRANGE = UUID("01900000-0000-7000-8000-00000000dead")


def stranger_to(converter):
    """A value that fits the place in the address and names nothing."""
    if isinstance(converter, UUIDConverter):
        return STRANGE
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 9_999_999 if isinstance(converter, IntegerConverter) else "none"


def doors(app):
    """Every (method, address, guard) of the product, with ids that belong to nothing."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", None)
        if guard is None:
            continue
        parts = {name: stranger_to(rule._converters[name]) for name in rule.arguments}
        address = adapter.build(rule.endpoint, parts, force_external=False)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, address, guard


def knock(speaker, method, address):
    verb = {"GET": speaker.get, "POST": speaker.post, "PUT": speaker.put, "DELETE": speaker.delete}
    more = {} if method in {"GET", "DELETE"} else {"json": {}}
    with verb[method](address, **more) as answer:
        return answer.status_code


def test_a_stranger_is_asked_to_sign_in_everywhere_but_at_open_doors(app, client):
    wrong = []
    for method, address, guard in doors(app):
        status = client.open(
            address, method=method, json={}, headers={"Idempotency-Key": "k"}
        ).status_code
        if guard is not open_to_all and status != 401:
            wrong.append(f"{method} {address}: {status}")
    assert wrong == []


def test_a_resident_is_kept_out_of_what_staff_do(app, as_resident):
    speaker, wrong = as_resident(), []
    for method, address, guard in doors(app):
        if isinstance(guard, RoleGuard) or guard in {require_staff, require_desk}:
            status = knock(speaker, method, address)
            if status != 403:
                wrong.append(f"{method} {address}: {status}")
    assert wrong == []


@ONE_DATABASE
@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_doors_and_no_others(app, as_role, as_desk, role):
    telephone, desk, wrong = as_role(role), as_desk(role), []
    for method, address, guard in doors(app):
        if not isinstance(guard, RoleGuard) or address.endswith("/stream"):
            continue
        status = knock(desk if guard.at_desk else telephone, method, address)
        if role in guard.roles and status == 401:
            wrong.append(f"{method} {address}: kept out with {status}")
        if role not in guard.roles and status != 403:
            wrong.append(f"{method} {address}: let in with {status}")
    assert wrong == []


@ONE_DATABASE
@pytest.mark.parametrize("role", [role for role in Role if is_desk_only(role)])
def test_a_desk_only_role_opens_nothing_by_telephone(app, client, role):
    resident = make_resident()
    make_staff(role, resident=resident)
    speaker, wrong = Speaker(client, token_of(resident, on_duty=True)), []
    for method, address, guard in doors(app):
        if isinstance(guard, RoleGuard) and not address.endswith("/stream"):
            status = knock(speaker, method, address)
            if status != 403:
                wrong.append(f"{method} {address}: let in with {status}")
    assert wrong == []


@ONE_DATABASE
@pytest.mark.parametrize("role", list(Role))
def test_a_linked_telephone_that_is_not_on_duty_opens_nothing(app, client, role):
    resident = make_resident()
    make_staff(role, resident=resident)
    speaker, wrong = Speaker(client, token_of(resident)), []
    for method, address, guard in doors(app):
        if isinstance(guard, RoleGuard) or guard in {require_staff, require_desk}:
            status = knock(speaker, method, address)
            if status != 403:
                wrong.append(f"{method} {address}: let in with {status}")
    assert wrong == []
