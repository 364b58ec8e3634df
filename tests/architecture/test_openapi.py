"""The published document against the running product: no 500, nothing undocumented.

Schemathesis makes requests that fit each operation's document and requests that break it, and
sends them as somebody with every role, so that they reach the depth of each view.
"""

from contextlib import suppress
from itertools import count

import pytest
import schemathesis
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

from tests.factories.accounts import make_resident, make_staff, token_of
from tests.fakes.wechat import make_client
from weijiayuan.accounts.rules import Role
from weijiayuan.gateways import current as gateways

EXAMPLES = 2
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OUT_OF_REACH = ("/fake-wechat",)
numbers = count()


@pytest.fixture
def everybody(ground, opened, fake_wechat):
    """The application and the headers of somebody who may do everything."""
    app = opened(ground)
    app.extensions[gateways.WECHAT] = make_client(fake_wechat)
    with app.app_context():
        resident = make_resident()
        make_staff(*Role, resident=resident)
        token = token_of(resident)
    return app, {"Authorization": f"Bearer {token}"}


def faults_of(operation, headers, mode):
    """What is wrong with the answers to some requests of one operation."""
    faults = []

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
        given_headers = headers | {"Idempotency-Key": f"fuzz-{next(numbers)}"}
        try:
            case.call_and_validate(headers=given_headers, checks=CHECKS)
        except FailureGroup as group:
            faults.extend(
                f"{operation.label}: {fault} {case.as_curl_command()}" for fault in group.exceptions
            )

    with suppress(Unsatisfiable):  # an operation that takes nothing cannot be asked wrongly
        ask()
    return faults


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_gets_a_500_or_an_undocumented_answer(everybody, mode):
    app, headers = everybody
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    faults = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(OUT_OF_REACH):
            faults += faults_of(operation, headers, mode)
    assert "\n\n".join(faults[:10]) == ""
