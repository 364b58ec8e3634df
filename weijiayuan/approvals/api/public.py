"""What anybody may ask before applying: forms, catalogue, names, a check. Nothing is kept."""

from typing import Any

from flask import Response

from weijiayuan.approvals import decision_views
from weijiayuan.approvals.preliminary_check import check
from weijiayuan.approvals.queries import business_names
from weijiayuan.approvals.rulebook_in_force import current, ground
from weijiayuan.approvals.rules import application_facts
from weijiayuan.approvals.rules.application_decision import Outcome, rulings_of
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.approvals.rules.reference_data import industry_name, sheet
from weijiayuan.approvals.schemas.form_answers import CheckIn
from weijiayuan.approvals.schemas.public import (
    CheckOut,
    KindsOut,
    NamesIn,
    NamesOut,
    QuestionsIn,
    QuestionsOut,
    ScopesIn,
    ScopesOut,
)
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.rate_limits import limited

approvals = Blueprint("approvals", __name__, guard=open_to_all, description="光速办：申请之前")


@approvals.get("/kinds", alike=True)
@approvals.response(200, KindsOut)
def list_kinds() -> dict[str, Any]:
    """List what can be applied for, and by which rulebook it is decided."""
    decider = current().decider()
    items = [
        {"id": kind.id, "name": kind.name, "rules": _count(decider, kind.policies)}
        for kind in decider.kinds.values()
    ]
    here = ground().authority
    return {
        "items": items,
        "authority": here.name,
        "sample": here.is_sample,
        "rulebook": decider.book.stamp,
    }


def _count(decider: Any, policies: tuple[str, ...]) -> int:
    found = decider.book.pack.policies
    return sum(len(list(found[name].when.conditions())) for name in policies)


@approvals.get("/questions", alike=True)
@approvals.arguments(QuestionsIn, location="query")
@approvals.response(200, QuestionsOut)
def list_questions(asked: dict[str, Any]) -> dict[str, Any]:
    """List the questions of a form, in the order in which they are put."""
    kind = current().decider().kinds[asked["kind"]]
    items = [decision_views.question_facts(each) for each in kind.questions]
    return {"kind": kind.id, "items": items}


@approvals.get("/scopes", alike=True)
@approvals.arguments(ScopesIn, location="query")
@approvals.response(200, ScopesOut)
def list_scopes(asked: dict[str, Any]) -> dict[str, Any]:
    """Search the catalogue of business scopes (示例), with the permits each one needs."""
    wanted = ground().lexicon.script.folded(asked["q"])
    found = [each for each in ground().catalogue.values() if _answers_to(each, wanted)]
    start = int(asked["cursor"]) if (asked["cursor"] or "").isdecimal() else 0
    items = found[start : start + asked["limit"]]
    following = start + len(items)
    more = str(following) if following < len(found) else None
    return {"items": items, "next_cursor": more, "sample": sheet("scopes.toml")["sample"]}


def _answers_to(scope: Any, wanted: str) -> bool:
    if not wanted:
        return True
    words = scope.words.split()
    return (
        wanted in scope.text
        or wanted == scope.code.casefold()
        or any(word in wanted or wanted in word for word in words)
    )


@approvals.get("/names")
@approvals.arguments(NamesIn, location="query")
@approvals.response(200, NamesOut)
def search_names(asked: dict[str, Any]) -> dict[str, Any]:
    """Tell whether a name is free: the same ones refuse it, alike ones only warn."""
    decider, today = current().decider(), clock.local_date(clock.now())
    answers = {"name": asked["text"]}
    read = application_facts.read(
        asked["kind"], answers, Lookups(), decider.ground(ground()), on=today
    )
    name = read.name
    assert name is not None
    industry = asked["industry"] or name.industry or ""
    found = business_names.neighbours(
        name.trade_name, industry, ground().authority.division, on=today
    )
    # What is asked with the rest of the form bars nothing here: the scopes, the promise (规定 16).
    later = {"trade_in_scope": True, "alike_promised": True}
    facts_of_name = {**read.facts, "name_taken": bool(found.same), **later}
    known = decider.weighed(facts_of_name)
    rulings = rulings_of(decider.book, ("name",), known, on=today)
    wrong = [each for each in rulings if each.outcome is not Outcome.AUTO]
    return {
        "text": name.text,
        "free": not found.same,
        "trade_name": name.trade_name,
        "industry": industry or None,
        "industry_name": industry_name(industry),
        "same": found.same,
        "alike": found.alike,
        "reasons": [decision_views.ruling_facts(each) for each in wrong],
        "words": [
            {"word": doubt.word, "why": doubt.why, "article": doubt.article}
            for doubt in name.doubts
        ],
    }


@approvals.post("/checks", idempotent=False, asks_outside=True, as_reader=True)
@approvals.arguments(CheckIn)
@approvals.response(200, CheckOut)
@limited("6000 per minute")
def check_application(asked: dict[str, Any]) -> Response:
    """Say what would become of an application: every rule, all faults at once, what to ask next.

    Needs no sign-in and keeps nothing.
    """
    decider = current().decider()
    on = asked["on"] or clock.local_date(clock.now())
    with reading():
        found = check(decider, asked["kind"], asked["answers"], asked["lookups"], on=on)
    shown = decision_views.check_facts(found, decider, asked["kind"], asked["answers"], on)
    return Response(json.dump_bytes(shown), mimetype="application/json")
