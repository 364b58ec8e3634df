"""Endpoints of the inbox, of subscribe messages, and of my matters."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.kernel import clock
from weijiayuan.notices import queries, service, subscribe_templates
from weijiayuan.notices.errors import NoticeNotFound
from weijiayuan.notices.models import Matter, Notice, SubscribeCredit
from weijiayuan.notices.rules import Kind
from weijiayuan.notices.schemas import (
    InboxIn,
    InboxOut,
    MatterPage,
    MattersIn,
    NoticeOut,
    OffersOut,
    SubscriptionIn,
    SubscriptionOut,
)
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import Page

mine = Blueprint(
    "notices",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/me",
    description="消息与我的事项",
)


@mine.get("/notices")
@mine.arguments(InboxIn, location="query")
@mine.response(200, InboxOut)
def list_notices(asked: dict[str, Any]) -> dict[str, object]:
    """Return the inbox of the resident who asks, the newest first."""
    resident_id, now = current_resident_id(), clock.now()
    page = queries.inbox(resident_id, now=now, **asked)
    unread = queries.unread_count(resident_id, now=now)
    return {"items": page.items, "next_cursor": page.next_cursor, "unread": unread}


@mine.post("/notices/<uuid:notice_id>/read")
@mine.response(200, NoticeOut)
@mine.refuses(NoticeNotFound)
def read_notice(notice_id: UUID) -> Notice:
    """Note that the resident has read a notice."""
    return service.read(notice_id, by=current_resident_id(), now=clock.now())


@mine.post("/notices/read-all")
@mine.response(204)
def read_all_notices() -> None:
    """Note that the resident has read everything."""
    service.read_all(by=current_resident_id(), now=clock.now())


@mine.get("/subscriptions")
@mine.response(200, OffersOut)
def list_subscriptions() -> dict[str, object]:
    """Return the subscribe templates to ask for, and how many messages each still allows."""
    held = queries.credits_of(current_resident_id())
    return {
        "items": [
            {
                "kind": kind,
                "credits": held.get(kind, 0),
                "template_id": template.id,
                "title": subscribe_templates.TITLES[kind],
                "long_term": template.long_term,
            }
            for kind, template in subscribe_templates.chosen().items()
        ]
    }


@mine.post("/subscriptions")
@mine.arguments(SubscriptionIn)
@mine.response(200, SubscriptionOut)
def answer_subscription(asked: dict[str, Any]) -> SubscribeCredit:
    """Keep what the resident answered when WeChat asked whether we may send a message."""
    kind = Kind(asked["template"])
    template = subscribe_templates.chosen().get(kind)
    return service.answer_subscription(
        current_resident_id(),
        kind=kind,
        answer=asked["result"],
        is_long_term=bool(template and template.long_term),
    )


@mine.get("/matters")
@mine.arguments(MattersIn, location="query")
@mine.response(200, MatterPage)
def list_matters(asked: dict[str, Any]) -> Page[Matter]:
    """Return everything of the resident's with its state, the last changed first."""
    return queries.matters_of(current_resident_id(), **asked)
