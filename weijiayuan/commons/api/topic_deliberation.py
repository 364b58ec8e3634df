"""Topics: raised, supported, talked about in statements, and what people think of each."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Topic
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules.states import Stance, TopicKind, TopicState
from weijiayuan.commons.schemas.topic_deliberation import (
    HeldTopicOut,
    PictureOut,
    StanceIn,
    StatementIn,
    StatementOut,
    StatementsOut,
    TopicIn,
    TopicOnBehalfIn,
    TopicOut,
    TopicsIn,
)
from weijiayuan.commons.service import topic_deliberation as service
from weijiayuan.commons.views import topic_deliberation as topic_views
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)

topics = Blueprint(
    "commons_topics",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：议题与各方意见",
)


@topics.get("/spaces/<uuid:space_id>/topics")
@topics.arguments(TopicsIn, location="query")
@topics.response(200, page_schema(TopicOut))
@topics.refuses(errors.SpaceNotFound)
def list_topics(asked: dict[str, Any], space_id: UUID) -> dict[str, Any]:
    """List the topics of a space that everybody may read, newest first."""
    state = TopicState(asked["state"]) if asked["state"] else None
    states = (
        topic_queries.SHOWN
        if state is None
        else [each for each in topic_queries.SHOWN if each is state]
    )
    wanted = topic_queries.topics(deliberation_spaces.space(space_id).id, states=states)
    page = page_by(
        wanted, Topic.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    items = [topic_views.topic(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@topics.post("/spaces/<uuid:space_id>/topics", guard=require_resident)
@topics.arguments(TopicIn)
@topics.response(201, TopicOut)
@topics.refuses(errors.SpaceNotFound, errors.NotMember)
def raise_topic(asked: dict[str, Any], space_id: UUID) -> dict[str, Any]:
    """Raise a topic. What names somebody as doing wrong waits for a person (`held`)."""
    raised = service.Raised(**asked | {"kind": TopicKind(asked["kind"])})
    space = deliberation_spaces.space(space_id)
    return topic_views.topic(
        service.raise_topic(space, raised, by=current_resident_id(), now=clock.now())
    )


@topics.post("/spaces/<uuid:space_id>/topics/on-behalf", guard=STEWARD)
@topics.arguments(TopicOnBehalfIn)
@topics.response(201, TopicOut)
@topics.refuses(errors.SpaceNotFound)
def raise_on_behalf(asked: dict[str, Any], space_id: UUID) -> dict[str, Any]:
    """Enter at the desk what somebody without a telephone said."""
    space = deliberation_spaces.space(space_id)
    access.require_steward(space)
    name = asked.pop("name")
    raised = service.Raised(**asked | {"kind": TopicKind(asked["kind"])})
    return topic_views.topic(
        service.raise_on_behalf(space, raised, name=name, helper=actor_id(), now=clock.now())
    )


@topics.get("/spaces/<uuid:space_id>/held", guard=STEWARD)
@topics.arguments(TopicsIn, location="query")
@topics.response(200, page_schema(HeldTopicOut))
@topics.refuses(errors.SpaceNotFound)
def list_held(asked: dict[str, Any], space_id: UUID) -> dict[str, Any]:
    """List the topics that wait for a person to read them."""
    space = deliberation_spaces.space(space_id)
    access.require_steward(space)
    wanted = topic_queries.topics(space.id, states=[TopicState.HELD])
    page = page_by(wanted, Topic.id, limit=asked["limit"], cursor=asked["cursor"])
    items = [topic_views.topic(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@topics.get("/topics/<uuid:topic_id>")
@topics.response(200, TopicOut)
@topics.refuses(errors.TopicNotFound)
def read_topic(topic_id: UUID) -> dict[str, Any]:
    """Return a topic."""
    return topic_views.topic(topic_queries.shown_topic(topic_id))


def _kept(topic_id: UUID) -> None:
    access.require_steward(deliberation_spaces.space(topic_queries.topic(topic_id).space_id))


@topics.post("/topics/<uuid:topic_id>/release", guard=STEWARD)
@topics.response(200, TopicOut)
@topics.refuses(errors.TopicNotFound, IllegalMove)
def release(topic_id: UUID) -> dict[str, Any]:
    """Let others read a topic that a person has read."""
    _kept(topic_id)
    return topic_views.topic(service.release(topic_id, now=clock.now()))


@topics.post("/topics/<uuid:topic_id>/settle", guard=STEWARD)
@topics.response(200, TopicOut)
@topics.refuses(errors.TopicNotFound, IllegalMove)
def settle(topic_id: UUID) -> dict[str, Any]:
    """Note that talking was enough."""
    _kept(topic_id)
    return topic_views.topic(service.settle_by_talk(topic_id, now=clock.now()))


@topics.post("/topics/<uuid:topic_id>/withdraw", guard=require_resident)
@topics.response(200, TopicOut)
@topics.refuses(errors.TopicNotFound, IllegalMove)
def withdraw(topic_id: UUID) -> dict[str, Any]:
    """Take my own topic back before it is on an agenda."""
    if topic_queries.topic(topic_id).raised_by != current_resident_id():
        raise errors.TopicNotFound
    return topic_views.topic(service.withdraw(topic_id, now=clock.now()))


@topics.post("/topics/<uuid:topic_id>/support", guard=require_resident)
@topics.response(200, TopicOut)
@topics.refuses(errors.TopicNotFound, errors.NotMember, errors.AlreadySupported)
def support(topic_id: UUID) -> dict[str, Any]:
    """Want it talked about too."""
    return topic_views.topic(service.support(topic_id, by=current_resident_id(), now=clock.now()))


@topics.get("/topics/<uuid:topic_id>/statements")
@topics.response(200, StatementsOut)
@topics.refuses(errors.TopicNotFound)
def list_statements(topic_id: UUID) -> dict[str, Any]:
    """List the statements about a topic by number."""
    found = topic_queries.statements(topic_queries.shown_topic(topic_id).id)
    return {"items": [_statement(each) for each in found]}


def _statement(found: Any) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "text": found.text,
        "held": bool(found.held_for),
    }


@topics.post("/topics/<uuid:topic_id>/statements", guard=require_resident)
@topics.arguments(StatementIn)
@topics.response(201, StatementOut)
@topics.refuses(errors.TopicNotFound, errors.NotMember, errors.TooManyStatements)
def say(asked: dict[str, Any], topic_id: UUID) -> dict[str, Any]:
    """Say one sentence that others agree or disagree with."""
    return _statement(service.state(topic_id, asked["text"], by=current_resident_id()))


@topics.post("/statements/<uuid:statement_id>/release", guard=STEWARD)
@topics.response(200, StatementOut)
@topics.refuses(errors.StatementNotFound)
def release_statement(statement_id: UUID) -> dict[str, Any]:
    """Let others read a statement that a person has read."""
    _kept(topic_queries.statement_to_change(statement_id).topic_id)
    return _statement(service.release_statement(statement_id))


@topics.post("/statements/<uuid:statement_id>/stance", guard=require_resident)
@topics.arguments(StanceIn)
@topics.response(204)
@topics.refuses(errors.StatementNotFound, errors.NotMember)
def take_stance(asked: dict[str, Any], statement_id: UUID) -> Response:
    """Agree, disagree or pass; the newest counts."""
    service.take_stance(statement_id, Stance(asked["stance"]), by=current_resident_id())
    return Response(status=204)


@topics.get("/topics/<uuid:topic_id>/picture", alike=True)
@topics.response(200, PictureOut)
@topics.refuses(errors.TopicNotFound)
def read_picture(topic_id: UUID) -> dict[str, Any]:
    """Return consensus and division for each statement; groups only where they are there."""
    return topic_views.picture(topic_queries.shown_topic(topic_id))
