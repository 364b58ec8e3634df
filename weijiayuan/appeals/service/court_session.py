"""The session before the judge: a room and a judge at once, thirty visible minutes, the ruling."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AnswersMissing,
    ArticleUnknown,
    ExtendedBefore,
    LateReasonNeeded,
    NumberOdd,
    NumberTaken,
    RecordNotConfirmed,
    SessionNotBegun,
    TermsChanged,
)
from weijiayuan.appeals.models import (
    Agreement,
    Confirmation,
    CourtAnswer,
    CourtRoom,
    Interruption,
    Mediation,
    MediationParty,
)
from weijiayuan.appeals.rules import (
    confirmation_eligibility,
    court_ruling_deadline,
    court_session_script,
    ruling_numbers,
)
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import CONFIRMATION_NAMES, ENDED, SITTING, ConfirmationState
from weijiayuan.appeals.service import attendance_and_video_room, settlement_agreements
from weijiayuan.appeals.service.court_session_notices import LINK
from weijiayuan.appeals.service.judicial_confirmation import (
    RECORD,
    consents,
    keep_consent,
    show,
    show_of,
)
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import readable_code
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.notices.service import tell
from weijiayuan.places.queries import working_calendar
from weijiayuan.web.messages import in_words

ANSWERS = {"yes": "是", "no": "否", "silent": "不回答"}
SESSION_OFF = "约在{at}的一场不开了，不用去。"


def accept(found: Confirmation, *, now: datetime) -> Confirmation:
    """Accept the application; with both present at once (法释2011 art 4)."""
    _check_state(found, ConfirmationState.FILED, then=ConfirmationState.ACCEPTED)
    found.move_to(ConfirmationState.ACCEPTED)
    found.accepted_at = now
    audit.record("confirmation accepted", subject_kind="confirmation", subject_id=found.id)
    show_of(found, now)
    return found


def _check_state(found: Confirmation, *states: ConfirmationState, then: ConfirmationState) -> None:
    if found.state not in states:
        raise IllegalMove(old=found.state, new=then, allowed=[])


def last_day(found: Confirmation) -> date:
    """Return the last day of the ruling; a day off rolls on (民事诉讼法 85)."""
    filed = clock.local_date(found.filed_at or found.created_at)
    accepted = found.accepted_at and clock.local_date(found.accepted_at)
    extended = found.extended_by is not None
    return working_calendar().roll_forward(
        court_ruling_deadline.last_day(filed, accepted, extended=extended)
    )


def extend(found: Confirmation, *, approved_by: str, reason: str, now: datetime) -> Confirmation:
    """Note that the president of the court let the ruling come ten days later (法释〔2011〕5号 5).

    Once, after acceptance and before the time is over. Raises `ExtendedBefore`.
    """
    states = (ConfirmationState.ACCEPTED, ConfirmationState.HEARD)
    _check_state(found, *states, then=found.state)
    if found.extended_by is not None or clock.local_date(now) > last_day(found):
        raise ExtendedBefore
    found.extended_by, found.extended_because = approved_by, reason
    audit.record("ruling extended", subject_kind="confirmation", subject_id=found.id)
    show_of(found, now)
    return found


def not_accept(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Refuse to accept, on a ground of 355. Raises `ArticleUnknown`."""
    check_article(article, "355")
    _check_state(found, *SITTING, then=ConfirmationState.NOT_ACCEPTED)
    found.move_to(ConfirmationState.NOT_ACCEPTED)
    return refused(found, article=article, reason=reason, now=now)


def reject(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Rule against confirmation, on a ground of 358. Raises `ArticleUnknown`."""
    check_article(article, "358")
    _check_state(found, *SITTING, then=ConfirmationState.REJECTED)
    found.move_to(ConfirmationState.REJECTED)
    return refused(found, article=article, reason=reason, now=now)


def check_article(article: str, family: str) -> None:
    """Raise `ArticleUnknown` unless the article is one of the family, 355 or 358."""
    if article not in confirmation_eligibility.BY_ARTICLE or not article.startswith(family):
        raise ArticleUnknown(fields={"article": ["confirmations.article_unknown"]})


def refused(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Note on which ground the court said no; room and judge are free again. The sides hear."""
    found.article, found.reason, found.ended_at = article, reason, now
    claims.release([found.id])
    audit.record(
        "confirmation refused", subject_kind="confirmation", subject_id=found.id, article=article
    )
    is_off = found.starts_at is not None and found.starts_at > now
    tell_parties(
        found,
        "court_refused",
        now,
        said=CONFIRMATION_NAMES[found.state],
        session=SESSION_OFF.format(at=in_words(found.starts_at)) if is_off else "",
    )
    show_of(found, now)
    return found


def _goes_on(found: Confirmation, now: datetime) -> None:
    """Raise `SessionNotBegun` before its time, and `NotPresent` until every side has come.

    What is done in it ends a pause.
    """
    if found.starts_at is None or found.starts_at > now:
        raise SessionNotBegun
    attendance_and_video_room.check_everybody_came(found)
    resume(found, now=now)


def answer(
    found: Confirmation, party_id: UUID, *, question: str, said: str, now: datetime
) -> CourtAnswer:
    """Record one party's answer to a fixed question. A later one counts; the earlier stays."""
    if found.state is not ConfirmationState.ACCEPTED:
        raise IllegalMove(old=found.state, new="question", allowed=[])
    _goes_on(found, now)
    known = [
        each
        for each in judicial_confirmation_queries.answers_of(found.id)
        if each.party_id == party_id and each.question == question
    ]
    if known and known[-1].answer == said:
        return known[-1]
    row = CourtAnswer(
        confirmation_id=found.id, party_id=party_id, question=question, answer=said, at=now
    )
    db.session.add(row)
    return row


def write_record(found: Confirmation, mediation: Mediation, *, now: datetime) -> Confirmation:
    """Write the record of the questions; both parties confirm its hash. Raises `AnswersMissing`."""
    _check_state(found, ConfirmationState.ACCEPTED, then=ConfirmationState.HEARD)
    _goes_on(found, now)
    answers = judicial_confirmation_queries.answers_of(found.id)
    given = {(each.party_id, each.question): each.answer for each in answers}
    wanted = [(p.id, q) for p in mediation.parties for q, _ in court_session_script.QUESTIONS]
    if any(given.get(each) != "yes" for each in wanted):
        raise AnswersMissing
    found.move_to(ConfirmationState.HEARD)
    found.record = record_of(found, mediation, answers)
    found.record_hash = sha256(found.record.encode()).hexdigest()
    show_of(found, now)
    return found


def record_of(found: Confirmation, mediation: Mediation, answers: Sequence[CourtAnswer]) -> str:
    """Return the record of what every party was asked and said."""
    lines = [
        f"{LABELS[party.side]}：{text}答：{_said(answers, party.id, question)}。"
        for party in mediation.parties
        for question, text in court_session_script.QUESTIONS
    ]
    return "\n".join([f"司法确认笔录 {found.number}", *lines, f"条款指纹 {found.terms_hash}"])


def _said(answers: Sequence[CourtAnswer], party_id: UUID, question: str) -> str:
    """Return all that a party answered to a question, in order: a no that became a yes shows."""
    mine = [one for one in answers if (one.party_id, one.question) == (party_id, question)]
    return "；再问，答：".join(ANSWERS[one.answer] for one in mine)


def confirm_record(
    found: Confirmation, party: MediationParty, *, record_hash: str, now: datetime
) -> Confirmation:
    """Say 核对无误 about the record as it stands. Raises `RecordNotConfirmed`, `NotPresent`."""
    if found.record_hash is None or record_hash != found.record_hash:
        raise RecordNotConfirmed
    _check_state(found, ConfirmationState.HEARD, then=ConfirmationState.HEARD)
    _goes_on(found, now)
    if party.id not in {each.party_id for each in consents(found, RECORD)}:
        keep_consent(found, party, RECORD, record_hash, now)
    return found


def rule(
    found: Confirmation,
    mediation: Mediation,
    *,
    number: str,
    checked: bool = False,
    late_reason: str = "",
    by: UUID,
    now: datetime,
) -> Confirmation:
    """Confirm the agreement: what was signed is what is ruled on.

    Raises `RecordNotConfirmed`, `SessionNotBegun`, `NotPresent`, `NumberTaken`, `NumberOdd`,
    `TermsChanged`, and `LateReasonNeeded` when the thirty minutes are over and nobody said why.
    """
    confirmed = {each.party_id for each in consents(found, RECORD)}
    if found.record_hash is None or confirmed != {party.id for party in mediation.parties}:
        raise RecordNotConfirmed
    _check_state(found, ConfirmationState.HEARD, then=ConfirmationState.CONFIRMED)
    _goes_on(found, now)
    if line_of(found, now=now).kept is False and not late_reason:
        raise LateReasonNeeded
    _check_number(ruling_numbers.normal(number), checked=checked, now=now)
    found.decided_by, found.late_reason = by, late_reason or None
    return confirm(found, mediation, number=number, now=now)


def _check_number(number: str, *, checked: bool, now: datetime) -> None:
    odd = ruling_numbers.oddities(number, year=clock.local_date(now).year)
    if odd and not (checked and number):
        raise NumberOdd(odd="；".join(odd))


def confirm(
    found: Confirmation, mediation: Mediation, *, number: str, now: datetime
) -> Confirmation:
    """Write the ruling over the very terms that were signed, under one number, and serve it."""
    number = ruling_numbers.normal(number)
    if judicial_confirmation_queries.ruling_numbered(number) is not None:
        raise NumberTaken
    agreement = db.session.get_one(Agreement, found.agreement_id)
    found.ruling_hash = settlement_agreements.hash_as_it_stands(agreement)
    if found.ruling_hash != found.terms_hash:
        raise TermsChanged
    found.ruling_number = number
    found.ruling = f"申请人之间的调解协议有效。\n{agreement.text}\n条款指纹 {found.ruling_hash}"
    found.ruling_code = readable_code(16)
    found.move_to(ConfirmationState.CONFIRMED)
    found.served_at = found.ended_at = now
    claims.release([found.id])
    db.session.flush()
    audit.record(
        "confirmation ruled", subject_kind="confirmation", subject_id=found.id, number=number
    )
    tell_parties(found, "ruling_served", now)
    show(found, mediation, now=now)
    return found


def tell_parties(found: Confirmation, template: str, now: datetime, **facts: object) -> None:
    """Tell every party; a ruling reaches them when it reaches the system (在线诉讼规则 31)."""
    for party in queries.parties_of(found.mediation_id):
        if party.resident_id is not None:
            tell(
                party.resident_id,
                cause=f"{template}:{found.number}:{party.side}:{found.starts_at}",
                template=template,
                facts={"number": found.number, **facts},
                now=now,
                link=LINK.format(id=found.id),
                urgent=True,
            )


def interrupt(found: Confirmation, *, reason: str, now: datetime) -> Interruption:
    """Stop the promise: network, power, or the judge is called away. The place is kept.

    Raises `SessionNotBegun`. A line that stands still already is not stopped twice.
    """
    _check_state(found, *SITTING, then=found.state)
    if found.starts_at is None or found.starts_at > now:
        raise SessionNotBegun
    pauses = judicial_confirmation_queries.interruptions_of(found.id)
    running = next((one for one in pauses if one.until is None), None)
    if running is not None:
        return running
    row = Interruption(confirmation_id=found.id, reason=reason, since=now)
    db.session.add(row)
    return row


def resume(found: Confirmation, *, now: datetime) -> Confirmation:
    """Let the line go on."""
    for each in judicial_confirmation_queries.interruptions_of(found.id):
        each.until = each.until or now
    return found


def line_of(found: Confirmation, *, now: datetime) -> court_session_script.PromiseLine:
    """Return the thirty minutes as both sides see them: from the session's beginning."""
    if found.state not in (*SITTING, *ENDED):
        return court_session_script.NO_LINE
    pauses = [
        court_session_script.Pause(each.since, each.until)
        for each in judicial_confirmation_queries.interruptions_of(found.id)
    ]
    began = found.began_at or found.starts_at
    return court_session_script.line(began, found.served_at or found.ended_at, pauses, now=now)


def check_room(room: CourtRoom, *, findings: str, now: datetime) -> CourtRoom:
    """Note that the keeper found camera, microphone, reader, printer and quiet in order."""
    room.checked_at, room.checked = now, findings
    return room
