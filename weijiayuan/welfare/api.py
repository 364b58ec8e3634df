"""Endpoints for everybody: the policies, the questions, an assessment. Nothing is kept.

The wire form, in short (docs/welfare.md has it in full):

- A question is `{id, subject, subjects, topic, kind, label, ask, help, unit, choices, low, high,
  brackets, sensitive, policies}`. `kind` is `yes_no` (true/false), `choice` (a choice id), `number`
  (whole), `money` (fen) or `date` (ISO). `subjects` says where it is answered: `household`,
  `applicant`, `member`.
- Answers are `{household: {id: answer}, applicant: {id: answer}, members: [{id: answer}]}`. In
  place of an answer a span `{"min", "max"}` (dates `{"from", "to"}`) may stand, or null,
  `"dont_know"`, `"rather_not_say"`: unknown, and not asked again.
- `next_question` is a question with `subject` `household`, `applicant` or `members/<place>`, and
  `with`: ids of questions about the same subject that fit on the same page.
"""

from base64 import b64encode
from datetime import date
from typing import Any

import orjson
from flask import Response

from weijiayuan.kernel import clock
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid, Household
from weijiayuan.rules_engine.values.dates import anniversary
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.rate_limits import limited
from weijiayuan.welfare import policy_search
from weijiayuan.welfare.assessment_schemas import AssessmentOut, ForecastOut, SummaryOut
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.errors import AnswersMalformed, PackNotFound, PolicyNotFound
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.policy_schemas import (
    FullPolicyOut,
    LifeEventsOut,
    PoliciesOut,
    QuestionsOut,
)
from weijiayuan.welfare.request_parsing import assessment_asked, query_asked, reads
from weijiayuan.welfare.request_schemas import (
    AssessmentIn,
    DayIn,
    ForecastIn,
    PoliciesIn,
    SummaryIn,
)

Json = dict[str, Any]
ANONYMOUS = "600 per minute"
YEARS_AHEAD = 10

welfare = Blueprint("welfare", __name__, guard=open_to_all, description="福利政策与资格测算")


@welfare.get("/policies")
@reads(PoliciesIn, "query")
@welfare.response(200, PoliciesOut)
def list_policies() -> Response:
    """List the policies as of a day; `q` finds names, summaries and words of the street."""
    asked = query_asked(PoliciesIn)
    on = _day(asked)
    adviser = current().adviser(on)
    return conditional(f"{adviser.pack.digest}/{on}", lambda: _page(adviser, on, asked))


@welfare.get("/policies/<string:name>")
@reads(DayIn, "query")
@welfare.response(200, FullPolicyOut)
@welfare.refuses(PolicyNotFound)
def read_policy(name: str) -> Response:
    """Return one policy: conditions, dated figures, sources, papers, where to go."""
    on = _day(query_asked(DayIn))
    adviser = current().adviser(on)
    if name not in adviser.pack.policies:
        raise PolicyNotFound
    return conditional(f"{adviser.pack.digest}/{on}", lambda: adviser.policy(name, on))


@welfare.get("/questions")
@reads(DayIn, "query")
@welfare.response(200, QuestionsOut)
def list_questions() -> Response:
    """List every question of the pack, in the order of its topics."""
    on = _day(query_asked(DayIn))
    adviser = current().adviser(on)
    return conditional(
        f"{adviser.pack.digest}/{on}",
        lambda: {"items": adviser.questions(on), "next_cursor": None},
    )


@welfare.get("/life-events")
@welfare.response(200, LifeEventsOut)
def list_life_events() -> Response:
    """List what may have happened: each names the policies to ask an assessment about.

    `who` asks once whom it is about; its `chosen` and `rest` are answers of those and the others.
    """
    on = clock.local_date(clock.now())
    adviser = current().adviser()
    listed = {"items": adviser.life_events(on), "next_cursor": None}
    return conditional(f"{adviser.pack.digest}/{on}", lambda: listed)


@welfare.post("/assessments", idempotent=False, asks_outside=True)
@reads(AssessmentIn)
@welfare.response(200, AssessmentOut)
@welfare.refuses(AnswersMalformed, PackNotFound)
@limited(ANONYMOUS)
def assess() -> Response:
    """Assess a household and say what to ask next. Needs no login and keeps nothing.

    `"detail": "verdicts"` leaves out of each decision what explains it; enough between questions.
    `"policies": ["gaoling"]` asks about these alone: nothing is asked that they do not need.
    """
    asked = assessment_asked()
    on = _day(asked)
    adviser, since = _adviser(asked, on), _since(asked, on)
    given, only = _household(adviser, asked["answers"], on), _only(adviser, asked["policies"])
    in_full = asked["detail"] == "full"
    return _json(adviser.assessment(given, on, in_full=in_full, only=only, since=since))


@welfare.post("/assessments/summary", idempotent=False, asks_outside=True)
@welfare.arguments(SummaryIn)
@welfare.response(200, SummaryOut)
@welfare.refuses(AnswersMalformed, PackNotFound)
@limited("60 per minute")
def summarise(asked: Json) -> Json:
    """Return one page for the office as PDF: what may be due, papers, window, what is open.

    It has no answers and no names in it; nothing is kept.
    """
    on = _day(asked)
    adviser = _adviser(asked, on)
    given, only = _household(adviser, asked["answers"], on), _only(adviser, asked["policies"])
    body = adviser.summary(given, on, only)
    return {"file_name": f"办事一页纸-{on}.pdf", "pdf": b64encode(body).decode()}


@welfare.post("/forecasts", idempotent=False, asks_outside=True)
@welfare.arguments(ForecastIn)
@welfare.response(200, ForecastOut)
@welfare.refuses(AnswersMalformed, PackNotFound)
@limited("120 per minute")
def forecast(asked: Json) -> Response:
    """Tell what will change for a household, and on which day, if only time passes."""
    on = _day(asked)
    adviser = _adviser(asked, on)
    until = asked["until"] or anniversary(on, YEARS_AHEAD)
    given = _household(adviser, asked["answers"], on)
    return _json(orjson.dumps(adviser.forecast(given, on, until)))


def _adviser(asked: Json, on: date) -> Adviser:
    """Return the adviser on the pack in force, or on the one whose digest was named."""
    if asked["pack"] is None:
        return current().adviser(on)
    adviser = current().published(asked["pack"])
    if adviser is None:
        raise PackNotFound
    return adviser


def _since(asked: Json, on: date) -> date | None:
    """Return from when the pack that answers is in force; None if it shipped, or was named."""
    return current().since(on) if asked["pack"] is None else None


def _day(asked: Json) -> date:
    day: date | None = asked["on"]
    return day or clock.local_date(clock.now())


def _household(adviser: Adviser, answers: Json, on: date) -> Household:
    try:
        return adviser.household(answers, on)
    except AnswersInvalid as invalid:
        raise AnswersMalformed.of(invalid) from None


def _only(adviser: Adviser, policies: list[str] | None) -> frozenset[str] | None:
    if policies is None:
        return None
    if not adviser.pack.policies.keys() >= set(policies):
        raise AnswersMalformed(fields={"policies": ["没有这项政策"]})
    return frozenset(policies)


def _page(adviser: Adviser, on: date, asked: Json) -> Json:
    kept = (item for item in adviser.policies(on) if _is_wanted(item, asked))
    found = policy_search.found(kept, asked["q"])
    after = next((n + 1 for n, item in enumerate(found) if item["id"] == asked["cursor"]), 0)
    page = found[after : after + asked["limit"]]
    more = after + asked["limit"] < len(found)
    return {"items": page, "next_cursor": page[-1]["id"] if more else None}


def _is_wanted(item: Json, asked: Json) -> bool:
    if asked["category"] and item["category"] != asked["category"]:
        return False
    return not asked["level"] or asked["level"] in item["level"]


def _json(body: bytes) -> Response:
    return Response(body, mimetype="application/json")
