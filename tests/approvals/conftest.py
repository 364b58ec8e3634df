"""People who apply."""

import pytest

from tests.approvals.applications import application, id_number
from weijiayuan.approvals import rulebook_in_force


@pytest.fixture(autouse=True)
def rulebook_of_this_test(request):
    """Let no test decide by what another one published and threw away."""
    if "app" in request.fixturenames:
        app = request.getfixturevalue("app")
        app.extensions[rulebook_in_force.NAME].look_again()


@pytest.fixture
def applicant(as_resident):
    """A resident, and what applies as they are: `applicant()` gives (speaker, apply)."""

    def make(born="1990-05-01", name="陈阿梅", *, checked=True, order="001", **case):
        speaker = as_resident()
        case = application({"case": "", "kind": "individual"} | case)
        answers = case["answers"]
        if case["kind"] == "individual":
            answers["operator_name"] = name
            if "id_number" not in case.get("set", {}):
                answers["id_number"] = id_number(born, order=order)
        if checked:
            facts = {"name": answers["operator_name"], "number": answers["id_number"]}
            checked = speaker.post("/api/v1/approvals/identity-checks", json=facts)
            assert checked.status_code == 201, checked.json

        def apply(**more):
            body = {"kind": case["kind"], "answers": answers | more}
            return speaker.post("/api/v1/approvals/applications", json=body)

        return speaker, apply

    return make


@pytest.fixture
def on_a_working_day(time_machine):
    """A Monday at ten in the district."""
    time_machine.move_to("2026-11-30T02:00:00+00:00", tick=True)
