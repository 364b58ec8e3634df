"""The calls that wait for the duty worker."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_staff
from weijiayuan.appeals import appeal_views, queries
from weijiayuan.appeals.api.duty.blueprint import duty_desk
from weijiayuan.appeals.errors import AppealNotFound, PageNotFound
from weijiayuan.appeals.schemas import (
    AckIn,
    AppealLineOut,
    DutyPagesOut,
)
from weijiayuan.appeals.service import duty_worker_paging
from weijiayuan.kernel import clock


def me() -> UUID:
    return current_staff().id


@duty_desk.get("/pages")
@duty_desk.response(200, DutyPagesOut)
def list_pages() -> dict[str, Any]:
    """List the calls that wait for the caller."""
    pages = queries.pages_for(me())
    numbers = queries.numbers_of([page.appeal_id for page in pages])
    return {
        "items": [
            {
                "number": numbers[page.appeal_id],
                "step": page.step,
                "sent_at": page.sent_at,
                "acked_at": page.acked_at,
            }
            for page in pages
        ]
    }


@duty_desk.post("/ack")
@duty_desk.arguments(AckIn)
@duty_desk.response(201, AppealLineOut)
@duty_desk.refuses(AppealNotFound, PageNotFound)
def acknowledge(given: dict[str, Any]) -> dict[str, Any]:
    """Say "I have it": nobody further is called."""
    return appeal_views.line(
        duty_worker_paging.acknowledge(given["number"], by=me(), now=clock.now()),
        now=clock.now(),
        staff_id=me(),
    )
