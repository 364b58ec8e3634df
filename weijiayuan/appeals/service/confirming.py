"""Judicial confirmation: both or neither, a room and a judge at once, thirty visible minutes."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AnswersMissing,
    AppliedBefore,
    ArticleUnknown,
    NoAgreement,
    NoSlot,
    NotConfirmable,
    OtherPartyMissing,
    RecordNotConfirmed,
    TooLate,
)
from weijiayuan.appeals.models import (
    Agreement,
    Confirmation,
    CourtAnswer,
    CourtRoom,
    Interruption,
    Judge,
    Mediation,
    MediationParty,
    StepConsent,
)
from weijiayuan.appeals.rules import eligibility, promise
from weijiayuan.appeals.rules.agreement import terms as written
from weijiayuan.appeals.rules.states import (
    ALIVE,
    CONFIRMATION_NAMES,
    ConfirmationState,
    MediationState,
)
from weijiayuan.appeals.service import agreeing
from weijiayuan.claims import service as claims
from weijiayuan.claims.errors import Closed, NoPlaceLeft
from weijiayuan.claims.reconciler_registry import register_holder
from weijiayuan.claims.service import Holder, Wanted
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits, readable_code
from weijiayuan.kernel.span import Span
from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell
from weijiayuan.places.queries import working_calendar

logger = logging.getLogger(__name__)
HOLDER = "confirmation"
SESSION = timedelta(minutes=30)
CONSENT_VERSION = "2026-11"
APPLY, RECORD = "apply", "record"
LINK = "/pages/appeals/session/session?id={id}"


def consent(mediation: Mediation, party: MediationParty, *, now: datetime) -> Confirmation:
    """Note one party's consent to apply, identity verified; the first opens the application."""
    agreeing.check_verified(party, now=now)
    found = queries.alive_confirmation(mediation.id) or _open(mediation, now=now)
    if found.state is not ConfirmationState.APPLYING:
        raise AppliedBefore
    if party.id in {each.party_id for each in _consents(found, APPLY)}:
        return found
    _keep_consent(found, party, APPLY, CONSENT_VERSION, now)
    found.consents += 1
    db.session.flush()
    audit.record(
        "confirmation consent", subject_kind="confirmation", subject_id=found.id, side=party.side
    )
    show(found, mediation, now=now)
    return found


def _keep_consent(
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


def _consents(found: Confirmation, step: str) -> list[StepConsent]:
    return [each for each in queries.consents_of(found.id) if each.step == step]


def _open(mediation: Mediation, *, now: datetime) -> Confirmation:
    agreement = queries.newest_agreement(mediation.id)
    in_effect = (MediationState.SIGNED, MediationState.MISSED, MediationState.PERFORMED)
    if agreement is None or agreement.effective_at is None or mediation.state not in in_effect:
        raise NoAgreement
    last = eligibility.last_day(clock.local_date(agreement.effective_at))
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
    draft = agreeing.Draft(terms=agreeing.terms_of(agreement))
    facts = agreeing.facts_of(mediation.parties)
    for one in agreeing.checked(draft, facts, on=on) if on else ():
        if one.kind in ("ownership", "status", "third_party", "unlawful", "public_law"):
            ground = eligibility.ground_of_finding(one)
            raise NotConfirmable(ground=ground.text, article=ground.article, road=ground.road)


def file(mediation: Mediation, *, now: datetime) -> Confirmation:
    """File with the court: only with every party's verified consent. Raises `OtherPartyMissing`."""
    found = queries.alive_confirmation(mediation.id)
    if found is None or found.consents < found.parties:
        raise OtherPartyMissing
    found.move_to(ConfirmationState.FILED)
    found.filed_at = now
    db.session.flush()
    audit.record("confirmation filed", subject_kind="confirmation", subject_id=found.id)
    show(found, mediation, now=now)
    return found


def sessions_of(day: date) -> list[datetime]:
    """Return when sessions may begin on a day: its working half hours; none on a day off."""
    return [
        begin + SESSION * n
        for begin, end in working_calendar().working_spans(day)
        for n in range(int((end - begin) / SESSION))
    ]


def book(
    found: Confirmation, *, starts_at: datetime, room_id: UUID | None, now: datetime
) -> Confirmation:
    """Claim a room and a judge over the same half hour: both or neither. Raises `NoSlot`.

    It begins now, or at one of the half hours of a working day: not at night, nor on a Sunday.
    """
    if starts_at > now and starts_at not in sessions_of(clock.local_date(starts_at)):
        raise NoSlot
    if found.state not in (ConfirmationState.FILED, ConfirmationState.ACCEPTED):
        found.move_to(ConfirmationState.ACCEPTED)
    claims.release([found.id])
    rooms, judges = queries.rooms(), queries.sitting_judges()
    span = Span(starts_at, starts_at + SESSION)
    chosen_rooms = [room.id for room in rooms if room_id in (None, room.id)]
    try:
        taken = claims.take_first_free(
            [chosen_rooms, _fairly([judge.id for judge in judges], found.id)],
            span,
            holder=Holder(HOLDER, found.id),
            now=now,
        )
    except (NoPlaceLeft, Closed) as full:
        raise NoSlot from full
    got = {each.bookable_id for each in taken}
    found.room_id = next(room.id for room in rooms if room.id in got)
    found.judge_id = next(judge.staff_id for judge in judges if judge.id in got)
    found.starts_at, found.ends_at = span.starts_at, span.ends_at
    audit.record(
        "session booked",
        subject_kind="confirmation",
        subject_id=found.id,
        room=found.room_id,
        judge=found.judge_id,
    )
    return found


def _fairly(ids: Sequence[UUID], case: UUID) -> list[UUID]:
    """Return judges in an order that differs from case to case, so that work is spread."""
    return sorted(ids, key=lambda one: sha256(f"{case}:{one}".encode()).hexdigest())


def take(wanted: Sequence[Wanted], holder: UUID, *, now: datetime) -> None:
    """Claim a certain room and judge at once. Raises `NoSlot`."""
    try:
        claims.take_all(wanted, holder=Holder(HOLDER, holder), now=now)
    except (NoPlaceLeft, Closed) as full:
        raise NoSlot from full


def still_holds(ids: Any) -> list[UUID]:
    """Return which sessions occupy their room still."""
    from sqlalchemy import select  # noqa: PLC0415

    asked = select(Confirmation.id).where(
        Confirmation.id.in_(ids), Confirmation.state.in_([*ALIVE, "confirmed", "rejected"])
    )
    return list(db.session.scalars(asked))


register_holder(HOLDER, still_holds)


def accept(found: Confirmation, *, now: datetime) -> Confirmation:
    """Accept the application; with both present at once (法释2011 art 4)."""
    found.move_to(ConfirmationState.ACCEPTED)
    audit.record("confirmation accepted", subject_kind="confirmation", subject_id=found.id)
    _show(found, now)
    return found


def not_accept(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Refuse to accept, on a ground of 355. Raises `ArticleUnknown`."""
    _check_article(article, "355")
    found.move_to(ConfirmationState.NOT_ACCEPTED)
    return _end(found, article=article, reason=reason, now=now)


def reject(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Rule against confirmation, on a ground of 358. Raises `ArticleUnknown`."""
    _check_article(article, "358")
    found.move_to(ConfirmationState.REJECTED)
    return _end(found, article=article, reason=reason, now=now)


def _check_article(article: str, family: str) -> None:
    if article not in eligibility.BY_ARTICLE or not article.startswith(family):
        raise ArticleUnknown(fields={"article": "confirmations.article_unknown"})


def _end(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    found.article, found.reason = article, reason
    claims.release([found.id])
    audit.record(
        "confirmation refused", subject_kind="confirmation", subject_id=found.id, article=article
    )
    _show(found, now)
    return found


def answer(
    found: Confirmation, party_id: UUID, *, question: str, said: str, now: datetime
) -> CourtAnswer:
    """Record one party's answer to a fixed question; a later answer replaces an earlier."""
    if found.state is not ConfirmationState.ACCEPTED:
        found.move_to(ConfirmationState.HEARD)
    known = [
        each
        for each in queries.answers_of(found.id)
        if each.party_id == party_id and each.question == question
    ]
    if known:
        known[0].answer, known[0].at = said, now
        return known[0]
    row = CourtAnswer(
        confirmation_id=found.id, party_id=party_id, question=question, answer=said, at=now
    )
    db.session.add(row)
    return row


def write_record(found: Confirmation, mediation: Mediation, *, now: datetime) -> Confirmation:
    """Write the record of the questions; both parties confirm its hash. Raises `AnswersMissing`."""
    given = {(each.party_id, each.question): each.answer for each in queries.answers_of(found.id)}
    wanted = [(p.id, q) for p in mediation.parties for q, _ in promise.QUESTIONS]
    if any(given.get(each) != "yes" for each in wanted):
        raise AnswersMissing
    found.move_to(ConfirmationState.HEARD)
    lines = [
        f"{agreeing.LABELS[party.side]}：{text}答：是。"
        for party in mediation.parties
        for _, text in promise.QUESTIONS
    ]
    found.record = "\n".join(
        [f"司法确认笔录 {found.number}", *lines, f"条款指纹 {found.terms_hash}"]
    )
    found.record_hash = sha256(found.record.encode()).hexdigest()
    _show(found, now)
    return found


def confirm_record(
    found: Confirmation, party: MediationParty, *, record_hash: str, now: datetime
) -> Confirmation:
    """Say 核对无误 about the record as it stands. Raises `RecordNotConfirmed`."""
    if found.record_hash is None or record_hash != found.record_hash:
        raise RecordNotConfirmed
    if party.id not in {each.party_id for each in _consents(found, RECORD)}:
        _keep_consent(found, party, RECORD, record_hash, now)
    return found


def rule(
    found: Confirmation, mediation: Mediation, *, number: str, by: UUID, now: datetime
) -> Confirmation:
    """Confirm the agreement: what was signed is what is ruled on. Raises `RecordNotConfirmed`."""
    confirmed = {each.party_id for each in _consents(found, RECORD)}
    if found.record_hash is None or confirmed != {party.id for party in mediation.parties}:
        raise RecordNotConfirmed
    agreement = db.session.get_one(Agreement, found.agreement_id)
    found.ruling_hash = written.hash_of(agreeing.terms_of(agreement))
    found.ruling_number, found.decided_by = number, by
    found.ruling = f"申请人之间的调解协议有效。\n{agreement.text}\n条款指纹 {found.ruling_hash}"
    found.ruling_code = readable_code(16)
    found.move_to(ConfirmationState.CONFIRMED)
    found.served_at = now
    db.session.flush()
    audit.record(
        "confirmation ruled", subject_kind="confirmation", subject_id=found.id, number=number
    )
    for party in mediation.parties:
        _serve(found, party, now)
    show(found, mediation, now=now)
    return found


def _serve(found: Confirmation, party: MediationParty, now: datetime) -> None:
    """The ruling reaches the party when it reaches the system (在线诉讼规则 31)."""
    if party.resident_id is not None:
        tell(
            party.resident_id,
            cause=f"ruling:{found.number}:{party.side}",
            template="ruling_served",
            facts={"number": found.number},
            now=now,
            link=LINK.format(id=found.id),
            urgent=True,
        )


def withdraw(found: Confirmation, *, now: datetime) -> Confirmation:
    """Take the application back before the ruling (解释 357): nothing stays half confirmed."""
    found.move_to(ConfirmationState.WITHDRAWN)
    claims.release([found.id])
    audit.record("confirmation withdrawn", subject_kind="confirmation", subject_id=found.id)
    _show(found, now)
    return found


def go_offline(found: Confirmation, *, reason: str, now: datetime) -> Confirmation:
    """Go on in the court house, under the same number."""
    found.move_to(ConfirmationState.OFFLINE)
    found.reason = reason
    claims.release([found.id])
    audit.record("confirmation offline", subject_kind="confirmation", subject_id=found.id)
    _show(found, now)
    return found


def interrupt(found: Confirmation, *, reason: str, now: datetime) -> Interruption:
    """Stop the promise: network, power, or the judge is called away. The place is kept."""
    row = Interruption(confirmation_id=found.id, reason=reason, since=now)
    db.session.add(row)
    return row


def resume(found: Confirmation, *, now: datetime) -> Confirmation:
    for each in queries.interruptions_of(found.id):
        each.until = each.until or now
    return found


def line_of(found: Confirmation, *, now: datetime) -> promise.PromiseLine:
    """Return the thirty minutes as both sides see them."""
    pauses = [promise.Pause(each.since, each.until) for each in queries.interruptions_of(found.id)]
    return promise.line(found.filed_at, found.served_at, pauses, now=now)


def check_room(room: CourtRoom, *, findings: str, now: datetime) -> CourtRoom:
    """Note that the keeper found camera, microphone, reader, printer and quiet in order."""
    room.checked_at, room.checked = now, findings
    return room


def appoint_judge(staff_id: UUID, *, is_sample: bool = False) -> Judge:
    judge = Judge(staff_id=staff_id, capacity=1, is_sample=is_sample)
    db.session.add(judge)
    return judge


def _show(found: Confirmation, now: datetime) -> None:
    show(found, db.session.get_one(Mediation, found.mediation_id), now=now)


def show(found: Confirmation, mediation: Mediation, *, now: datetime) -> None:
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
            )
