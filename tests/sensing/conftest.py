"""A district at noon, its administrator, and an alarm that somebody has to look at."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.places import make_district
from tests.factories.sensing import make_device, measured
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.sensing.models import Alarm

NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
URL = "/sensing/v1.1"


@pytest.fixture
def now(database):
    make_district()
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def admin(now, as_role):
    return as_role(Role.ADMIN)


@pytest.fixture
def asked(now):
    """An alarm of level Ⅲ that waits for somebody to look."""
    device, _ = make_device()
    measured(device, [5, 16, 17, 18])
    return db.session.scalars(select(Alarm)).one()


class Wire:
    """A client that speaks with a device's key."""

    def __init__(self, client, key):
        self.client, self.headers = client, {"Authorization": f"Bearer {key}"}

    def post(self, path, body):
        return self.client.post(f"{URL}/{path}", json=body, headers=self.headers)

    def get(self, path):
        return self.client.get(f"{URL}/{path}", headers=self.headers)


@pytest.fixture
def water(now, client):
    device, key = make_device()
    return device, Wire(client, key)
