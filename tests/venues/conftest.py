import pytest
import time_machine

from tests.factories.venues import NINE
from weijiayuan.accounts.rules import Role
from weijiayuan.web import etags


@pytest.fixture
def at_nine():
    """Monday, 23 November 2026, nine o'clock in the district; the clock can be moved."""
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Forget the bytes kept for another test's database, whose versions may be the same."""
    monkeypatch.setattr(etags, "bodies", etags.BodyCache())


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)
