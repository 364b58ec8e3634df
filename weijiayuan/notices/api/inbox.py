"""The inbox: a resident's notices, read one by one or all."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.kernel import clock
from weijiayuan.notices import queries, service
from weijiayuan.notices.api.blueprint import mine
from weijiayuan.notices.errors import NoticeNotFound
from weijiayuan.notices.models import Notice
from weijiayuan.notices.schemas import InboxIn, InboxOut, NoticeOut


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
