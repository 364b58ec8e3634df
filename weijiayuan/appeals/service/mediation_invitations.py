"""Asking the other side to mediation, and what became of it: every step kept with its moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from hashlib import sha256
from uuid import UUID

from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import CodeUnknown, SaidNo
from weijiayuan.appeals.models import Appeal, InvitationStep, Mediation, MediationParty
from weijiayuan.appeals.rules import invitation_answers
from weijiayuan.appeals.rules.invitation_answers import Consequence, Happened, Step
from weijiayuan.appeals.service.mediation_notices import tell_sides, tell_staff
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import readable_code
from weijiayuan.places.queries import working_calendar

CODE_LENGTH = 10
END_OF_DAY = time(23, 59)


def mark_of(code: str) -> str:
    """Return what is kept of an invitation code."""
    return sha256(f"mediation:{code.strip().upper()}".encode()).hexdigest()


def invite(party: MediationParty, *, by: UUID | None, now: datetime) -> str:
    """Give a side a new code; the old one ends. It may answer for five working days.

    Raises `SaidNo`: whoever has said no keeps the code they have, and comes back by it or not.
    """
    if is_over(party, now=now):
        note(party, Step.SILENT, now=party.answer_by or now)
        db.session.flush()
    if not invitation_answers.may_be_asked(happened(queries.invitation_steps([party.id]))):
        raise SaidNo
    code = readable_code(CODE_LENGTH)
    party.code_mark = mark_of(code)
    note(party, Step.INVITED, by=by, now=now)
    if party.consented_at is None and party.withdrawn_at is None:
        today = clock.local_date(now)
        last = working_calendar().add_working_days(today, invitation_answers.ANSWER_WITHIN)
        party.answer_by = clock.at_local(last, END_OF_DAY)
    return code


def check_may_be_asked(mediation: Mediation, party: MediationParty) -> None:
    """Raise `SaidNo` where somebody new is who said no in this quarrel already, under any code."""
    for other in queries.sides_of_quarrel(mediation):
        marks = {(other.id_mark, "id"), (other.phone_mark, "phone"), (other.name, "name")}
        own = {(party.id_mark, "id"), (party.phone_mark, "phone"), (party.name, "name")}
        is_same = any(mark for mark, _ in marks & own)
        log = happened(queries.invitation_steps([other.id]))
        if is_same and not invitation_answers.may_be_asked(log):
            raise SaidNo


def note(party: MediationParty, step: Step, *, by: UUID | None = None, now: datetime) -> None:
    """Append a step to the log of a side. An answer ends its time to answer."""
    db.session.add(InvitationStep(party_id=party.id, step=step, at=now, by_staff=by))
    if step in invitation_answers.ANSWERS:
        party.answer_by = None


def invited(code: str) -> MediationParty:
    """Return the side that a code invites, locked. Raises `CodeUnknown`."""
    party = queries.party_of_code(mark_of(code))
    if party is None:
        raise CodeUnknown
    return party


def read(code: str, *, now: datetime) -> MediationParty:
    """Return the side of a code, and note that the invitation reached somebody, once each."""
    party = invited(code)
    steps = [row.step for row in queries.invitation_steps([party.id])]
    if Step.READ not in steps[_newest(steps, Step.INVITED) :]:
        note(party, Step.READ, now=now)
    return party


def _newest(steps: Sequence[Step], step: Step) -> int:
    """Return the place of the newest step of a kind; 0 without any."""
    return max((at for at, each in enumerate(steps) if each is step), default=0)


def happened(log: Iterable[InvitationStep]) -> list[Happened]:
    return [Happened(row.step, row.at) for row in log]


def is_over(party: MediationParty, *, now: datetime) -> bool:
    """Tell whether the time to answer has gone by without an answer."""
    return party.answer_by is not None and party.answer_by <= now


def answer_of(
    party: MediationParty, log: Iterable[InvitationStep], *, now: datetime
) -> Happened | None:
    """Return what a side answered. Whose time is over is silent, whether or not a worker ran."""
    if is_over(party, now=now):
        return Happened(Step.SILENT, party.answer_by or now)
    answer = invitation_answers.answer_of(happened(log))
    if answer is None and party.consented_at is not None:
        return Happened(Step.AGREED, party.consented_at)  # agreed before steps were kept
    return answer


def note_silence(now: datetime) -> int:
    """Note every side whose time to answer is over, and tell who waits; returns how many."""
    silent = queries.unanswered(now)
    for party in silent:
        mediation = db.session.get_one(Mediation, party.mediation_id)
        over = party.answer_by or now
        note(party, Step.SILENT, now=over)
        tell_of_answer(mediation, party, Step.SILENT, at=over, now=now)
    return len(silent)


def tell_of_answer(
    mediation: Mediation, party: MediationParty, step: Step, *, at: datetime, now: datetime
) -> None:
    """Tell the other sides and the mediator of a no or a silence, the roads left and the clock."""
    db.session.flush()
    log = queries.invitation_steps([party.id])
    follows = consequence(mediation, step, log)
    if follows is None:
        return
    facts = {
        "number": mediation.number,
        "says": follows.says,
        "roads": "、".join(follows.roads),
        "clock": follows.clock,
    }
    cause = f"{party.side}:{step}:{at.timestamp():.0f}"
    template, host = "invitation_answered", [mediation.mediator_id]
    tell_sides(mediation, template, facts, but=party.side, cause=cause, now=now)
    tell_staff(mediation, host, template, facts, cause=cause, now=now)


def consequence(
    mediation: Mediation, step: Step, log: Iterable[InvitationStep]
) -> Consequence | None:
    """Return what an answer means in this mediation, reckoned from when it was asked for."""
    appeal = db.session.get(Appeal, mediation.appeal_id) if mediation.appeal_id else None
    asked = clock.local_date(appeal.received_at if appeal else mediation.opened_at)
    again = invitation_answers.silences(happened(log)) > invitation_answers.ASKED_AGAIN
    return invitation_answers.consequence(
        step, category=mediation.category, asked_on=asked, asked_again=again
    )
