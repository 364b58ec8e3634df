"""Takes notices to WeChat: one at a time, written down before it goes out and after.

A notice is locked, marked `SENDING` with its credit taken, and committed; then WeChat is asked;
then the outcome is written. Killed before the mark, the notice still waits and goes out later.
Killed between mark and outcome, or left without an answer, nobody knows whether it went out:
WeChat takes no key that would make a repeat harmless, so it is not repeated. The person has it in
the inbox all the same: at least once there, at most once in WeChat.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.gateways.setup import wechat
from weijiayuan.gateways.wechat import SubscribeMessage
from weijiayuan.gateways.wechat.errors import (
    DataRefused,
    UserRefused,
    WeChatError,
    WeChatUnreachable,
)
from weijiayuan.notices import queries, rules, service, templates
from weijiayuan.notices.models import Notice, SubscribeCredit
from weijiayuan.notices.rules import Delivery, Kind, Words
from weijiayuan.notices.templates import Template

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """A message on its way, and the notice it came from."""

    notice_id: UUID
    message: SubscribeMessage


def deliver_next(now: datetime) -> bool:
    """Take the next notice to WeChat; say whether it makes sense to go on with another."""
    with transaction():
        found = queries.next_to_send(now=now, only_urgent=rules.is_quiet(now))
        if found is None:
            return False
        errand = _set_out(*found, now=now)
    return errand is None or _carry(errand, now)


def _set_out(notice: Notice, resident: Resident, *, now: datetime) -> DeliveryAttempt | None:
    """Mark the notice as being sent and take its credit, or leave it to the inbox."""
    template = templates.chosen().get(notice.kind)
    if template is None or resident.openid is None or rules.is_stale(notice.due_at, now=now):
        notice.delivery = Delivery.INBOX_ONLY
        return None
    if not _take_credit(resident.id, notice.kind, template):
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


def _take_credit(resident_id: UUID, kind: Kind, template: Template) -> bool:
    """Take one message of what the resident allows; a long-term permission is not used up."""
    taken = db.session.execute(
        update(SubscribeCredit)
        .where(
            SubscribeCredit.resident_id == resident_id,
            SubscribeCredit.kind == kind,
            SubscribeCredit.credits > 0,
        )
        .values(credits=SubscribeCredit.credits - (0 if template.long_term else 1))
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", taken).rowcount == 1


def _carry(errand: DeliveryAttempt, now: datetime) -> bool:
    """Ask WeChat, outside any transaction, and write down what came of it."""
    try:
        wechat().send(errand.message)
    except WeChatUnreachable as silence:
        if silence.may_have_happened:
            _settle(errand, Delivery.UNSURE)
        else:
            _postpone(errand, now, silence)
        return False
    except UserRefused:
        _settle(errand, Delivery.INBOX_ONLY, end_subscription=True)
    except DataRefused:
        logger.exception("WeChat refuses our data", extra={"notice_id": errand.notice_id})
        _settle(errand, Delivery.GIVEN_UP)
    except WeChatError as refusal:
        _postpone(errand, now, refusal)
        return False
    else:
        _settle(errand, Delivery.SENT)
    return True


def _settle(errand: DeliveryAttempt, outcome: Delivery, *, end_subscription: bool = False) -> None:
    with transaction():
        notice = queries.notice_to_settle(errand.notice_id)
        if notice is None:  # the account was closed meanwhile
            return
        notice.delivery = outcome
        if end_subscription:
            service.end_subscription(notice.resident_id, kind=notice.kind)
        is_traceless = notice.traceless
    if not is_traceless:
        logger.info("notice settled", extra={"notice_id": errand.notice_id, "delivery": outcome})


def _postpone(errand: DeliveryAttempt, now: datetime, why: Exception) -> None:
    """Give the credit back and wait: WeChat has certainly not taken the message."""
    with transaction():
        notice = queries.notice_to_settle(errand.notice_id)
        if notice is None:
            return
        given_up = notice.attempts >= rules.MOST_ATTEMPTS
        notice.delivery = Delivery.GIVEN_UP if given_up else Delivery.WAITING
        pause = rules.pause_after(notice.attempts)
        notice.try_at = rules.later(now, pause, traceless=notice.traceless)
        is_traceless = notice.traceless
        if not templates.chosen()[notice.kind].long_term:
            service.give_credit_back(notice.resident_id, kind=notice.kind)
    if not is_traceless:
        logger.warning(
            "notice postponed", extra={"notice_id": errand.notice_id, "why": type(why).__name__}
        )


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
