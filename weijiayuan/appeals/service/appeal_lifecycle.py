"""Receiving an appeal and everything that is done with it by who has it."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from weijiayuan import audit, danger
from weijiayuan.appeals import queries
from weijiayuan.appeals.errors import (
    AnswersMalformed,
    DangerFirst,
    FormalRoadFirst,
    LabelRefused,
    NobodyOnDuty,
    NoJointMediation,
    NotHolder,
    RatedBefore,
    ReopenTooLate,
)
from weijiayuan.appeals.legal_remedies import remedy_advice
from weijiayuan.appeals.models import Appeal, AppealMessage, HolderChange
from weijiayuan.appeals.rules import appeal_deadlines
from weijiayuan.appeals.rules.states import APPEAL_NAMES, AppealState, Track
from weijiayuan.appeals.service import (
    disputed_covenant_clauses,
    domestic_violence_guard,
    duty_worker_paging,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import digits, readable_code
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell
from weijiayuan.places.queries import working_calendar
from weijiayuan.rules_engine.rulebook import AnswersInvalid

logger = logging.getLogger(__name__)

ARRIVED = "received"
LABELS = re.compile(
    r"(疑似|可能|像是|属于|是个?)?(精神病|神经病|疯子|抑郁症患者|刁民|钉子户|缠访|闹访|无赖)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody says once."""

    asks: str
    facts: str
    community_code: str
    against: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    clause_code: str = ""

    @property
    def told(self) -> str:
        """Return all that is told: danger may stand in any part of it."""
        return "。".join(each for each in (self.asks, self.facts, self.against) if each)


def _advice(asked: Asked, now: datetime) -> remedy_advice.Advice:
    """Return the roads for what was told. Raises `AnswersMalformed`."""
    try:
        return remedy_advice.advise(
            asked.answers,
            story=asked.told[:2000],
            on=clock.local_date(now),
            calendar=working_calendar(),
        )
    except AnswersInvalid as invalid:
        raise AnswersMalformed.of(invalid) from invalid


def receive(
    asked: Asked, *, by: UUID | None, now: datetime, receipt_mark: str | None = None
) -> Appeal:
    """Take an appeal in: a number, a holder who is on duty, the roads with their last days.

    Whoever is not signed in opens it by a receipt, of which the mark is kept. Raises
    `NobodyOnDuty`, `AnswersMalformed`, `ClauseUnknown`.
    """
    disputed_covenant_clauses.require_known(asked.clause_code)
    first = next(iter(queries.on_duty(asked.community_code, now)), None)
    if first is None:
        raise NobodyOnDuty
    moment = now if by else now.replace(minute=0, second=0, microsecond=0)
    appeal = _appeal(asked, _advice(asked, now), holder=first, moment=moment)
    appeal.resident_id = by
    appeal.receipt_mark = receipt_mark
    db.session.add(appeal)
    _note_holder(appeal, how=ARRIVED, now=moment)
    db.session.flush()
    if appeal.danger is not None:
        duty_worker_paging.call(appeal, now=now)
    show(appeal, now=now)
    if by is not None:
        logger.info("appeal received", extra={"appeal_id": str(appeal.id)})
    return appeal


def _appeal(asked: Asked, said: remedy_advice.Advice, *, holder: UUID, moment: datetime) -> Appeal:
    """Return an appeal as it comes in, of nobody yet: what is asked, its roads, its danger."""
    card = remedy_advice.card(asked.told, asked.answers)
    return Appeal(
        id=uuid4(),
        created_at=moment,
        number=new_number(moment),
        holder_id=holder,
        held_since=moment,
        received_at=moment,
        due_at=moment + (appeal_deadlines.URGENT_LOOK if card else appeal_deadlines.FIRST_LOOK),
        asks=asked.asks,
        facts=asked.facts,
        against=asked.against,
        clause_code=asked.clause_code or None,
        text_hash=hash_of(asked),
        community_code=asked.community_code,
        check_code=readable_code(12),
        road=said.top,
        deadlines=_kept_deadlines(said),
        danger=card["kind"] if card else None,
        violence_at_home=domestic_violence_guard.is_named(asked.told)
        or any(line["road"] == "protection_order" and line["fits"] == "yes" for line in said.roads),
    )


def new_number(now: datetime) -> str:
    return f"SQ{clock.local_date(now):%Y%m%d}{digits(6)}"


def hash_of(asked: Asked) -> str:
    """Return the fingerprint of what was asked: it stands on the receipt."""
    return sha256(f"{asked.asks}\n{asked.facts}\n{asked.against}".encode()).hexdigest()


def _kept_deadlines(said: remedy_advice.Advice) -> str:
    kept = [
        {
            "road": line["road"],
            "title": line["title"],
            "last_safe_day": str(line["deadline"]["last_safe_day"]),
            "article": line["deadline"]["article"],
        }
        for line in said.roads
        if line["deadline"] and line["fits"] != "no" and line["likely"]
    ]
    return json.dumps(kept, ensure_ascii=False)


def _note_holder(appeal: Appeal, *, how: str, now: datetime) -> None:
    db.session.add(HolderChange(appeal_id=appeal.id, holder_id=appeal.holder_id, at=now, how=how))
    if appeal.resident_id is None and how == ARRIVED:
        return  # the trail keeps exact moments, and nobody may learn when an unknown sender wrote
    audit.record(
        f"appeal {how}", subject_kind="appeal", subject_id=appeal.id, holder=appeal.holder_id
    )


def give_to(appeal: Appeal, staff_id: UUID, *, how: str, now: datetime) -> None:
    """Make somebody the holder, in one stroke: there is never nobody and never two."""
    appeal.holder_id, appeal.held_since = staff_id, now
    _note_holder(appeal, how=how, now=now)
    show(appeal, now=now)


def show(appeal: Appeal, *, now: datetime) -> None:
    """Show the appeal among the resident's matters as it stands. Its words are not shown there."""
    if appeal.resident_id is None:
        return
    my_matters.put(
        appeal.resident_id,
        kind="appeal",
        ref=appeal.number,
        title=f"我的诉求 {appeal.number}",
        state=appeal.state,
        state_text=APPEAL_NAMES[appeal.state],
        link=f"/pages/appeals/appeal/appeal?number={appeal.number}",
        at=now,
    )


def held(number: str, *, by: UUID) -> Appeal:
    """Return an appeal for its holder, locked. A stranger finds nothing; raises `NotHolder`."""
    appeal = queries.locked(number)
    if appeal.holder_id != by:
        queries.for_staff(number, by)
        raise NotHolder(holder=queries.staff_name(appeal.holder_id))
    return appeal


def check_words(*texts: str) -> None:
    """Refuse a diagnosis or a label of a person in what staff write. Raises `LabelRefused`."""
    if any(LABELS.search(text) for text in texts):
        raise LabelRefused


def triage(
    number: str, *, track: Track, told_of_formal_road: bool, by: UUID, now: datetime
) -> Appeal:
    """Say what becomes of an appeal.

    Raises `NoJointMediation` where there is violence at home, `DangerFirst` before a person looked
    at danger that was told, and `FormalRoadFirst` while fewer than fifteen days are left on a
    formal road and the person was not told.
    """
    appeal = held(number, by=by)
    if track is Track.MEDIATION:
        check_mediation(appeal, told=told_of_formal_road, now=now)
    if appeal.state is AppealState.RECEIVED or appeal.state is AppealState.REOPENED:
        appeal.move_to(AppealState.TRIAGED)
    elif appeal.state is not AppealState.TRIAGED:
        raise IllegalMove(old=appeal.state, new="triaged", allowed=[])
    appeal.track = track
    audit.record("appeal triaged", subject_kind="appeal", subject_id=appeal.id, track=track)
    show(appeal, now=now)
    _tell(appeal, "appeal_moved", now)
    return appeal


def check_mediation(appeal: Appeal, *, told: bool, now: datetime) -> None:
    """Raise `NoJointMediation`, `DangerFirst` or `FormalRoadFirst`: it may not be mediated yet."""
    if appeal.violence_at_home or appeal.danger == "domestic":
        raise NoJointMediation
    if appeal.danger and all(page.acked_at is None for page in queries.pages_of(appeal.id)):
        raise DangerFirst
    today = clock.local_date(now)
    for line in json.loads(appeal.deadlines):
        left = (datetime.fromisoformat(line["last_safe_day"]).date() - today).days
        if 0 <= left < 15 and not told:
            raise FormalRoadFirst(road=line["title"], days=left)


def take_in_hand(number: str, *, by: UUID, now: datetime) -> Appeal:
    """Begin to work on an appeal."""
    appeal = held(number, by=by)
    appeal.move_to(AppealState.IN_HAND)
    show(appeal, now=now)
    return appeal


def settle(number: str, *, outcome: str, by: UUID, now: datetime) -> Appeal:
    """Note that it is settled. Whether both sides say so is theirs to say (`settling`)."""
    check_words(outcome)
    appeal = held(number, by=by)
    appeal.move_to(AppealState.SETTLED)
    appeal.outcome, appeal.settled_at = outcome, now
    show(appeal, now=now)
    _tell(appeal, "appeal_moved", now)
    for days in (1, 30, 90):
        _remind(appeal, days, now)
    return appeal


def close(number: str, *, outcome: str, by: UUID, now: datetime) -> Appeal:
    """End an appeal without agreement; the roads that are left are told (人民调解法 26)."""
    check_words(outcome)
    appeal = held(number, by=by)
    appeal.move_to(AppealState.CLOSED)
    appeal.outcome = outcome
    show(appeal, now=now)
    _tell(appeal, "appeal_closed", now)
    return appeal


def rise(number: str, *, by: UUID, now: datetime) -> Appeal:
    """Take an appeal one level up: street, then district."""
    appeal = held(number, by=by)
    appeal.level = min(2, appeal.level + 1)
    audit.record("appeal raised", subject_kind="appeal", subject_id=appeal.id, level=appeal.level)
    show(appeal, now=now)
    return appeal


def withdraw(appeal: Appeal, *, now: datetime) -> Appeal:
    """Take an appeal back."""
    appeal.move_to(AppealState.WITHDRAWN)
    if appeal.resident_id is not None:
        audit.record("appeal withdrawn", subject_kind="appeal", subject_id=appeal.id)
    show(appeal, now=now)
    return appeal


def reopen(appeal: Appeal, *, reason: str, now: datetime) -> Appeal:
    """Open a settled or closed appeal again within ninety days. Raises `ReopenTooLate`."""
    ended = appeal.settled_at or appeal.held_since
    if now - ended > appeal_deadlines.REOPEN_WITHIN:
        raise ReopenTooLate
    appeal.move_to(AppealState.REOPENED)
    appeal.reopened_at = now
    appeal.asker_said_at = appeal.other_said_at = None
    appeal.due_at = now + appeal_deadlines.FIRST_LOOK
    write(appeal, reason, staff_id=None, now=now)
    show(appeal, now=now)
    return appeal


def rate(appeal: Appeal, *, stars: int) -> Appeal:
    """Note how content somebody is, once. Raises `RatedBefore`."""
    if appeal.stars is not None:
        raise RatedBefore
    if appeal.state not in (AppealState.SETTLED, AppealState.CLOSED, AppealState.HANDED_OVER):
        raise IllegalMove(old=appeal.state, new="rated", allowed=[])
    appeal.stars = stars
    return appeal


def write(appeal: Appeal, text: str, *, staff_id: UUID | None, now: datetime) -> AppealMessage:
    """Say something to the other side of an appeal. A page goes out if there is danger in it."""
    moment = now if appeal.resident_id else now.replace(minute=0, second=0, microsecond=0)
    said = AppealMessage(
        id=uuid4(),
        created_at=moment,
        appeal_id=appeal.id,
        text=text,
        at=moment,
        place=len(queries.messages_of(appeal.id)),
        staff_id=staff_id,
    )
    db.session.add(said)
    seen = danger.recognise(text) if staff_id is None else None
    if staff_id is None:
        domestic_violence_guard.note(appeal, text)
    if seen is not None:
        duty_worker_paging.danger_written(appeal, now=now)
    if staff_id is not None:
        _tell(appeal, "appeal_answered", now)
    return said


def note_changes(appeal: Appeal, asked: Asked, *, now: datetime) -> None:
    """Take in what a draft that arrived already says by now: whoever has it reads that too."""
    written = [each.text for each in queries.messages_of(appeal.id)]
    if hash_of(asked) != appeal.text_hash and asked.told not in written:
        write(appeal, asked.told, staff_id=None, now=now)


def _tell(appeal: Appeal, template: str, now: datetime) -> None:
    if appeal.resident_id is not None:
        tell(
            appeal.resident_id,
            cause=f"{template}:{appeal.number}:{appeal.state}:{now.timestamp():.0f}",
            template=template,
            facts={"number": appeal.number, "state": APPEAL_NAMES[appeal.state]},
            now=now,
            link=f"/pages/appeals/appeal/appeal?number={appeal.number}",
        )


def _remind(appeal: Appeal, days: int, now: datetime) -> None:
    if appeal.resident_id is not None:
        tell(
            appeal.resident_id,
            cause=f"appeal_follow_up:{appeal.number}:{days}",
            template="appeal_follow_up",
            facts={"number": appeal.number},
            now=now,
            due=now + timedelta(days=days),
            link=f"/pages/appeals/appeal/appeal?number={appeal.number}",
        )
