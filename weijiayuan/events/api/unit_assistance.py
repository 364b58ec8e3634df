"""Asking other units to help with a matter (协办)."""

from typing import Any
from uuid import UUID

from weijiayuan.events import errors
from weijiayuan.events.api.matters import caller, change, events
from weijiayuan.events.presentation import unit_assistance as presentation
from weijiayuan.events.queries import unit_assistance as queries
from weijiayuan.events.schemas import AssistAnswerIn, AssistIn, AssistsOut, EventOut
from weijiayuan.events.service import unit_assistance
from weijiayuan.kernel import clock
from weijiayuan.web.schemas import PageIn


@events.get("/assists")
@events.arguments(PageIn, location="query")
@events.response(200, AssistsOut)
def list_assists(asked: dict[str, Any]) -> dict[str, Any]:
    """List what my units are asked to help with, the oldest first."""
    page = queries.asked_of(caller(), **asked)
    return {"items": presentation.awaited(page.items), "next_cursor": page.next_cursor}


@events.post("/<uuid:event_id>/assists")
@events.arguments(AssistIn)
@events.response(201, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.UnitNotFound)
@events.refuses(errors.NoUnitYet, errors.AssistOfItself, errors.AssistAsked)
def ask_assistance(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Ask another department to help; the matter and its clock stay where they are."""
    return change(
        event_id,
        lambda event, who: unit_assistance.ask(
            event, asked["unit"], who=who, now=clock.now(), words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/assists/<uuid:assist_id>/answer")
@events.arguments(AssistAnswerIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.AssistNotFound)
def answer_assistance(asked: dict[str, Any], event_id: UUID, assist_id: UUID) -> dict[str, Any]:
    """Say what my unit did to help, or why it does not."""
    return change(
        event_id,
        lambda event, who: unit_assistance.answer(
            event, assist_id, done=asked["done"], who=who, now=clock.now(), words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/assists/<uuid:assist_id>/withdraw")
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.AssistNotFound)
def withdraw_assistance(event_id: UUID, assist_id: UUID) -> dict[str, Any]:
    """Take back a request for help that nobody answered yet."""
    return change(
        event_id,
        lambda event, who: unit_assistance.withdraw(event, assist_id, who=who, now=clock.now()),
    )
