"""Violence at home: the sides are not brought together, whichever door it was told at."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit, danger
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.errors import NoJointMediation, NothingStopped, TalkApart
from weijiayuan.appeals.models import Appeal, Mediation, MediationParty
from weijiayuan.appeals.service.mediation_notices import tell_staff
from weijiayuan.db import db
from weijiayuan.kernel.state_machine import IllegalMove

CATEGORY = "violence"
"""A category that one may choose, and that leads away from the joint table."""
KIND, FAMILY = "domestic", "family"


def is_named(text: str, *, in_family: bool = False) -> bool:
    """Tell whether a text tells of violence at home: as a danger now, or however it is framed."""
    seen = danger.recognise(text)
    told_of = seen is not None and seen.kind == KIND
    return told_of or danger.names_violence_at_home(text, in_family=in_family)


def check_told(title: str, category: str) -> None:
    """Raise `NoJointMediation` for a mediation that begins with violence at home."""
    if category == CATEGORY or is_named(title, in_family=category == FAMILY):
        raise NoJointMediation


def note(appeal: Appeal, text: str) -> None:
    """Keep with an appeal that violence at home is told of, by whomever: it is not mediated."""
    if is_named(text):
        appeal.violence_at_home = True


def is_told_of(mediation: Mediation) -> bool:
    """Tell whether it was told in the talk here, or in the appeal from which this comes."""
    if mediation.violence_at is not None:
        return True
    appeal = db.session.get(Appeal, mediation.appeal_id) if mediation.appeal_id else None
    return appeal is not None and (appeal.violence_at_home or appeal.danger == KIND)


def check_joint(mediation: Mediation) -> None:
    """Raise `TalkApart` before anything that brings the sides together.

    Whoever is refused may be the one who is told of: the refusal says nothing of why.
    """
    if is_told_of(mediation):
        raise TalkApart


def may_know(mediation: Mediation, party: MediationParty | None) -> bool:
    """Tell whether somebody sees that it stopped: staff who stand in it, and the side that told."""
    if party is None or party.side == mediation.violence_told_by:
        return is_told_of(mediation)
    appeal = db.session.get(Appeal, mediation.appeal_id) if mediation.appeal_id else None
    is_asker = appeal is not None and party.resident_id == appeal.resident_id
    return is_asker and mediation.violence_at is None and is_told_of(mediation)


def heed(mediation: Mediation, text: str, *, by: str | None, now: datetime) -> bool:
    """Look at what was said: danger calls the mediator and who is on duty; says whether there is.

    Of violence at home nothing joint goes on from then on. The mediator must report
    (人民调解法 25).
    """
    at_home = is_named(text, in_family=mediation.category == FAMILY)
    if not at_home and danger.recognise(text) is None:
        return False
    if at_home and mediation.violence_at is None:
        mediation.violence_at, mediation.violence_told_by = now, by
    audit.record("danger in talk", subject_kind="mediation", subject_id=mediation.id)
    line = appeal_queries.on_duty(mediation.territory_code, now)
    called = dict.fromkeys([mediation.mediator_id, *line[:1]])
    facts, cause = {"number": mediation.number}, f"{now.timestamp():.0f}"
    tell_staff(mediation, called, "mediation_danger", facts, cause=cause, now=now, urgent=True)
    return True


def lift(mediation: Mediation, *, reason: str, by: UUID) -> Mediation:
    """Let the sides come together again: a second person looked, and it was no violence at home.

    Raises `IllegalMove` for the mediator's own word, `NothingStopped` where nothing was.
    """
    if mediation.violence_at is None:
        raise NothingStopped
    if by in (mediation.mediator_id, mediation.opened_by):
        raise IllegalMove(old=mediation.state, new="joint", allowed=[])
    mediation.violence_at = mediation.violence_told_by = None
    audit.record(
        "violence looked into", subject_kind="mediation", subject_id=mediation.id, reason=reason
    )
    return mediation
