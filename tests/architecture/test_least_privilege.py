"""Roles × doors that show people: who has not the duty is refused, administrators too.

Written by hand, apart from the guards: a door opened wider, or a new one, has to be told here.
"""

import pytest

from tests.architecture.test_who_may import doors
from tests.engines import ONE_DATABASE
from weijiayuan.accounts.guards import RoleGuard
from weijiayuan.accounts.rules import Role

KEEPER, ORGANISER = Role.VENUE_KEEPER, Role.ORGANISER
NOTHING = "01900000-0000-7000-8000-00000000dead"
SHOWS_PEOPLE = {
    f"/api/v1/activities/{NOTHING}/participants": {KEEPER, ORGANISER},
    f"/api/v1/activities/{NOTHING}/registrations": {KEEPER, ORGANISER},
    f"/api/v1/activities/{NOTHING}/roll-call.xlsx": {KEEPER, ORGANISER},
    "/api/v1/activities/keeper/today": {KEEPER, ORGANISER},
    "/api/v1/venues/keeper/requests": {KEEPER},
    "/api/v1/venues/keeper/series": {KEEPER},
    "/api/v1/venues/keeper/no-shows": {KEEPER},
    "/api/v1/venues/keeper/ratings": {KEEPER},
    "/api/v1/staff/jobs/queue": {Role.DEPARTMENT},
    "/api/v1/staff/jobs/employers": {Role.DEPARTMENT},
    f"/api/v1/staff/jobs/employers/{NOTHING}": {Role.DEPARTMENT},
    "/api/v1/staff/jobs/reports": {Role.DEPARTMENT},
    "/api/v1/governance/trail": {Role.AUDITOR},
    f"/api/v1/governance/trail/looks?staff={NOTHING}": {Role.ADMIN},
    "/api/v1/staff": {Role.ADMIN},
    f"/api/v1/staff/{NOTHING}": {Role.ADMIN},
    "/api/v1/staff/requests": {Role.ADMIN, Role.AUDITOR},
}
ADMINISTRATORS_READ = (
    "/api/v1/staff",
    "/api/v1/governance/trail/looks",
    "/api/v1/alarms",
    "/api/v1/devices",
    "/api/v1/sensing/rules",
    "/api/v1/alliances",
    "/api/v1/directory/imports/template",
    "/api/v1/sites",
)
"""Accounts, machines, and the directory of the alliance: what the duty is about."""


@ONE_DATABASE
@pytest.mark.parametrize("role", list(Role))
def test_who_has_not_the_duty_reads_nobody(as_desk, role):
    desk = as_desk(role)
    opened = {path for path in SHOWS_PEOPLE if desk.get(path).status_code != 403}
    assert opened == {path for path, roles in SHOWS_PEOPLE.items() if role in roles}


def test_an_administrator_reads_what_the_duty_is_about_and_no_more(app):
    opened = {
        address
        for method, address, guard in doors(app)
        if method == "GET" and isinstance(guard, RoleGuard) and Role.ADMIN in guard.roles
    }
    assert {each for each in opened if not each.startswith(ADMINISTRATORS_READ)} == set()
    assert not {each for each in opened if each.startswith("/api/v1/staff/jobs")}
