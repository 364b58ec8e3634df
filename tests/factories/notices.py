from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.factories import saved
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.notices import service
from weijiayuan.notices.models import Notice, SubscribeCredit
from weijiayuan.notices.rules import Kind
from weijiayuan.web.messages import catalogue

SENTENCES = {
    "notices.test_settled": "您反映的{subject}已办结，请给我们评价",
    "notices.test_reminder": "您预约的{venue}将于{starts_at}开始",
    "notices.test_reminder_title": "{venue}预约提醒",
}


def know_sentences() -> None:
    """Put the tests' own templates beside those of the product."""
    catalogue().update(SENTENCES)  # type: ignore[attr-defined]  # a plain dict inside


def told(resident: Resident, *, now: datetime, **given: Any) -> Notice:
    """A notice that the resident is owed."""
    usual = {"cause": "tip:1:settled", "template": "test_settled", "facts": {"subject": "路灯"}}
    with transaction():
        service.tell(resident.id, now=now, **usual | given)
    cause = (usual | given)["cause"]
    return db.session.scalars(select(Notice).filter_by(resident_id=resident.id, cause=cause)).one()


def allow(resident: Resident, *, credits_: int = 1, kind: Kind = Kind.PROGRESS) -> SubscribeCredit:
    return saved(SubscribeCredit(resident_id=resident.id, kind=kind, credits=credits_))


def tomorrow() -> datetime:
    return clock.now() + timedelta(days=1)
