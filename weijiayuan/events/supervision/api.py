"""督办: who is late answers in writing."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.events import errors
from weijiayuan.events.api.matters import STAFF, caller
from weijiayuan.events.models import Supervision
from weijiayuan.events.supervision import by_matter, presentation, service
from weijiayuan.events.supervision.schemas import (
    MatterSupervisionsOut,
    SupervisionOut,
    SupervisionReplyIn,
    SupervisionsIn,
    SupervisionsOut,
)
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by

supervisions = Blueprint("supervisions", __name__, guard=STAFF, description="督办")


@supervisions.get("")
@supervisions.arguments(SupervisionsIn, location="query")
@supervisions.response(200, SupervisionsOut)
def list_supervisions(asked: dict[str, Any]) -> dict[str, Any]:
    """List the supervisions of what the caller watches or must answer, newest first."""
    who = caller()
    wanted = select(Supervision).where(service.visible(who))
    if asked["open"] is not None:
        replied = Supervision.replied_at
        wanted = wanted.where(replied.is_(None) if asked["open"] else replied.is_not(None))
    page = page_by(
        wanted,
        Supervision.opened_at,
        Supervision.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = presentation.supervisions(page.items, who)
    return {"items": items, "next_cursor": page.next_cursor}


@supervisions.get("/matters")
@supervisions.arguments(SupervisionsIn, location="query")
@supervisions.response(200, MatterSupervisionsOut)
def list_by_matter(asked: dict[str, Any]) -> dict[str, Any]:
    """List what is supervised once each: with `open` the first due first, else the newest."""
    is_owed = asked.pop("open")
    page = by_matter.listed(caller(), is_owed=is_owed, **asked)
    return {"items": page.items, "next_cursor": page.next_cursor}


@supervisions.post("/<uuid:supervision_id>/reply")
@supervisions.arguments(SupervisionReplyIn)
@supervisions.response(200, SupervisionOut)
@supervisions.refuses(errors.EventNotFound, errors.NotYours, errors.RepliedBefore)
def reply(asked: dict[str, Any], supervision_id: UUID) -> dict[str, Any]:
    """Answer in writing why something is late and what is being done."""
    who = caller()
    found = service.supervision(supervision_id, who)
    service.reply(found, asked["reply"], who=who, now=clock.now())
    return presentation.supervisions([found], who)[0]
