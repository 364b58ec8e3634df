"""Tips of residents who are signed in, and the categories there are."""

from typing import Any

from flask import Response

from weijiayuan import danger
from weijiayuan.accounts import guards
from weijiayuan.accounts.current_caller import current_resident, current_resident_id
from weijiayuan.events import errors, presentation
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data
from weijiayuan.kernel import clock
from weijiayuan.kernel.private_number_masking import private_parts
from weijiayuan.places import coordinates
from weijiayuan.tips import queries, service
from weijiayuan.tips.errors import OutsideDistrict, OverAlready, TipNotFound, TooManyPhotos
from weijiayuan.tips.models import Tip
from weijiayuan.tips.schemas import (
    TipAgainIn,
    TipCategoriesOut,
    TipIn,
    TipOut,
    TipPointsOut,
    TipSentOut,
    TipsIn,
    TipsOut,
    TipStarsIn,
    TipTalkIn,
)
from weijiayuan.tips.service import Sent
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.rate_limits import limited

tips = Blueprint("tips", __name__, guard=guards.require_resident, description="微线索")


@tips.get("/categories", guard=open_to_all)
@tips.response(200, TipCategoriesOut)
def list_categories() -> Response:
    """List the categories with their own questions, limits and codes."""
    return conditional(reference_data.read("categories")["version"], _categories, max_age=3600)


def _categories() -> object:
    known = reference_data.categories().values()
    rows = [
        {name: getattr(each, name) for name in each.__dataclass_fields__}
        | {"limit": each.limit.in_words(), "level": int(each.level)}
        for each in known
    ]
    version = reference_data.read("categories")["version"]
    return TipCategoriesOut().dump({"version": version, "items": rows})


def sent_of(asked: dict[str, Any]) -> Sent:
    """Return what was sent as the service takes it."""
    return Sent(
        text=asked["text"],
        point=coordinates.point_of(asked["place"]),
        photos=tuple(asked["photos"]),
        category_code=asked["category"],
        attributes=asked["attributes"],
        address=asked["address"],
    )


@tips.post("")
@limited("60 per hour")
@tips.arguments(TipIn)
@tips.response(201, TipSentOut)
@tips.refuses(TooManyPhotos, OutsideDistrict, errors.CategoryNotFound, errors.FieldsWrong)
def send(asked: dict[str, Any]) -> dict[str, Any]:
    """Send a tip. Its number and due time come back; photos were uploaded before."""
    event = service.send(sent_of(asked), by=current_resident_id(), now=clock.now())
    return {
        "number": event.number,
        "state": event.state,
        "state_text": presentation.state_text(event.state),
        "grid": presentation.grid_of(event.grid_code),
        "category": presentation.category_of(event.category_code),
        "due_at": event.due_at or event.promised_at,
        "danger": danger.recognise(event.text),
        "warnings": private_parts(event.text),
    }


@tips.get("")
@tips.arguments(TipsIn, location="query")
@tips.response(200, TipsOut)
def list_mine(asked: dict[str, Any]) -> dict[str, Any]:
    """List the resident's own tips, newest first."""
    page = queries.mine(current_resident_id(), **asked)
    return {"items": [_line(row) for row in page.items], "next_cursor": page.next_cursor}


def _line(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "state_text": presentation.state_text(row.state),
        "category": presentation.category_of(row.category_code),
        "text": row.text,
        "address": row.address,
        "reported_at": row.reported_at,
        "due_at": row.due_at or row.promised_at,
        "stars": row.stars,
    }


@tips.get("/points")
@tips.response(200, TipPointsOut)
def read_points() -> dict[str, int]:
    """Return the points the resident earned by accepted tips."""
    return {"points": queries.points_of(current_resident_id())}


def own(number: str) -> Tip:
    """Return the caller's own tip. Raises `TipNotFound` for anybody else's."""
    return queries.own(number, resident_id=current_resident_id())


def shown(event: Event) -> dict[str, Any]:
    return presentation.for_reporter(event, now=clock.now())


@tips.get("/<string:number>")
@tips.response(200, TipOut)
@tips.refuses(TipNotFound)
def read_tip(number: str) -> dict[str, Any]:
    """Return a tip with its history, conversation and what can be done now."""
    tip = own(number)
    return shown(matters.by_number(tip.number))


@tips.post("/<string:number>/messages")
@tips.arguments(TipTalkIn)
@tips.response(201, TipOut)
@tips.refuses(TipNotFound, TooManyPhotos)
def write_message(asked: dict[str, Any], number: str) -> dict[str, Any]:
    """Write to whoever handles the tip."""
    tip = own(number)
    service.write(tip, asked["text"], photos=tuple(asked["photos"]), now=clock.now())
    return shown(matters.by_number(tip.number))


@tips.post("/<string:number>/withdraw")
@tips.response(200, TipOut)
@tips.refuses(TipNotFound, errors.IllegalMove)
def withdraw(number: str) -> dict[str, Any]:
    """Take the tip back before anybody works on it."""
    return shown(service.withdraw(own(number), now=clock.now()))


@tips.post("/<string:number>/rating")
@tips.arguments(TipStarsIn)
@tips.response(201, TipOut)
@tips.refuses(TipNotFound, errors.IllegalMove, errors.RatedBefore, errors.RatingTooLate)
@tips.refuses(errors.ReasonNeeded)
def rate(asked: dict[str, Any], number: str) -> dict[str, Any]:
    """Rate the result; two stars or less are looked into."""
    tip = own(number)
    service.rate(tip, **asked, now=clock.now())
    return shown(matters.by_number(tip.number))


@tips.post("/<string:number>/reopen")
@tips.arguments(TipAgainIn)
@tips.response(200, TipOut)
@tips.refuses(TipNotFound, errors.IllegalMove, errors.ReopenTooLate, errors.ReopenedBefore)
def reopen(asked: dict[str, Any], number: str) -> dict[str, Any]:
    """Have it done again, once, within seven days."""
    return shown(service.reopen(own(number), reason=asked["reason"], now=clock.now()))


@tips.post("/<string:number>/follow")
@tips.response(200, TipOut, description="关注后只返回公开的部分")
@tips.refuses(errors.EventNotFound, OverAlready)
def follow(number: str) -> dict[str, Any]:
    """Say "me too": be told what becomes of a report somebody else sent."""
    event = service.follow(number, by=current_resident())
    return {
        "number": event.number,
        "state": event.state,
        "state_text": presentation.state_text(event.state),
        "category": presentation.category_of(event.category_code),
    }
