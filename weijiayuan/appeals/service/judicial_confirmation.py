"""Applying for judicial confirmation: both or neither, and every way out again."""

from datetime import datetime

from weijiayuan import audit
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AppliedBefore,
    NoAgreement,
    NotConfirmable,
    OtherPartyMissing,
    TooLate,
)
from weijiayuan.appeals.models import (
    Agreement,
    Confirmation,
    Mediation,
    MediationParty,
    StepConsent,
)
from weijiayuan.appeals.rules import confirmation_eligibility
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import (
    CONFIRMATION_NAMES,
    IN_EFFECT,
    SITTING,
    ConfirmationState,
)
from weijiayuan.appeals.service import domestic_violence_guard, settlement_agreements
from weijiayuan.appeals.service.court_session_notices import (
    LINK,
    appointment_of,
    tell_of_leaving,
)
from weijiayuan.appeals.service.mediation_notices import tell_sides, tell_staff
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits
from weijiayuan.notices import my_matters
from weijiayuan.places.queries import working_calendar

CONSENT_VERSION = "2026-11"
APPLY, RECORD = "apply", "record"
APPLICATION_ENDED = "司法确认申请随之撤回，确认室和法官的时间已空出；已生效的协议仍然有效"


def consent(mediation: Mediation, party: MediationParty, *, now: datetime) -> Confirmation:
    """Note one party's consent to apply, identity verified; the first opens the application."""
    domestic_violence_guard.check_joint(mediation)
    settlement_agreements.check_verified(party, now=now)
    found = judicial_confirmation_queries.alive_confirmation(mediation.id) or _open(
        mediation, now=now
    )
    if found.state is not ConfirmationState.APPLYING:
        raise AppliedBefore
    party.withdrawn_at = None
    if party.id in {each.party_id for each in consents(found, APPLY)}:
        return found
    keep_consent(found, party, APPLY, CONSENT_VERSION, now)
    found.consents += 1
    db.session.flush()
    audit.record(
        "confirmation consent", subject_kind="confirmation", subject_id=found.id, side=party.side
    )
    show(found, mediation, now=now)
    return found


def keep_consent(
    found: Confirmation, party: MediationParty, step: str, version: str, now: datetime
) -> None:
    db.session.add(
        StepConsent(
            confirmation_id=found.id,
            party_id=party.id,
            step=step,
            version=version,
            verified_at=party.verified_at or now,
            at=now,
        )
    )


def consents(found: Confirmation, step: str) -> list[StepConsent]:
    """Return what the parties agreed to for one step."""
    return [
        each for each in judicial_confirmation_queries.consents_of(found.id) if each.step == step
    ]


def _open(mediation: Mediation, *, now: datetime) -> Confirmation:
    agreement = queries.newest_agreement(mediation.id)
    if agreement is None or agreement.effective_at is None or mediation.state not in IN_EFFECT:
        raise NoAgreement
    last = confirmation_eligibility.last_day(clock.local_date(agreement.effective_at))
    if clock.local_date(now) > working_calendar().roll_forward(last):
        raise TooLate
    _check_confirmable(mediation, agreement)
    made = Confirmation(
        number=f"QR{clock.local_date(now):%Y%m%d}{digits(6)}",
        mediation_id=mediation.id,
        agreement_id=agreement.id,
        terms_hash=agreement.terms_hash,
        parties=len(mediation.parties),
        last_day=str(last),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _check_confirmable(mediation: Mediation, agreement: Agreement) -> None:
    effective = agreement.effective_at
    on = clock.local_date(effective) if effective else None
    draft = settlement_agreements.Draft(terms=settlement_agreements.terms_of(agreement))
    facts = settlement_agreements.facts_of(mediation.parties)
    for one in settlement_agreements.checked(draft, facts, on=on) if on else ():
        if one.kind in ("ownership", "status", "third_party", "unlawful", "public_law"):
            ground = confirmation_eligibility.ground_of_finding(one)
            raise NotConfirmable(ground=ground.text, article=ground.article, road=ground.road)


def file(mediation: Mediation, *, now: datetime) -> Confirmation:
    """File with the court: only with every party's verified consent. Raises `OtherPartyMissing`."""
    found = judicial_confirmation_queries.alive_confirmation(mediation.id)
    if found is None or found.consents < found.parties:
        raise OtherPartyMissing
    domestic_violence_guard.check_joint(mediation)
    found.move_to(ConfirmationState.FILED)
    found.filed_at = now
    db.session.flush()
    audit.record("confirmation filed", subject_kind="confirmation", subject_id=found.id)
    show(found, mediation, now=now)
    return found


def withdraw(found: Confirmation, party: MediationParty, *, now: datetime) -> Confirmation:
    """Take the application back before the ruling (解释 357): nothing stays half confirmed.

    From the court house too: an application that went on offline is still one. Room and judge are
    free again; the other sides, the mediator and the judge are told. Raises `IllegalMove`.
    """
    found.move_to(ConfirmationState.WITHDRAWN)
    found.ended_at = party.withdrawn_at = now
    claims.release([found.id])
    audit.record("confirmation withdrawn", subject_kind="confirmation", subject_id=found.id)
    mediation = db.session.get_one(Mediation, found.mediation_id)
    tell_of_withdrawal(mediation, party, APPLICATION_ENDED, now=now)
    if found.judge_id is not None and found.starts_at is not None:
        facts = {"number": found.number, "at": found.starts_at}
        judge, cause = [found.judge_id], found.number
        tell_staff(mediation, judge, "session_cancelled", facts, cause=cause, now=now)
    show(found, mediation, now=now)
    return found


def tell_of_withdrawal(
    mediation: Mediation, party: MediationParty, then: str, *, now: datetime
) -> None:
    """Tell the other sides and the mediator that one side took its consent back, and what stays."""
    facts = {
        "number": mediation.number,
        "side": LABELS[party.side],
        "then": then,
    }
    cause = f"{party.side}:{now.timestamp():.0f}"
    template, host = "consent_withdrawn", [mediation.mediator_id]
    tell_sides(mediation, template, facts, but=party.side, cause=cause, now=now)
    tell_staff(mediation, host, template, facts, cause=cause, now=now)


def go_offline(found: Confirmation, *, by: str, reason: str, now: datetime) -> Confirmation:
    """Go on in the court house, under the same number; a session online is off. The others hear."""
    found.move_to(ConfirmationState.OFFLINE)
    found.reason = reason
    claims.release([found.id])
    tell_of_leaving(found, appointment_of(found), by=by, now=now)
    found.room_id = found.starts_at = found.ends_at = None
    audit.record("confirmation offline", subject_kind="confirmation", subject_id=found.id)
    show_of(found, now)
    return found


def show_of(found: Confirmation, now: datetime) -> None:
    """Show a confirmation among its parties' matters."""
    show(found, db.session.get_one(Mediation, found.mediation_id), now=now)


def show(found: Confirmation, mediation: Mediation, *, now: datetime) -> None:
    """Show a confirmation with its appointment, which ends with the session online."""
    sits = found.state in SITTING
    for party in mediation.parties:
        if party.resident_id is not None:
            my_matters.put(
                party.resident_id,
                kind="confirmation",
                ref=found.number,
                title=f"司法确认 {found.number}",
                state=found.state,
                state_text=CONFIRMATION_NAMES[found.state],
                link=LINK.format(id=found.id),
                at=now,
                takes_place_at=found.starts_at if sits else None,
                takes_place_until=found.ends_at if sits else None,
            )
