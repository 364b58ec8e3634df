"""Whoever of two looked first may mend a slip of their own; the second still reads for themselves."""

import pytest

from tests.commons.people import make_ballot, make_roll, make_space
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.models import Secrecy

BASE = "/api/v1/commons"
SLIP = {
    "verified": True,
    "evidence": "title_certificate",
    "reference": "粤（2021）深圳市不动产权第3333333号",
}
RIGHT = SLIP | {"reference": "粤（2021）深圳市不动产权第4444444号"}


@pytest.fixture
def desks(as_desk):
    return as_desk(Role.SECRETARY), as_desk(Role.SECRETARY)


def test_the_first_mends_the_number_of_a_title(desks, as_resident):
    one, two = desks
    roll = make_roll(make_space(), [None])
    asked = as_resident().post(f"{BASE}/rolls/{roll.id}/requests", json={"unit": "1-1"}).json
    decide = f"{BASE}/requests/{asked['id']}/decide"
    one.post(decide, json=SLIP)
    differs = two.post(decide, json=RIGHT)
    assert (differs.json["code"], "前一位" in differs.json["detail"]) == (
        "commons.proof_differs",
        True,
    )

    assert one.post(decide, json=RIGHT).json["state"] == "seen"
    assert one.post(decide, json=RIGHT).json["code"] == "commons.second_person_needed"
    assert two.post(decide, json=SLIP).json["code"] == "commons.proof_differs"
    assert two.post(decide, json=RIGHT).json["state"] == "verified"
    assert one.post(decide, json=SLIP).json["code"] == "commons.request_decided"


def test_the_first_mends_the_area_of_a_co_signer(desks, as_resident):
    one, two = desks
    space, person = make_space(), as_resident()
    begun = person.post(f"{BASE}/foundings", json={"space_id": str(space.id)}).json
    path = f"{BASE}/foundings/{begun['id']}"
    made = person.post(f"{path}/co-signs", json={"unit": "1-1", "area_m2": "89.5"}).json
    decide = f"{BASE}/co-signs/{made['id']}/decide"
    one.post(decide, json=RIGHT | {"area_m2": "98.5"})
    assert two.post(decide, json=RIGHT | {"area_m2": "89.5"}).json["code"] == (
        "commons.proof_differs"
    )

    assert one.post(decide, json=RIGHT | {"area_m2": "89.5"}).json["state"] == "seen"
    assert one.post(decide, json=RIGHT | {"area_m2": "89.5"}).json["code"] == (
        "commons.second_person_needed"
    )
    assert two.post(decide, json=RIGHT | {"area_m2": "89.5"}).json["state"] == "verified"


def test_the_first_mends_what_they_typed_of_a_paper_ballot(desks):
    one, two = desks
    ballot = make_ballot(make_roll(make_space(), [None, None]), secrecy=Secrecy.NAMED)
    paper = f"{BASE}/ballots/{ballot.id}/paper"
    one.post(paper, json={"key": "1", "choice": "no"})
    assert two.post(paper, json={"key": "1", "choice": "yes"}).json["code"] == (
        "commons.paper_differs"
    )
    assert one.post(paper, json={"key": "1", "choice": "yes"}).json["agreed"] is False
    assert two.post(paper, json={"key": "1", "choice": "yes"}).json["agreed"] is True


def test_the_first_mends_what_they_typed_of_a_paper_consent(desks, as_resident):
    one, two = desks
    space, person = make_space(), as_resident()
    roll = make_roll(space, [person.resident, None])
    asked = {"space_id": str(space.id), "roll_id": str(roll.id), "unit": "1-1", "use": "理发店"}
    sheet = person.post(f"{BASE}/consent-sheets", json=asked).json
    paper = f"{BASE}/consent-sheets/{sheet['id']}/paper"
    one.post(paper, json={"number": 2, "agrees": False})
    assert two.post(paper, json={"number": 2, "agrees": True}).json["code"] == (
        "commons.paper_differs"
    )
    assert one.post(paper, json={"number": 2, "agrees": True}).status_code == 200
    assert two.post(paper, json={"number": 2, "agrees": True}).status_code == 200
    assert person.get(f"{BASE}/consent-sheets/{sheet['code']}").json["agreed"] == 2
