import pytest

from tests.factories.events import COMMUNITY, GRID, STREET, make_unit, unit_territory
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role


@pytest.fixture
def district(database):
    make_district()


@pytest.fixture
def people(as_role):
    """One of each capacity, in the territory of the matter."""
    roads = make_unit("transport", "06013")
    return {
        "worker": as_role(Role.GRID_WORKER, territory=GRID),
        "secretary": as_role(Role.SECRETARY, territory=COMMUNITY),
        "dispatcher": as_role(Role.DISPATCHER, territory=STREET),
        "roads": as_role(Role.DEPARTMENT, territory=unit_territory(roads.code)),
        "supervisor": as_role(Role.SUPERVISOR),
    }
