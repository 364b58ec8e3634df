"""What is asked for after a submission: papers and fields, attempts that stay, a clock that ends."""

from uuid import UUID

import pytest

from tests.approvals.applications import id_number
from tests.factories.files import make_photo
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.files.models import StoredFile

pytestmark = pytest.mark.usefixtures("on_a_working_day")
BASE = "/api/v1/approvals/applications"
SHEET = {"kind": "place_paper", "number": "同意书ABCDEFGH2345"}


@pytest.fixture
def dwelling(applicant):
    """An application that a person must look at."""
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    return speaker, mine


def photo(speaker):
    return str(make_photo(db.session.get(Resident, speaker.resident.id)).id)


def given_back(as_role, mine, *papers, attempt=1):
    body = {"reason": "请补同栋业主的同意书", "papers": list(papers), "attempt": attempt}
    answer = as_role(Role.REGISTRAR).post(f"{BASE}/{mine['id']}/return", json=body)
    assert answer.status_code == 200, answer.json
    return answer.json


def handed_in(speaker, mine, attempt=1, **given):
    return speaker.post(f"{BASE}/{mine['id']}/papers", json={"attempt": attempt, **given})


def corrected(speaker, mine, attempt=1, **more):
    shown = speaker.get(f"{BASE}/{mine['id']}").json
    answers = shown["answers"] | more
    body = {"attempt": attempt, "saves": shown["saves"], "answers": answers}
    return speaker.post(f"{BASE}/{mine['id']}/correct", json=body)


def test_what_is_asked_for_is_told_at_once_and_the_clock_ends_until_it_comes(dwelling, as_role):
    speaker, mine = dwelling
    assert mine["due_at"][:10] == "2026-12-03"
    assert given_back(as_role, mine, "place_paper", "place_paper", "other")["due_at"] is None

    shown = speaker.get(f"{BASE}/{mine['id']}").json
    assert [(each["kind"], each["given"]) for each in shown["asked"]] == [
        ("place_paper", False),
        ("other", False),
    ]
    told = speaker.get("/api/v1/me/notices").json["items"][0]["text"]
    assert "要交：场所用途的证明（住宅：本栋其他业主的同意书）、其他材料" in told


def test_a_paper_belongs_to_the_next_attempt_and_former_ones_stay(dwelling, as_role, time_machine):
    speaker, mine = dwelling
    given_back(as_role, mine, "place_paper")
    made = handed_in(speaker, mine, **SHEET, file=photo(speaker))
    assert made.status_code == 201, made.json
    assert (made.json["asked"][0]["given"], made.json["papers"][0]["attempt"]) == (True, 2)
    time_machine.move_to("2026-12-04T02:00:00+00:00", tick=True)
    who = {"name": "陈阿梅", "number": id_number("1990-05-01")}
    assert speaker.post("/api/v1/approvals/identity-checks", json=who).status_code == 201
    again = corrected(speaker, mine, address_use="dwelling").json

    assert (again["state"], again["attempt"], again["due_at"][:10]) == (
        "in_review",
        2,
        "2026-12-09",
    )
    desk = as_role(Role.REGISTRAR)
    seen = desk.get(f"/api/v1/approvals/queue/{mine['id']}").json
    assert [each["number"] for each in seen["attempts"]] == [1, 2]
    [paper] = seen["papers"]
    assert (paper["number"], paper["open"]) == (SHEET["number"], False)
    with desk.get(f"/api/v1/files/{paper['file']}") as picture:
        assert picture.status_code == 200
    stranger = as_role(Role.GRID_WORKER).get(f"/api/v1/files/{paper['file']}")
    assert stranger.status_code == 404
    assert [each["what"] for each in seen["moves"]] == [
        "submitted",
        "returned",
        "paper_added",
        "submitted",
    ]


def test_a_new_submission_may_be_extended_anew_and_is_not_extended_by_the_former_one(
    dwelling, as_role
):
    speaker, mine = dwelling
    head = as_role(Role.REGISTRAR_HEAD)
    long = {"reason": "情况复杂", "attempt": 1}
    assert head.post(f"{BASE}/{mine['id']}/extend", json=long).json["due_at"][:10] == "2026-12-08"
    given_back(as_role, mine)
    again = corrected(speaker, mine).json

    assert again["due_at"][:10] == "2026-12-03"
    assert head.post(f"{BASE}/{mine['id']}/extend", json=long | {"attempt": 2}).status_code == 200


def test_a_paper_may_come_while_somebody_looks_and_stays_with_that_attempt(dwelling):
    speaker, mine = dwelling
    made = handed_in(speaker, mine, **SHEET).json

    [paper] = made["papers"]
    assert (made["state"], made["attempt"], paper["attempt"], paper["open"]) == (
        "in_review",
        1,
        1,
        False,
    )
    taken = speaker.post(f"{BASE}/{mine['id']}/papers/{paper['id']}/take-back", json={"attempt": 1})
    assert taken.json["code"] == "approvals.paper_submitted"


def test_what_was_not_submitted_is_taken_back_with_its_picture(app, dwelling, as_role):
    speaker, mine = dwelling
    given_back(as_role, mine)
    picture = photo(speaker)
    [paper] = handed_in(speaker, mine, kind="other", file=picture).json["papers"]
    same = handed_in(speaker, mine, kind="other", file=picture)
    assert len(same.json["papers"]) == 1
    where = f"{BASE}/{mine['id']}/papers/{paper['id']}/take-back"

    assert speaker.post(where, json={"attempt": 1}).json["papers"] == []
    assert speaker.post(where, json={"attempt": 1}).status_code == 404
    assert db.session.get(StoredFile, UUID(picture)) is None


def test_a_second_tab_neither_adds_to_nor_corrects_what_was_submitted_in_the_first(
    dwelling, as_role
):
    speaker, mine = dwelling
    given_back(as_role, mine)
    corrected(speaker, mine)

    late = handed_in(speaker, mine, **SHEET)
    assert (late.status_code, late.json["code"]) == (409, "approvals.attempt_moved_on")
    assert corrected(speaker, mine, attempt=1).json["code"] == "approvals.attempt_moved_on"
    assert handed_in(speaker, mine, attempt=2, **SHEET).status_code == 201


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "place_paper"},
        {"kind": "identity_seen", "number": "1"},
        {"kind": "stamp", "number": "1"},
        {"kind": "other", "number": "9" * 61},
    ],
)
def test_a_paper_says_what_it_is_and_is_something(dwelling, given):
    speaker, mine = dwelling

    assert handed_in(speaker, mine, **given).status_code == 422


def test_papers_are_the_applicants_own_and_only_so_many(dwelling, applicant, as_resident):
    speaker, mine = dwelling
    other = as_resident()
    assert handed_in(other, mine, **SHEET).status_code == 404
    assert handed_in(speaker, mine, kind="other", file=photo(other)).status_code == 422
    for number in range(20):
        handed_in(speaker, mine, kind="other", number=f"{number}")
    assert handed_in(speaker, mine, **SHEET).json["code"] == "approvals.too_many_papers"
    speaker.post(f"{BASE}/{mine['id']}/withdraw", json={"attempt": 1})
    assert handed_in(speaker, mine, **SHEET).status_code == 409
