"""How a side comes in, says yes or no, takes it back, and shows who it is."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import CodeUnknown, GuardianMustAct, IdentityMismatch, SamePerson
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.appeals.rules.invitation_answers import Step
from weijiayuan.appeals.rules.legal_capacity import capacity_at_most, may_guard
from weijiayuan.appeals.rules.states import (
    ALIVE,
    IN_EFFECT,
    LIVE_MEDIATIONS,
    ConfirmationState,
    MediationState,
)
from weijiayuan.appeals.service import (
    fallen_signatures,
    judicial_confirmation,
    mediation_cases,
    mediation_consents,
    mediation_invitations,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove

NOTHING_GOES_ON = "调解停在这里，没有签完的都不算；可以再商量，也可以走别的路"
AGREEMENT_STANDS = "已生效的协议仍然有效，只是不再一起申请司法确认；可以申请支付令或起诉"


def join(code: str, *, resident_id: UUID, now: datetime) -> MediationParty:
    """Bind the side of a code to whoever is signed in. Raises `CodeUnknown`, `SamePerson`."""
    party = mediation_invitations.invited(code)
    if party.resident_id not in (None, resident_id):
        raise CodeUnknown
    own = queries.side_of(party.mediation_id, resident_id)
    if own is not None and own.id != party.id:
        raise SamePerson
    if party.resident_id is None:
        mediation_invitations.note(party, Step.JOINED, now=now)
    party.resident_id = resident_id
    mediation = db.session.get_one(Mediation, party.mediation_id)
    mediation_cases.show(mediation, party, now=now)
    return party


def consent(mediation: Mediation, party: MediationParty, *, read: str, now: datetime) -> Mediation:
    """Agree to mediation as it was `read`. With everybody's consent it begins.

    Raises `IllegalMove` where nothing is left to agree to, `GuardianMustAct`, `ConsentChanged`.
    """
    if mediation.state not in LIVE_MEDIATIONS:
        raise IllegalMove(old=mediation.state, new=MediationState.CONSENTED, allowed=[])
    if mediation_cases.lacks_guardian(party, now=now):
        raise GuardianMustAct
    mediation_consents.check(mediation, read)
    mediation_consents.keep(mediation)
    party.consented_at, party.consent_version = now, read
    party.withdrawn_at = None
    mediation_invitations.note(party, Step.AGREED, now=now)
    db.session.flush()
    parties = queries.parties_of(mediation.id)
    everybody = len(parties) > 1 and all(each.consented_at for each in parties)
    if everybody and mediation.state is MediationState.OPENED:
        mediation.move_to(MediationState.CONSENTED)
    audit.record(
        "mediation consent", subject_kind="mediation", subject_id=mediation.id, side=party.side
    )
    mediation_cases.show_all(mediation, now=now)
    return mediation


def withdraw_consent(mediation: Mediation, party: MediationParty, *, now: datetime) -> Mediation:
    """Take consent back, whatever has come of it meanwhile. Raises `IllegalMove` after a ruling.

    While it is talked about nothing goes on, and nothing that was not signed by all stays half
    signed. What is in effect stands (人民调解法 31); before the court nothing goes on.
    """
    court = judicial_confirmation_queries.newest_confirmation(mediation.id)
    if court is not None and court.state is ConfirmationState.CONFIRMED:
        raise IllegalMove(old=court.state, new=ConfirmationState.WITHDRAWN, allowed=[])
    if court is not None and court.state in ALIVE:
        judicial_confirmation.withdraw(
            judicial_confirmation_queries.confirmation_locked(court.id), party, now=now
        )
    elif party.withdrawn_at is None:
        _tell_of_no(mediation, party, now=now)
    if party.withdrawn_at is None or party.consented_at is not None:
        is_no = party.consented_at is None
        mediation_invitations.note(party, Step.DECLINED if is_no else Step.WITHDREW, now=now)
    party.withdrawn_at, party.longer_until = now, None
    if mediation.state not in IN_EFFECT:
        party.consented_at = None
    if mediation.state in LIVE_MEDIATIONS and mediation.state is not MediationState.OPENED:
        queries.drop_unsigned(mediation.id)
        mediation.move_to(MediationState.OPENED)
    audit.record(
        "mediation consent withdrawn",
        subject_kind="mediation",
        subject_id=mediation.id,
        side=party.side,
    )
    mediation_cases.show_all(mediation, now=now)
    return mediation


def _tell_of_no(mediation: Mediation, party: MediationParty, *, now: datetime) -> None:
    """Tell the others of a plain no, or of a consent that was taken back: two things."""
    if party.consented_at is None:
        mediation_invitations.tell_of_answer(mediation, party, Step.DECLINED, at=now, now=now)
    else:
        then = AGREEMENT_STANDS if mediation.state in IN_EFFECT else NOTHING_GOES_ON
        judicial_confirmation.tell_of_withdrawal(mediation, party, then, now=now)


def decline_invitation(code: str, *, now: datetime) -> MediationParty:
    """Say no to mediation by the code alone, without an account. Raises `CodeUnknown`."""
    party = mediation_invitations.invited(code)
    if party.resident_id is not None:
        raise CodeUnknown  # whoever has joined says it signed in
    withdraw_consent(queries.locked(party.mediation_id), party, now=now)
    return party


def verify(party: MediationParty, *, name: str, id_number: str, now: datetime) -> MediationParty:
    """Check who is there; it holds thirty minutes.

    The first time sets name and number; from then on both must be the same. For a side with a
    guardian and no full capacity it is the guardian who is there. Raises `IdentityMismatch`,
    `SamePerson`, `GuardianMustAct`.
    """
    if party.guardian and party.capacity != "full":
        return _verify_guardian(party, name=name, id_number=id_number, now=now)
    known = party.id_number
    if known is None and party.name in ("申请人", name):
        mediation_cases.check_another(party.mediation_id, id_number, side=party.side)
        mediation_consents.keep(db.session.get_one(Mediation, party.mediation_id))
        party.name, party.id_number = name, id_number
        _limit_capacity(party, now=now)
    elif known is None or known != id_number or party.name != name:
        raise IdentityMismatch
    party.id_mark = mediation_cases.id_mark(id_number)
    party.verified_at = now
    return party


def _verify_guardian(
    party: MediationParty, *, name: str, id_number: str, now: datetime
) -> MediationParty:
    mark = mediation_cases.id_mark(id_number)
    if name == party.name or mark == party.id_mark:
        raise GuardianMustAct
    if not may_guard(id_number, on=clock.local_date(now)):
        raise GuardianMustAct
    if name != party.guardian or party.guardian_mark not in (None, mark):
        raise IdentityMismatch
    mediation_cases.check_another(party.mediation_id, id_number, side=party.side)
    party.guardian_mark, party.verified_at = mark, now
    return party


def _limit_capacity(party: MediationParty, *, now: datetime) -> None:
    """Take capacity from whom the number shows to be a minor; what waits to be signed is looked at.

    Their yes ends, and signatures under terms not yet in effect: given beside one who may not.
    """
    said = party.capacity
    today = clock.local_date(now)
    party.capacity = capacity_at_most(said, party.id_number, on=today)
    if party.capacity == said or party.guardian:
        return
    agreement = queries.newest_agreement(party.mediation_id)
    if agreement is not None and agreement.effective_at is None:
        agreement.needs_person = True
    mediation = db.session.get_one(Mediation, party.mediation_id)
    if mediation_cases.lacks_guardian(party, now=now):
        mediation_consents.ask_anew(mediation, [party], now=now)
    elif agreement is not None and agreement.effective_at is None:
        fallen_signatures.drop(mediation, fallen_signatures.PARTY_CHANGED, now=now)
