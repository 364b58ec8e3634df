"""Takes notices to WeChat: many at one time, each written down before it goes out and after.

A notice is locked, marked `SENDING` with its credit taken, and committed; then WeChat is asked;
then the outcome is written. Killed before the mark, the notice still waits and goes out later.
Killed between mark and outcome, or left without an answer, nobody knows whether it went out:
WeChat takes no key that would make a repeat harmless, so it is not repeated. The person has it in
the inbox all the same: at least once there, at most once in WeChat.
"""

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.gateways.setup import wechat
from weijiayuan.gateways.wechat import SubscribeMessage, WeChat
from weijiayuan.gateways.wechat.errors import (
    DataRefused,
    UserRefused,
    WeChatError,
    WeChatUnreachable,
)
from weijiayuan.notices import queries, rules, service, subscribe_templates
from weijiayuan.notices.models import Notice, SubscribeCredit
from weijiayuan.notices.rules import Delivery, Kind, Words
from weijiayuan.notices.subscribe_templates import Template

logger = logging.getLogger(__name__)

Credits = Mapping[tuple[UUID, Kind], SubscribeCredit]
"""What people let us send, by person and kind, locked for this transaction."""


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """A message on its way, and the notice it came from."""

    notice_id: UUID
    message: SubscribeMessage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking WeChat: a state, or a postponement with the reason."""

    delivery: Delivery
    end_subscription: bool = False
    credit_unused: bool = False
    postponed_by: Exception | None = None
    go_on: bool = True


def deliver_next(now: datetime) -> bool:
    """Take the next notice to WeChat; say whether it makes sense to go on with another."""
    return deliver_some(now, most=1)


def deliver_some(now: datetime, *, most: int, hands: Executor | None = None) -> bool:
    """Take the next notices to WeChat, and write down what came of them.

    Says whether it makes sense to go on.
    """
    return land(set_off(now, most=most, hands=hands), now)


@dataclass(frozen=True, slots=True)
class Flight:
    """Notices that are on their way, and their answers as they come."""

    found: int
    errands: list[DeliveryAttempt]
    outcomes: Iterable[Outcome]


def set_off(now: datetime, *, most: int, hands: Executor | None = None) -> Flight:
    """Claim the next notices, at most so many, and send them off, one for each hand.

    All of them are on their way at once, so that whoever dies leaves none in doubt that had not
    set out. Without hands each is asked for when it lands.
    """
    with transaction():
        found = queries.next_to_send(now=now, only_urgent=rules.is_quiet(now), most=most)
        allowed = queries.credits_to_take([notice for notice, _ in found])
        set_out = [_set_out(*each, allowed, now=now) for each in found]
    errands = [errand for errand in set_out if errand is not None]
    ask = partial(_asked, wechat())
    outcomes = hands.map(ask, errands) if hands else map(ask, errands)
    return Flight(len(found), errands, outcomes)


def land(flight: Flight, now: datetime) -> bool:
    """Wait for the answers and write them down; say whether it makes sense to go on."""
    outcomes = list(flight.outcomes)
    if outcomes:
        _write_down(flight.errands, outcomes, now=now)
    return flight.found > 0 and all(outcome.go_on for outcome in outcomes)


def _set_out(
    notice: Notice, resident: Resident, allowed: Credits, *, now: datetime
) -> DeliveryAttempt | None:
    """Mark the notice as being sent and take its credit, or leave it to the inbox."""
    template = subscribe_templates.chosen().get(notice.kind)
    if template is None or resident.openid is None or rules.is_stale(notice.due_at, now=now):
        notice.delivery = Delivery.INBOX_ONLY
        return None
    if not _take_credit(allowed.get((resident.id, notice.kind)), template):
        notice.delivery = Delivery.INBOX_ONLY
        return None
    notice.delivery = Delivery.SENDING
    if not notice.traceless:
        notice.try_at = now
    notice.attempts += 1
    words = Words(notice.title, notice.text, notice.moment)
    page = notice.link.lstrip("/") if notice.link else None
    return DeliveryAttempt(
        notice.id, SubscribeMessage(resident.openid, template.id, template.data(words), page)
    )


def _take_credit(credit: SubscribeCredit | None, template: Template) -> bool:
    """Take one message of what the resident allows; a long-term permission is not used up."""
    if credit is None or credit.credits < 1:
        return False
    if not template.long_term:
        credit.credits -= 1
    return True


def _asked(client: WeChat, errand: DeliveryAttempt) -> Outcome:
    """Ask WeChat, outside any transaction."""
    try:
        client.send(errand.message)
    except WeChatUnreachable as silence:
        if silence.may_have_happened:
            return Outcome(Delivery.UNSURE, go_on=False)
        return Outcome(Delivery.WAITING, postponed_by=silence, go_on=False)
    except UserRefused:
        return Outcome(Delivery.INBOX_ONLY, end_subscription=True)
    except DataRefused:
        logger.exception("WeChat refuses our data", extra={"notice_id": errand.notice_id})
        return Outcome(Delivery.GIVEN_UP, credit_unused=True)
    except WeChatError as refusal:
        return Outcome(Delivery.WAITING, postponed_by=refusal, go_on=False)
    return Outcome(Delivery.SENT)


def _write_down(errands: list[DeliveryAttempt], outcomes: list[Outcome], *, now: datetime) -> None:
    """Write down what came of each. A notice whose account was closed meanwhile is gone."""
    told = []
    with transaction():
        notices = queries.notices_to_settle([errand.notice_id for errand in errands])
        for errand, outcome in zip(errands, outcomes, strict=True):
            notice = notices.get(errand.notice_id)
            if notice is None:
                continue
            if outcome.postponed_by is None:
                _settle(notice, outcome)
            else:
                _postpone(notice, now)
            if not notice.traceless:
                told.append((notice.id, notice.delivery, outcome.postponed_by))
    for notice_id, delivery, why in told:
        if why is None:
            logger.info("notice settled", extra={"notice_id": notice_id, "delivery": delivery})
        else:
            logger.warning(
                "notice postponed", extra={"notice_id": notice_id, "why": type(why).__name__}
            )


def _settle(notice: Notice, outcome: Outcome) -> None:
    notice.delivery = outcome.delivery
    if outcome.end_subscription:
        service.end_subscription(notice.resident_id, kind=notice.kind)
    if outcome.credit_unused:
        _give_credit_back(notice)


def _postpone(notice: Notice, now: datetime) -> None:
    """Give the credit back and wait: WeChat has certainly not taken the message."""
    given_up = notice.attempts >= rules.MOST_ATTEMPTS
    notice.delivery = Delivery.GIVEN_UP if given_up else Delivery.WAITING
    pause = rules.pause_after(notice.attempts)
    notice.try_at = rules.later(now, pause, traceless=notice.traceless)
    _give_credit_back(notice)


def _give_credit_back(notice: Notice) -> None:
    """Allow what WeChat has certainly not used; a long-term permission was never taken."""
    if not subscribe_templates.chosen()[notice.kind].long_term:
        service.give_credit_back(notice.resident_id, kind=notice.kind)


def settle_lost(now: datetime) -> int:
    """Settle what a worker left in the middle when it died; return how many there were."""
    with transaction():
        lost = db.session.execute(
            update(Notice)
            .where(
                Notice.delivery == Delivery.SENDING,
                Notice.try_at < now - rules.LOST_AFTER,
                Notice.traceless.is_(False) | (Notice.try_at < now - rules.TRACELESS_LOST_AFTER),
            )
            .values(delivery=Delivery.UNSURE)
            .execution_options(synchronize_session=False)
        )
    return cast("CursorResult[Any]", lost).rowcount
