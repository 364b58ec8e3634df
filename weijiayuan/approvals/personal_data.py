"""What approvals know about a resident: a copy to take along, and what closing an account leaves.

What led to a licence is the register's file, which the law keeps (登记管理条例 23, 细则 59): it
stays, and so does a bar (条例 40). Applications that led to nothing are emptied, identity checks
deleted.
"""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.approvals import application_views
from weijiayuan.approvals.models import (
    Application,
    ApplicationMove,
    Attempt,
    Bar,
    Consent,
    IdentityCheck,
    Licence,
)
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked
from weijiayuan.approvals.queries import licence_transfers
from weijiayuan.approvals.rules.states import IN_BUSINESS, LIVE, ApplicationState
from weijiayuan.approvals.schemas.applicant import PaperOut
from weijiayuan.approvals.service import name_reservations, supporting_papers, told_places
from weijiayuan.db import db

EMPTY = "{}"


def export(resident_id: UUID) -> dict[str, object]:
    """Return everything these tables hold about the resident."""
    mine = select(Application).where(Application.resident_id == resident_id)
    licences = select(Licence).where(Licence.resident_id == resident_id)
    return {
        "approval_applications": [
            _application(each) for each in db.session.scalars(mine.order_by(Application.id))
        ],
        "licences": [
            {"uscc": each.uscc, "version": each.version, "printed": each.printed}
            for each in db.session.scalars(licences.order_by(Licence.id))
        ],
        "handovers": [
            {"uscc": each.uscc, "until": each.until, "open": each.is_open}
            for each in licence_transfers.of_person(resident_id)
        ],
        "consents": [
            {"roles": each.roles, "state": each.state.value, "lines": json.loads(each.lines)}
            for each in asked.of_person(resident_id)
        ],
        "bars": [
            _bar(each)
            for each in db.session.scalars(select(Bar).where(Bar.resident_id == resident_id))
        ],
    }


def _application(row: Application) -> dict[str, object]:
    facts = application_views.application_facts(row, with_answers=False)
    kept = ("number", "kind", "title", "outcome", "rulings")
    return {name: facts[name] for name in kept} | {
        "state": row.state.value,
        "answers": json.loads(row.answers),
        "papers": PaperOut(many=True).dump(facts["papers"]),
    }


def _bar(row: Bar) -> dict[str, object]:
    return {"ground": row.ground.value, "since": row.since, "until": row.until}


def living(resident_id: UUID) -> list[str]:
    """Return what goes on without the account: businesses in being that nobody could act for."""
    found = (each for each in queries.my_licences(resident_id) if each.state in IN_BUSINESS)
    return [f"营业执照“{each.printed['name']}”" for each in found]


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Withdraw what is under way, empty what led to nothing, and delete the identity checks."""
    open_states = (ApplicationState.DRAFT, *sorted(LIVE))
    db.session.execute(
        update(Application)
        .where(Application.resident_id == resident_id, Application.state.in_(open_states))
        .values(state=ApplicationState.WITHDRAWN, live_key=None, decided_at=now)
    )
    for offered in licence_transfers.of_person(resident_id):
        offered.is_open = False
    mine = select(Application.id).where(Application.resident_id == resident_id)
    name_reservations.release(db.session.scalars(mine).all())
    barren = (
        select(Application.id)
        .where(Application.resident_id == resident_id)
        .where(Application.state != ApplicationState.APPROVED)
    )
    db.session.execute(
        update(Attempt)
        .where(Attempt.application_id.in_(barren.scalar_subquery()))
        .values(answers=EMPTY, decision=EMPTY)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Application)
        .where(Application.resident_id == resident_id)
        .where(Application.state != ApplicationState.APPROVED)
        .values(answers=EMPTY, title="")
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(ApplicationMove)
        .where(ApplicationMove.application_id.in_(barren.scalar_subquery()))
        .values(decision=None)
        .execution_options(synchronize_session=False)
    )
    told_places.forget(db.session.scalars(barren).all())
    supporting_papers.forget(db.session.scalars(barren).all())
    _forget_what_was_asked(resident_id)
    db.session.execute(delete(IdentityCheck).where(IdentityCheck.resident_id == resident_id))


def _forget_what_was_asked(resident_id: UUID) -> None:
    """Delete what others were asked for what led to nothing; a yes stays with its file."""
    barren = select(Application.id).where(
        Application.resident_id == resident_id, Application.state != ApplicationState.APPROVED
    )
    db.session.execute(delete(Consent).where(Consent.application_id.in_(barren)))
