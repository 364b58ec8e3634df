"""A resident's messages and matters: a copy to take along, and the end of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from weijiayuan.db import Model, db
from weijiayuan.notices.models import Matter, Notice, SubscribeCredit
from weijiayuan.notices.schemas import MatterOut, NoticeOut, SubscriptionOut


def export(resident_id: UUID) -> dict[str, Any]:
    """Return everything these tables hold about the resident."""
    return {
        "notices": NoticeOut(many=True).dump(_rows(Notice, resident_id)),
        "matters": MatterOut(many=True).dump(_rows(Matter, resident_id)),
        "subscriptions": SubscriptionOut(many=True).dump(_rows(SubscribeCredit, resident_id)),
    }


def forget(resident_id: UUID, *, now: datetime) -> None:  # noqa: ARG001  # as all keepers have it
    """Delete the resident's messages, permissions and matters."""
    for model in (Notice, SubscribeCredit, Matter):
        db.session.execute(delete(model).filter_by(resident_id=resident_id))


def _rows(model: type[Model], resident_id: UUID) -> Sequence[Model]:
    return db.session.scalars(
        select(model).filter_by(resident_id=resident_id).order_by(model.id)
    ).all()
