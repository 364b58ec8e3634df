"""People of an appeal, a mediation and a court session."""

from types import SimpleNamespace

import pytest
import time_machine

from tests.factories import saved
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import CourtRoom, Judge, Mediator
from weijiayuan.appeals.rules.court_session_script import QUESTIONS
from weijiayuan.appeals.service.court_session_booking import sessions_of
from weijiayuan.kernel import clock
from weijiayuan.places.queries import working_calendar

HOME = "440311001002"
ZHANG = {"name": "张建国", "id_number": "11010519491231002X"}
LI = {"name": "李红梅", "id_number": "440524188001010014"}
TERM = {
    "debtor": "乙方",
    "creditor": "甲方",
    "kind": "money",
    "amount_fen": 500000,
    "due": "2027-12-31",
    "how": "转入甲方尾号1234的银行账户",
}


def fine(answer, status=201):
    assert answer.status_code == status, answer.json or answer.status
    return answer.json


@pytest.fixture
def duty(as_role):
    return as_role(Role.DUTY_WORKER)


@pytest.fixture
def mediator(as_role):
    speaker = as_role(Role.MEDIATOR, display_name="陈老")
    saved(Mediator(staff_id=speaker.staff.id, languages="zh yue"))
    return speaker


@pytest.fixture
def judge(as_role):
    speaker = as_role(Role.JUDGE)
    saved(Judge(staff_id=speaker.staff.id, capacity=1))
    saved(CourtRoom(name="一号室", territory_code="440311", capacity=1))
    return speaker


@pytest.fixture
def quarrel(as_resident, mediator):
    """A mediation whose two sides have joined, and nobody has consented yet."""
    zhang, li = as_resident(), as_resident()
    made = fine(
        mediator.post(
            "/api/v1/mediations",
            json={"title": "借款五千元", "category": "debt", "territory": HOME},
        )
    )
    at = f"/api/v1/mediations/{made['id']}"
    for speaker, who in ((zhang, ZHANG), (li, LI)):
        code = fine(mediator.post(f"{at}/parties", json=who))["code"]
        fine(speaker.post("/api/v1/mediations/join", json={"code": code}))
    return SimpleNamespace(at=at, id=made["id"], zhang=zhang, li=li, mediator=mediator)


def consents(speaker, at):
    """Agree to a mediation as it reads now."""
    read = fine(speaker.get(at), 200)["consent"]["version"]
    return speaker.post(f"{at}/consent", json={"version": read})


def talking(case):
    """Bring a quarrel to the table."""
    for speaker in (case.zhang, case.li):
        fine(consents(speaker, case.at))
    fine(case.mediator.post(f"{case.at}/disclosures", json={"has_ties": False}))
    return case


def verified(case):
    fine(case.zhang.post(f"{case.at}/verify", json=ZHANG))
    fine(case.li.post(f"{case.at}/verify", json=LI))


def signed(case, **term):
    """Bring a quarrel to an agreement in effect."""
    talking(case)
    written = fine(case.mediator.post(f"{case.at}/terms", json={"terms": [TERM | term]}))
    assert written["findings"] == []
    verified(case)
    for speaker in (case.zhang, case.li, case.mediator):
        asked = {"terms_hash": written["terms_hash"]}
        said = fine(speaker.post(f"{case.at}/sign", json=asked))
    assert said["state"] == "signed"
    return case


def filed(case):
    """Bring a quarrel before the court."""
    apply(signed(case))
    return case


def apply(case):
    """File an agreement in effect with the court; returns its address."""
    for speaker in (case.zhang, case.li):
        fine(speaker.post(f"{case.at}/confirmation/consents"))
    case.court = fine(case.zhang.post(f"{case.at}/confirmation"))
    case.court_at = f"/api/v1/confirmations/{case.court['id']}"
    return case.court_at


def come_in(case):
    """Have both sides come to the session."""
    for speaker in (case.zhang, case.li):
        fine(speaker.post(f"{case.court_at}/presence"))


def ask_all(case, judge, answer="yes"):
    """Have both sides come, and the judge ask both every question."""
    come_in(case)
    for name, _ in QUESTIONS:
        for side in ("a", "b"):
            said = {"side": side, "question": name, "answer": answer}
            fine(judge.post(f"{case.court_at}/question", json=said))


def ahead(n=0):
    """Return the n-th half hour of the second working day to come, within the ruling's time."""
    day = working_calendar().add_working_days(clock.local_date(clock.now()), 2)
    return sessions_of(day)[n]


@pytest.fixture
def time_machine_at():
    """Let it be another moment from now on."""
    travellers = []

    def go(moment):
        traveller = time_machine.travel(moment, tick=True)
        traveller.start()
        travellers.append(traveller)

    yield go
    for traveller in reversed(travellers):
        traveller.stop()
