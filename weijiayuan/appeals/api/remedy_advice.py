"""Which road? Open to everybody; nothing of the question is kept."""

from typing import Any

from weijiayuan.appeals.errors import AnswersMalformed
from weijiayuan.appeals.legal_remedies import remedy_advice
from weijiayuan.appeals.schemas import PathsIn, PathsOut, RoadQuestionsOut
from weijiayuan.kernel import clock
from weijiayuan.places.queries import working_calendar
from weijiayuan.rules_engine.rulebook import AnswersInvalid
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all

paths = Blueprint(
    "appeal_paths",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/appeals",
    description="诉求该走哪条路",
)

asking = AnonymousLimit(each=600, everyone=60_000)


@paths.post("/paths", idempotent=False, as_reader=True)
@paths.arguments(PathsIn)
@paths.response(200, PathsOut)
@paths.refuses(AnswersMalformed)
def find_paths(asked: dict[str, Any]) -> remedy_advice.Advice:
    """Say which roads are open, each with its last safe day; danger first. Nothing is kept."""
    check_anonymous_limit(asking)
    try:
        return remedy_advice.advise(
            asked["answers"],
            story=asked["text"],
            on=asked["on"] or clock.local_date(clock.now()),
            calendar=working_calendar(),
        )
    except AnswersInvalid as invalid:
        raise AnswersMalformed.of(invalid) from invalid


@paths.get("/questions")
@paths.response(200, RoadQuestionsOut)
def list_questions() -> dict[str, Any]:
    """List every question by id, with its choices."""
    return {"items": remedy_advice.questions()}
