"""Clients that race for rooms and judges, sign in one second, and a caller that dies on its way."""

import os
import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import DBAPIError

from tests.appeals.conftest import HOME, LI, TERM, ZHANG, ahead
from tests.factories import saved
from tests.factories.accounts import make_resident, make_staff, token_of
from weijiayuan.accounts.rules import Role
from weijiayuan.app import create_app
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals.errors import NoSlot
from weijiayuan.appeals.models import Agreement, Confirmation, CourtRoom, Judge, Mediation
from weijiayuan.appeals.rules.states import ConfirmationState, MediationState
from weijiayuan.appeals.service import court_session_booking, duty_worker_paging
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock

SLOTS = 4
TRIES = 20


def build_court(app, *, rooms, judges, cases):
    """So many rooms and judges, and cases that were filed; returns the cases' ids."""
    with app.app_context(), transaction():
        for number in range(rooms):
            saved(CourtRoom(name=f"{number}号室", territory_code="440311", capacity=1))
        for _ in range(judges):
            saved(Judge(staff_id=make_staff(Role.JUDGE).id, capacity=1))
        opener = make_staff(Role.MEDIATOR).id
        return [filed_case(number, opener).id for number in range(cases)]


def filed_case(number, opener):
    now = clock.now()
    mediation = saved(
        Mediation(
            number=f"TJ{number}",
            category="debt",
            territory_code=HOME,
            title="借款",
            opened_by=opener,
            opened_at=now,
            due_at=now,
            state=MediationState.SIGNED,
        )
    )
    agreement = saved(
        Agreement(mediation_id=mediation.id, version=1, terms="[]", text="", terms_hash="h")
    )
    return saved(
        Confirmation(
            number=f"QR{number}",
            mediation_id=mediation.id,
            agreement_id=agreement.id,
            terms_hash="h",
            parties=2,
            consents=2,
            last_day="2027-03-30",
            state=ConfirmationState.FILED,
            filed_at=now,
        )
    )


def book(settings, cases, seed):
    """Book a session for every case, over a half hour drawn by lot."""
    app, chance, seen = create_app(settings), random.Random(seed), Counter()
    with app.app_context():
        with reading():
            starts = [ahead(n) for n in range(SLOTS)]
        for case in cases:
            at = chance.choice(starts)
            seen[booked(case, at)] += 1
        db.engine.dispose()
    return dict(seen)


def booked(case, at):
    try:
        with transaction():
            found = judicial_confirmation_queries.confirmation_locked(case)
            court_session_booking.book(found, starts_at=at, room_id=None, by="a", now=clock.now())
    except NoSlot:
        return "full"
    except DBAPIError as trouble:
        if getattr(trouble.orig, "sqlstate", "") in {"40P01", "40001"}:
            return "deadlock"
        raise
    return "booked"


def post(client, token, path, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.post(f"/api/v1/{path}", json=body, headers=headers)


def build_terms(app):
    """A mediation whose terms wait for everybody's signature: its path, hash, and tokens."""
    with app.app_context(), transaction():
        people = [token_of(make_resident()) for _ in range(2)]
        own = make_resident()
        make_staff(Role.MEDIATOR, resident=own, is_sample=True)
        mediator = token_of(own)
    client = app.test_client()

    def done(token, path, body, key):
        answer = post(client, token, path, body, key)
        assert answer.status_code == 201, answer.json
        return answer.json

    asked = {"title": "借款", "category": "debt", "territory": HOME}
    path = f"mediations/{done(mediator, 'mediations', asked, 'open')['id']}"
    for n, (token, who) in enumerate(zip(people, (ZHANG, LI), strict=True)):
        code = done(mediator, f"{path}/parties", who, f"party-{n}")["code"]
        done(token, "mediations/join", {"code": code}, f"join-{n}")
    for n, token in enumerate(people):
        headers = {"Authorization": f"Bearer {token}"}
        read = client.get(f"/api/v1/{path}", headers=headers).json["consent"]["version"]
        done(token, f"{path}/consent", {"version": read}, f"consent-{n}")
    done(mediator, f"{path}/disclosures", {"has_ties": False}, "ties")
    written = done(mediator, f"{path}/terms", {"terms": [TERM]}, "terms")
    for n, (token, who) in enumerate(zip(people, (ZHANG, LI), strict=True)):
        done(token, f"{path}/verify", who, f"verify-{n}")
    return path, written["terms_hash"], [*people, mediator]


def sign(settings, path, terms_hash, token):
    """Sign twice at once, as a hand that shakes does; whoever is told to wait comes again."""
    app = create_app(settings)

    def one(n):
        key = f"sign-{token[:6]}-{n}"
        for _ in range(TRIES):
            body = {"terms_hash": terms_hash}
            answer = post(app.test_client(), token, f"{path}/sign", body, key)
            if answer.status_code != 503:
                break
        return answer

    with ThreadPoolExecutor(2) as pool:
        found = [each.status_code for each in pool.map(one, range(2))]
    with app.app_context():
        db.engine.dispose()
    return sorted(found)


def dies_between_steps(settings, now):
    """Send what is due and die after the second step's row, before the commit."""
    app = create_app(settings)
    send, sent = duty_worker_paging.send, []

    def mortal(*args, **more):
        made = send(*args, **more)
        sent.append(made)
        if len(sent) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    duty_worker_paging.send = mortal
    with app.app_context(), transaction():
        duty_worker_paging.send_due(now)
