"""Rooms, judges, signatures and calls are had once: processes that race, and one that dies.

pytest tests/appeals/test_races.py -m race
"""

import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.appeals import racers
from tests.capacity_claims.test_races import offenders
from tests.factories.accounts import make_staff
from tests.racing import race, run_until_killed
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.legal_documents import pdf_signatures
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.models import Confirmation, DutyPage, Mediation, TermsSignature
from weijiayuan.appeals.rules.states import MediationState
from weijiayuan.appeals.service import appeal_lifecycle, duty_worker_paging
from weijiayuan.appeals.service.settlement_agreements import fields_of
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock

pytestmark = pytest.mark.race
CLIENTS = 4
BOOKINGS = int(os.environ.get("COURT_RACE", "60"))
"""200 is what was promised; sixty for twenty-four places race as hard and take a third."""


def test_bookings_race_for_forty_six_rooms_and_six_judges(ground, opened):
    app = opened(ground)
    cases = racers.build_court(app, rooms=46, judges=6, cases=BOOKINGS)
    parts = [cases[n::CLIENTS] for n in range(CLIENTS)]

    told = race(racers.book, *[(ground, part, seed) for seed, part in enumerate(parts)])

    assert offenders(app) == {}
    with app.app_context():
        asked = select(Confirmation.starts_at, Confirmation.room_id, Confirmation.judge_id)
        rows = db.session.execute(asked.where(Confirmation.starts_at.is_not(None))).all()
    for had in (
        ((row.starts_at, row.room_id) for row in rows),
        ((row.starts_at, row.judge_id) for row in rows),
    ):
        every = list(had)
        assert len(every) == len(set(every))
    assert len(rows) == sum(each.get("booked", 0) for each in told) == 6 * racers.SLOTS
    assert sum(each.get("deadlock", 0) for each in told) == 0


def test_everybody_signs_in_the_same_second_and_one_paper_holds_all(ground, opened):
    app = opened(ground)
    path, terms_hash, tokens = racers.build_terms(app)

    told = race(racers.sign, *[(ground, path, terms_hash, token) for token in tokens])

    assert told == [[201, 409]] * 3
    with app.app_context():
        mediation = db.session.scalars(select(Mediation)).one()
        assert mediation.state is MediationState.SIGNED
        whose = sorted(db.session.scalars(select(TermsSignature.who)))
        assert whose == ["committee", "mediator", "party_a", "party_b"]
        paper = app.test_client().get(
            f"/api/v1/{path}/agreement.pdf", headers={"Authorization": f"Bearer {tokens[0]}"}
        )
        found = pdf_signatures.check(paper.data, fields=fields_of(mediation), seals=seals())
        assert (found.intact, len(found.signed)) == (True, 4)


def test_a_worker_that_dies_between_steps_lets_the_next_fire_once(ground, opened):
    app = opened(ground)
    with app.app_context(), transaction():
        for _ in range(3):
            make_staff(Role.DUTY_WORKER)
        now = clock.now()
        asked = appeal_lifecycle.Asked(
            asks="救命", facts="我站在天台边上，不想活了", community_code=racers.HOME
        )
        appeal_lifecycle.receive(asked, by=None, now=now)
    later = now + timedelta(minutes=11)

    assert run_until_killed(racers.dies_between_steps, ground, later) == -signal.SIGKILL
    for _ in range(2):
        with app.app_context(), transaction():
            duty_worker_paging.send_due(later)

    with app.app_context():
        steps = list(db.session.scalars(select(DutyPage.step).order_by(DutyPage.step)))
    assert steps == [0, 1, 2]
