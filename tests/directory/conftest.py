"""A district on a Friday at ten, and a site that is open."""

from datetime import datetime

import pytest
import time_machine

from tests.factories.directory import hours, make_site
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel.clock import CHINA

NOW = datetime(2026, 11, 27, 10, tzinfo=CHINA)


@pytest.fixture
def now(database):
    make_district()
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def site(now):
    return make_site(opens=hours("09:00-18:00"), name="白花党群服务中心")


@pytest.fixture
def admin(now, as_desk):
    return as_desk(Role.ADMIN)
