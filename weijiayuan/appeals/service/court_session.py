"""The session before the judge: a room and a judge at once, thirty visible minutes, the ruling."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import (
    AnswersMissing,
    ArticleUnknown,
    LateReasonNeeded,
    NoSlot,
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
    Judge,
    Mediation,
    MediationParty,
)
from weijiayuan.appeals.rules import eligibility, thirty_minute_promise
from weijiayuan.appeals.rules.states import (
    ENDED,
    SITTING,
    ConfirmationState,
)
from weijiayuan.appeals.service import agreements, session_attendance
from weijiayuan.appeals.service.judicial_confirmation import (
    LINK,
    RECORD,
    consents,
    keep_consent,
    show,
    show_of,
)
from weijiayuan.claims import service as claims
from weijiayuan.claims.errors import Closed, NoPlaceLeft
from weijiayuan.claims.queries import free_places
from weijiayuan.claims.reconciler_registry import register_holder
from weijiayuan.claims.service import Holder
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import readable_code
from weijiayuan.kernel.span import Span
from weijiayuan.kernel.states import IllegalMove
from weijiayuan.notices.service import tell
from weijiayuan.places.queries import working_calendar

HOLDER = "confirmation"
SESSION = timedelta(minutes=30)
MOVED = "改期"


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

    It begins now, or at one of the half hours of a working day: not at night, nor on a Sunday. A
    session that has begun is moved: the line stands still until it goes on, and is not begun anew.
    """
    if starts_at > now and starts_at not in sessions_of(clock.local_date(starts_at)):
        raise NoSlot
    _check_sitting(found)
    claims.release([found.id])
    _claim(found, Span(starts_at, starts_at + SESSION), room_id, frozenset(), now=now)
    return found


def _check_sitting(found: Confirmation) -> None:
    """Raise `IllegalMove` unless the case may be given a session or another judge."""
    if found.state in (ConfirmationState.FILED, ConfirmationState.ACCEPTED):
        return
    found.move_to(ConfirmationState.ACCEPTED)  # heard: another judge or day asks again
    found.record, found.record_hash = "", None
    queries.forget_hearing(found.id, step=RECORD)


def _claim(
    found: Confirmation,
    span: Span,
    room_id: UUID | None,
    without: Collection[UUID],
    *,
    now: datetime,
) -> None:
    """Take a room and a judge. `without` are judges by their staff ids. Raises `NoSlot`."""
    judges = {one.id: one for one in queries.sitting_judges() if one.staff_id not in without}
    rooms = _rooms(found, span, room_id, most=len(judges) + 1, now=now)
    places = [rooms, _fairly(list(judges), found.id)]
    try:
        taken = claims.take_first_free(places, span, holder=Holder(HOLDER, found.id), now=now)
    except (NoPlaceLeft, Closed) as full:
        raise NoSlot from full
    got = {each.bookable_id for each in taken}
    _stand_still(found, until=span.starts_at, now=now)
    found.room_id = next(one for one in rooms if one in got)
    found.judge_id = next(judge.staff_id for each, judge in judges.items() if each in got)
    found.starts_at, found.ends_at = span.starts_at, span.ends_at
    session_attendance.forget_room(found)
    session_attendance.open_room.later(str(found.id))
    audit.record(
        "session booked",
        subject_kind="confirmation",
        subject_id=found.id,
        room=found.room_id,
        judge=found.judge_id,
    )


def _rooms(
    found: Confirmation, span: Span, room_id: UUID | None, *, most: int, now: datetime
) -> list[UUID]:
    """Return as many free rooms as sessions can want at once: no more are locked than that."""
    known = _fairly([room.id for room in queries.rooms() if room_id in (None, room.id)], found.id)
    free = free_places([(one, span) for one in known], now=now)
    return [one for one in known if free.get((one, span), 0) > 0][:most]


def _stand_still(found: Confirmation, *, until: datetime, now: datetime) -> None:
    """Keep the line of a session that had begun; it stands still until the new moment."""
    begun = found.starts_at if found.starts_at and found.starts_at <= now else None
    found.began_at = found.began_at or begun
    if found.began_at is None:
        return
    for pause in queries.interruptions_of(found.id):
        pause.until = min(pause.until or now, now)  # moved earlier: the old pause ends too
    if until > now:
        db.session.add(Interruption(confirmation_id=found.id, reason=MOVED, since=now, until=until))


def step_aside(found: Confirmation, *, reason: str, now: datetime) -> Confirmation:
    """Let another judge take over who is free now; the place is kept if nobody is.

    What was asked is asked again: who rules has heard both sides.
    """
    _check_sitting(found)
    left, room, span = found.judge_id, found.room_id, Span(now, now + SESSION)
    interrupt(found, reason=reason, now=now)
    claims.release([found.id])
    try:
        _claim(found, span, room, [left] if left else [], now=now)
    except NoSlot:
        found.began_at = found.began_at or found.starts_at
        found.judge_id = found.room_id = found.starts_at = found.ends_at = None
    audit.record("judge left", subject_kind="confirmation", subject_id=found.id, judge=left)
    _tell_parties(found, "session_moved", now)
    return found


def _fairly(ids: Sequence[UUID], case: UUID) -> list[UUID]:
    """Return judges in an order that differs from case to case, so that work is spread."""
    return sorted(ids, key=lambda one: sha256(f"{case}:{one}".encode()).hexdigest())


def still_holds(ids: Any) -> list[UUID]:
    """Return which sessions occupy their room still."""
    from sqlalchemy import select  # noqa: PLC0415

    asked = select(Confirmation.id).where(Confirmation.id.in_(ids), Confirmation.state.in_(SITTING))
    return list(db.session.scalars(asked))


register_holder(HOLDER, still_holds)


def accept(found: Confirmation, *, now: datetime) -> Confirmation:
    """Accept the application; with both present at once (法释2011 art 4)."""
    _check_state(found, ConfirmationState.FILED, then=ConfirmationState.ACCEPTED)
    found.move_to(ConfirmationState.ACCEPTED)
    audit.record("confirmation accepted", subject_kind="confirmation", subject_id=found.id)
    show_of(found, now)
    return found


def _check_state(found: Confirmation, *states: ConfirmationState, then: ConfirmationState) -> None:
    if found.state not in states:
        raise IllegalMove(old=found.state, new=then, allowed=[])


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
    if article not in eligibility.BY_ARTICLE or not article.startswith(family):
        raise ArticleUnknown(fields={"article": "confirmations.article_unknown"})


def refused(found: Confirmation, *, article: str, reason: str, now: datetime) -> Confirmation:
    """Note on which ground the court said no; the room and the judge are free again."""
    found.article, found.reason, found.ended_at = article, reason, now
    claims.release([found.id])
    audit.record(
        "confirmation refused", subject_kind="confirmation", subject_id=found.id, article=article
    )
    show_of(found, now)
    return found


def _goes_on(found: Confirmation, now: datetime) -> None:
    """Raise `SessionNotBegun` before its time, and `NotPresent` until every side has come.

    What is done in it ends a pause.
    """
    if found.starts_at is None or found.starts_at > now:
        raise SessionNotBegun
    session_attendance.check_everybody_came(found)
    resume(found, now=now)


def answer(
    found: Confirmation, party_id: UUID, *, question: str, said: str, now: datetime
) -> CourtAnswer:
    """Record one party's answer to a fixed question; a later answer replaces an earlier."""
    if found.state is not ConfirmationState.ACCEPTED:
        raise IllegalMove(old=found.state, new="question", allowed=[])
    _goes_on(found, now)
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
    _check_state(found, ConfirmationState.ACCEPTED, then=ConfirmationState.HEARD)
    _goes_on(found, now)
    given = {(each.party_id, each.question): each.answer for each in queries.answers_of(found.id)}
    wanted = [(p.id, q) for p in mediation.parties for q, _ in thirty_minute_promise.QUESTIONS]
    if any(given.get(each) != "yes" for each in wanted):
        raise AnswersMissing
    found.move_to(ConfirmationState.HEARD)
    lines = [
        f"{agreements.LABELS[party.side]}：{text}答：是。"
        for party in mediation.parties
        for _, text in thirty_minute_promise.QUESTIONS
    ]
    found.record = "\n".join(
        [f"司法确认笔录 {found.number}", *lines, f"条款指纹 {found.terms_hash}"]
    )
    found.record_hash = sha256(found.record.encode()).hexdigest()
    show_of(found, now)
    return found


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
    late_reason: str = "",
    by: UUID,
    now: datetime,
) -> Confirmation:
    """Confirm the agreement: what was signed is what is ruled on.

    Raises `RecordNotConfirmed`, `SessionNotBegun`, `NotPresent`, `NumberTaken`, `TermsChanged`, and
    `LateReasonNeeded` when the thirty minutes are over and nobody said why.
    """
    confirmed = {each.party_id for each in consents(found, RECORD)}
    if found.record_hash is None or confirmed != {party.id for party in mediation.parties}:
        raise RecordNotConfirmed
    _check_state(found, ConfirmationState.HEARD, then=ConfirmationState.CONFIRMED)
    _goes_on(found, now)
    if line_of(found, now=now).kept is False and not late_reason:
        raise LateReasonNeeded
    found.decided_by, found.late_reason = by, late_reason or None
    return confirm(found, mediation, number=number, now=now)


def confirm(
    found: Confirmation, mediation: Mediation, *, number: str, now: datetime
) -> Confirmation:
    """Write the ruling over the very terms that were signed, and serve it."""
    if queries.ruling_numbered(number) is not None:
        raise NumberTaken
    agreement = db.session.get_one(Agreement, found.agreement_id)
    found.ruling_hash = agreements.hash_as_it_stands(agreement)
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
    _tell_parties(found, "ruling_served", now)
    show(found, mediation, now=now)
    return found


def _tell_parties(found: Confirmation, template: str, now: datetime) -> None:
    """Tell every party; a ruling reaches them when it reaches the system (在线诉讼规则 31)."""
    for party in queries.parties_of(found.mediation_id):
        if party.resident_id is not None:
            tell(
                party.resident_id,
                cause=f"{template}:{found.number}:{party.side}:{found.starts_at}",
                template=template,
                facts={"number": found.number},
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
    pauses = queries.interruptions_of(found.id)
    running = next((one for one in pauses if one.until is None), None)
    if running is not None:
        return running
    row = Interruption(confirmation_id=found.id, reason=reason, since=now)
    db.session.add(row)
    return row


def resume(found: Confirmation, *, now: datetime) -> Confirmation:
    """Let the line go on."""
    for each in queries.interruptions_of(found.id):
        each.until = each.until or now
    return found


def line_of(found: Confirmation, *, now: datetime) -> thirty_minute_promise.PromiseLine:
    """Return the thirty minutes as both sides see them: from the session's beginning."""
    if found.state not in (*SITTING, *ENDED):
        return thirty_minute_promise.NO_LINE
    pauses = [
        thirty_minute_promise.Pause(each.since, each.until)
        for each in queries.interruptions_of(found.id)
    ]
    began = found.began_at or found.starts_at
    return thirty_minute_promise.line(began, found.served_at or found.ended_at, pauses, now=now)


def check_room(room: CourtRoom, *, findings: str, now: datetime) -> CourtRoom:
    """Note that the keeper found camera, microphone, reader, printer and quiet in order."""
    room.checked_at, room.checked = now, findings
    return room


def appoint_judge(staff_id: UUID, *, is_sample: bool = False) -> Judge:
    judge = Judge(staff_id=staff_id, capacity=1, is_sample=is_sample)
    db.session.add(judge)
    return judge
