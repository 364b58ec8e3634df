"""Reading what the open endpoints were asked, at the cost that their answers are worth.

An assessment takes a few hundred microseconds, and building a schema for each request takes as
long. So a request that looks as usual is read by hand; whatever does not is read by the schema,
which knows how to say what is wrong. Both give the same (a test compares them).
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from flask import request
from marshmallow import Schema

from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.welfare.request_schemas import FIRST, LAST, MOST_ASKED, AssessmentIn

View = TypeVar("View", bound=Callable[..., Any])
Json = dict[str, Any]

LONGEST_QUERY = 200
USUAL = {"on", "answers", "detail", "policies"}
DETAILS = ("full", "verdicts")


def reads(schema: type[Schema], location: str = "json") -> Callable[[View], View]:
    """Document what a view reads by itself, as `Blueprint.arguments` does for the others."""

    def decorated(view: View) -> View:
        given = {"in": location, "required": True, "schema": schema}
        notes = {"parameters": [given], "responses": {422: "UNPROCESSABLE_ENTITY"}}
        view._apidoc = {**getattr(view, "_apidoc", {}), "arguments": notes}  # type: ignore[attr-defined]  # noqa: SLF001
        if location == "json":
            view.reads_body = True  # type: ignore[attr-defined]  # `Blueprint` asks for it
        return view

    return decorated


def assessment_asked() -> Json:
    """Return the body of an assessment as `AssessmentIn` loads it."""
    return _usual() or _loaded(AssessmentIn, "json")


def query_asked(schema: type[Schema]) -> Json:
    """Return the query as the schema loads it. Not to be changed: other requests share it."""
    if len(request.query_string) > LONGEST_QUERY:
        return _loaded(schema, "query")
    return _query(schema, request.query_string)


@lru_cache(maxsize=256)
def _query(schema: type[Schema], _query_string: bytes) -> Json:
    return _loaded(schema, "query")


def _loaded(schema: type[Schema], location: str) -> Json:
    found: Json = Blueprint.ARGUMENTS_PARSER.parse(schema(), request, location=location)
    return found


def _usual() -> Json | None:
    """Return a body that is beyond doubt; None where the schema must look at it."""
    if request.mimetype != "application/json":
        return None
    try:
        body = json.load(request.get_data())
    except ValueError:
        return None
    if not isinstance(body, dict) or not body.keys() <= USUAL:
        return None
    on, answers, detail = body.get("on"), body.get("answers", {}), body.get("detail", "full")
    day = _day(on) if on is not None else None
    is_plain = isinstance(answers, dict) and detail in DETAILS and _is_plain(body.get("policies"))
    if not is_plain or (on is not None and day is None):
        return None
    asked = {"on": day, "pack": None, "answers": answers, "detail": detail}
    return asked | {"policies": body.get("policies")}


def _is_plain(policies: object) -> bool:
    """Tell whether this is no list of policies, or one that is beyond doubt."""
    if not isinstance(policies, list):
        return policies is None
    is_short = 0 < len(policies) <= MOST_ASKED
    return is_short and all(isinstance(name, str) and 0 < len(name) <= 60 for name in policies)


def _day(written: object) -> date | None:
    if not isinstance(written, str) or len(written) != len("2026-11-23"):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
