"""The published document against the running product: no 500, nothing undocumented.

Schemathesis makes requests that fit each operation's document and requests that break it. Each is
sent to the product on either database, as somebody with every role, so that it reaches the depth
of the view. (To invent a request costs several times what it costs to answer it.)
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.test import Client

from tests.conftest import engine_named, worker
from tests.engines import settings_for
from tests.factories.accounts import make_resident, make_staff, token_of
from tests.fakes.wechat import make_client
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.gateways import setup as gateways

EXAMPLES = 2
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OUT_OF_REACH = ("/fake-wechat",)
numbers = count()


@dataclass
class House:
    """The product on one database, and the token of somebody who may do everything there."""

    engine: str
    app: Flask
    person_id: UUID | None = None
    token: str = ""

    def sign_in(self):
        """Sign somebody in: who was here before may have signed out, or left for good."""
        with self.app.app_context():
            person = db.session.get(Resident, self.person_id) if self.person_id else None
            if person is None or person.closed_at:
                person = make_resident()
                make_staff(*Role, resident=person)
            self.person_id, self.token = person.id, token_of(person)

    def faults(self, case):
        """What is wrong with the answer to a request, with the request to repeat by hand."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": f"fuzz-{next(numbers)}",
        }
        try:
            case.call_and_validate(session=Client(self.app), headers=headers, checks=CHECKS)
        except FailureGroup as group:
            where = f"{case.operation.label} on {self.engine}"
            return [f"{where}: {one} {case.as_curl_command()}" for one in group.exceptions]
        return []


@pytest.fixture
def houses(opened, fake_wechat, tmp_path):
    """The product on SQLite and on PostgreSQL, both with an empty database of their own."""
    made, name = [], f"fuzzed_{worker}_{next(numbers)}"
    for engine in ("sqlite", "postgresql"):
        url = engine_named(engine).fresh(name)
        app = opened(settings_for(url, tmp_path / engine))
        app.extensions[gateways.WECHAT] = make_client(fake_wechat)
        made.append(House(engine, app))
    return made


def faults_of(operation, houses, mode):
    """What is wrong with the answers to some requests of one operation."""
    faults = []
    for house in houses:
        house.sign_in()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        for house in houses:
            faults.extend(house.faults(case))

    with suppress(Unsatisfiable):  # an operation that takes nothing cannot be asked wrongly
        ask()
    return faults


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_gets_a_500_or_an_undocumented_answer(houses, mode):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", houses[0].app)
    faults = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(OUT_OF_REACH):
            faults += faults_of(operation, houses, mode)
    assert "\n\n".join(faults[:10]) == ""
