"""A name is kept for who applied first while a person looks, and no longer than the law says."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from tests.approvals.applications import proposed_at_desk
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.models import RegisteredName
from weijiayuan.approvals.periodic_tasks import reconcile_reservations
from weijiayuan.approvals.rules.states import NameState
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice
from weijiayuan.personal_data import service as personal_data

pytestmark = pytest.mark.usefixtures("on_a_working_day")

NAME = "深圳市光明区阿梅面馆"
ELSEWHERE = "深圳市光明区公明街道上村社区华夏路8号"
SEEN = {"reason": "已核对", "place_paper": "本栋业主同意书"}


@pytest.fixture
def first(applicant):
    """Who applied first; a person looks at it: (speaker, application)."""
    speaker, apply = applicant()
    return speaker, apply(address_use="dwelling").json


def second(applicant, **given):
    _, apply = applicant(order="007", name="王小明")
    return apply(address=ELSEWHERE, **given).json


def faults(said):
    return [each["rule"] for each in said["faults"]]


def path(application, move):
    return f"/api/v1/approvals/applications/{application['id']}/{move}"


def standing():
    rows = db.session.execute(select(RegisteredName.state, RegisteredName.until)).all()
    return [(row.state, row.until and row.until.isoformat()) for row in rows]


def test_nobody_takes_a_name_that_a_person_is_looking_at_and_its_approval_meets_no_other(
    first, applicant, as_role, client
):
    _, mine = first
    assert standing() == [(NameState.RESERVED, "2027-01-30")]
    assert faults(second(applicant)) == ["N8"]
    said = client.get(f"/api/v1/approvals/names?text={NAME}").json
    assert (said["free"], said["same"]) == (False, [NAME])

    approved = as_role(Role.REGISTRAR).post(path(mine, "approve"), json=SEEN | {"attempt": 1})

    assert approved.status_code == 200, approved.json
    assert standing() == [(NameState.REGISTERED, None)]


@pytest.mark.parametrize("end", ["withdrawn", "refused", "renamed", "left"])
def test_a_reservation_ends_with_its_application(first, applicant, as_role, end):
    speaker, mine = first
    if end == "withdrawn":
        speaker.post(path(mine, "withdraw"))
    elif end == "refused":
        why = {"article": "民法典第 279 条", "reason": "没有本栋业主同意", "attempt": 1}
        as_role(Role.REGISTRAR).post(path(mine, "refuse"), json=why)
        head = as_role(Role.REGISTRAR_HEAD)
        agreed = {"agree": True, "attempt": 1} | proposed_at_desk(head, mine)
        assert head.post(path(mine, "second-look"), json=agreed).json["state"] == "refused"
    elif end == "renamed":
        answers = speaker.get(f"/api/v1/approvals/applications/{mine['id']}").json["answers"]
        other = {"answers": answers | {"name": "深圳市光明区春晖面馆"}}
        assert speaker.post(path(mine, "correct"), json=other).json["state"] == "in_review"
    else:
        personal_data.close(speaker.resident.id, is_staff=False, now=clock.now())

    assert second(applicant)["state"] == "approved"


def test_being_given_back_keeps_the_name_and_submitting_again_prolongs_nothing(
    first, applicant, as_role, time_machine
):
    speaker, mine = first
    as_role(Role.REGISTRAR).post(path(mine, "return"), json={"reason": "请补同意书", "attempt": 1})
    time_machine.move_to("2026-12-21T02:00:00+00:00", tick=True)
    answers = speaker.get(f"/api/v1/approvals/applications/{mine['id']}").json["answers"]
    assert faults(second(applicant, wants_human=True)) == ["N8"]

    speaker.post(path(mine, "correct"), json={"answers": answers})

    assert standing() == [(NameState.RESERVED, "2027-01-30")]


def test_a_reservation_that_is_over_stands_in_nobodys_way(first, applicant, time_machine):
    time_machine.move_to("2027-02-01T02:00:00+00:00", tick=True)

    assert second(applicant)["state"] == "approved"
    assert standing() == [(NameState.REGISTERED, None)]


def test_reservations_left_behind_are_ended_and_missing_ones_made(first, time_machine):
    now = clock.now()
    db.session.execute(update(RegisteredName).values(application_id=None))
    db.session.query(RegisteredName).delete()
    db.session.commit()
    assert reconcile_reservations(now) == "0 reservations of names ended, 1 made"
    assert standing() == [(NameState.RESERVED, "2027-01-30")]
    assert reconcile_reservations(now) == ""

    time_machine.move_to("2027-02-01T02:00:00+00:00", tick=True)
    assert reconcile_reservations(clock.now()) == "1 reservations of names ended, 0 made"
    assert reconcile_reservations(clock.now()) == ""


def test_whose_application_goes_on_is_told_once_that_the_name_is_free(first):
    speaker, _ = first
    later = datetime(2027, 2, 1, 2, tzinfo=UTC)

    assert reconcile_reservations(later) == "1 reservations of names ended, 0 made"
    reconcile_reservations(later)

    db.session.commit()
    wanted = select(Notice.text).filter_by(
        resident_id=speaker.resident.id, template="approval_name_ended"
    )
    assert [NAME in each for each in db.session.scalars(wanted)] == [True]
