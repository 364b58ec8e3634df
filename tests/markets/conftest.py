import pytest

from tests.factories.accounts import make_resident
from tests.factories.markets import COMMUNITY
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind


@pytest.fixture
def district(database):
    make_district()


@pytest.fixture
def organiser(as_role):
    """Somebody who organises the markets of 光明社区."""
    return as_role(Role.ORGANISER, territory=Territory(TerritoryKind.COMMUNITY, COMMUNITY))


@pytest.fixture
def residents(as_resident):
    """Make so many residents who speak."""

    def make(count):
        return [as_resident(make_resident()) for _ in range(count)]

    return make


@pytest.fixture
def take(as_resident):
    """Take a number: `take(item, who=speaker, **body)` → the answer."""

    def sign_up(item, who=None, **body):
        who = who or as_resident()
        return who.post(f"/api/v1/markets/{item.market_id}/items/{item.id}/sign-ups", json=body)

    return sign_up
