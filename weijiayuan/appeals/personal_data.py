"""What is kept about a resident here: a copy to take along, and the end of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from weijiayuan.appeals import (
    appeal_views,
    judicial_confirmation_queries,
    mediation_queries,
    queries,
)
from weijiayuan.appeals.models import (
    Appeal,
    Confirmation,
    Lead,
    Mediation,
    MediationParty,
    TalkLine,
)
from weijiayuan.appeals.rules.states import CONFIRMATION_NAMES, ConfirmationState
from weijiayuan.db import db
from weijiayuan.kernel import clock


def export(resident_id: UUID) -> dict[str, Any]:
    """Return the resident's appeals, and what they said and owe in mediations."""
    now = clock.now()
    return {
        "appeals": [
            _plain(appeal_views.whole(each, now=now)) for each in queries.mine(resident_id)
        ],
        "mediations": [_mediation(each, resident_id) for each in _parts(resident_id)],
        "leads": [
            {"kind": lead.kind, "place": lead.place, "note": lead.note}
            for lead in db.session.scalars(select(Lead).filter_by(reporter_id=resident_id))
        ],
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _parts(resident_id: UUID) -> list[MediationParty]:
    return list(
        db.session.scalars(
            select(MediationParty).filter_by(resident_id=resident_id).order_by(MediationParty.id)
        )
    )


def _mediation(part: MediationParty, resident_id: UUID) -> dict[str, Any]:
    del resident_id
    mediation = db.session.get_one(Mediation, part.mediation_id)
    agreement = mediation_queries.newest_agreement(mediation.id)
    said = db.session.scalars(
        select(TalkLine)
        .filter_by(mediation_id=mediation.id, speaker=part.side)
        .order_by(TalkLine.id)
    )
    return {
        "number": mediation.number,
        "state": str(mediation.state),
        "name": part.name,
        "asked": [
            {"step": str(row.step), "at": row.at.isoformat()}
            for row in mediation_queries.invitation_steps([part.id])
        ],
        "said": [line.text for line in said],
        "agreement": agreement.text if agreement else None,
    }


def living(resident_id: UUID) -> list[str]:
    """Return what goes on before a court without the account, and how it ends or is ended."""
    return [
        f"司法确认{found.number}（{_stands(found)}，请先撤回申请，或者等法院办完）"
        for found in judicial_confirmation_queries.in_court_of(resident_id)
    ]


def _stands(found: Confirmation) -> str:
    if found.starts_at is None or found.state is ConfirmationState.OFFLINE:
        return CONFIRMATION_NAMES[found.state]
    return f"约在{clock.moment_in_words(found.starts_at)}"


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # the keepers' signature
    """Take the resident's name off; papers that others rely on stay (人民调解法 27)."""
    for appeal in db.session.scalars(select(Appeal).filter_by(resident_id=resident_id)):
        appeal.resident_id = None
        appeal.against = ""
    for part in _parts(resident_id):
        part.resident_id = None
        part.phone = part.phone_mark = part.address = None
    db.session.execute(update(Lead).filter_by(reporter_id=resident_id).values(reporter_id=None))
