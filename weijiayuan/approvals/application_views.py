"""Applications and licences as people read them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from weijiayuan.approvals.models import Application, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import supporting_papers
from weijiayuan.approvals.rules import required_evidence
from weijiayuan.approvals.rules.application_decision import VERDICTS, Outcome
from weijiayuan.approvals.rules.licence_lifecycle import report_due
from weijiayuan.approvals.rules.people_in_application import NUMBERED
from weijiayuan.approvals.rules.states import STATE_WORDS, ApplicationState
from weijiayuan.approvals.service import applications as service
from weijiayuan.approvals.service import licence_sealing
from weijiayuan.kernel import clock

Json = dict[str, Any]
SENSITIVE = ("id_number",)
SHOWN_TAIL = 4
EMPTY = "{}"


def brief(application: Application) -> Json:
    """Return what a list shows of an application."""
    return {
        "id": application.id,
        "number": application.number,
        "kind": application.kind,
        "title": application.title,
        "state": application.state.value,
        "state_text": STATE_WORDS[application.state],
        "submitted_at": application.submitted_at,
        "due_at": due_of(application),
    }


def due_of(application: Application) -> datetime | None:
    """Return by when a person decides: it follows from the day it was submitted."""
    if application.due_at is None or application.submitted_at is None:
        return None
    days = service.REVIEW_DAYS * (2 if application.extended_at else 1)
    return service.due_at(application.submitted_at, days)


def application_facts(application: Application, *, with_answers: bool) -> Json:
    """Return everything about an application."""
    attempts = queries.attempts(application.id)
    last = attempts[-1] if attempts else None
    licence = queries.licence_of(application.id)
    return {
        **brief(application),
        "attempt": application.attempt,
        "saves": application.saves,
        **told(last.decision if last else EMPTY),
        "decided_at": application.decided_at,
        "waits_for_registry": application.waits_for_registry,
        "refusal": _refusal(application),
        "licence": licence_facts(licence) if licence else None,
        "took_ms": last.ms if last else None,
        "answers": masked(queries.answers_of(application)) if with_answers else {},
        "moves": [
            {
                "what": move.what,
                "state": move.state.value,
                "at": move.created_at,
                "reason": move.reason,
                "article": move.article,
            }
            for move in queries.moves(application.id)
        ],
        "attempts": [
            {"number": each.number, "outcome": each.outcome.value, "rules": each.rules}
            for each in attempts
        ],
        **_papers(application),
        "created_at": application.created_at,
    }


def _papers(application: Application) -> Json:
    """Return what was handed in, and what a registrar asked for while it is given back."""
    rows = supporting_papers.of_application(application.id)
    is_given_back = application.state is ApplicationState.TO_CORRECT
    asked = supporting_papers.asked(application.id) if is_given_back else []
    given = {each.kind for each in rows if each.attempt > application.attempt}
    labels = required_evidence.FILED_BY_APPLICANT
    return {
        "papers": [
            {
                **{name: getattr(row, name) for name in ("id", "kind", "attempt", "number")},
                "label": labels[row.kind],
                "issued_on": row.issued_on,
                "file": row.file_id,
                "open": row.attempt > application.attempt,
                "at": row.created_at,
            }
            for row in rows
        ],
        "asked": [{"kind": each, "label": labels[each], "given": each in given} for each in asked],
    }


def told(decision: str) -> Json:
    """Return what a decision said, from what was kept of it: never decided anew."""
    if decision == EMPTY:
        nothing: list[Any] = []
        return {
            "outcome": None,
            "verdict": None,
            "rulings": nothing,
            "faults": nothing,
            "undecided": nothing,
            "missing": nothing,
            "nearest": None,
            "other_authority": None,
            "rulebook": None,
        }
    kept = json.loads(decision)
    faults = [each for each in kept["rulings"] if each["outcome"] == Outcome.CORRECT]
    for fault in faults:
        if fault["rule"] == "A1" and kept["other_authority"]:
            fault["remedy"] = f"请向{kept['other_authority']}申请"
    return {
        "outcome": kept["outcome"],
        "verdict": VERDICTS[Outcome(kept["outcome"])],
        "rulings": kept["rulings"],
        "faults": faults,
        "undecided": [each for each in kept["rulings"] if each["outcome"] == Outcome.HUMAN],
        "missing": kept["missing"],
        "nearest": None,
        "other_authority": kept["other_authority"] or None,
        "rulebook": kept["rulebook"],
    }


def _refusal(application: Application) -> Json | None:
    if application.state is not ApplicationState.REFUSED:
        return None
    return {"article": application.refusal_article, "reason": application.refusal_reason}


def masked(answers: Mapping[str, Any]) -> Json:
    """Return answers with numbers of papers shortened: their end is enough to know them by."""
    shown = dict(answers)
    for key in SENSITIVE:
        if shown.get(key):
            shown[key] = "*" * 8 + str(shown[key])[-SHOWN_TAIL:]
    for rows in NUMBERED:
        if shown.get(rows):
            shown[rows] = [masked(each) for each in shown[rows]]
    return shown


def licence_facts(licence: Licence) -> Json:
    """Return what the holder is shown of a licence."""
    paper = licence.printed
    return {
        "uscc": licence.uscc,
        "version": licence.version,
        "name": paper["name"],
        "form": paper["form"],
        "scope": paper["scope"],
        "address": paper["address"],
        "permits": paper["permits"],
        "state": licence.state.value,
        "state_text": STATE_WORDS[licence.state],
        "issued_on": licence.issued_on,
        "until": licence.until,
        "sample": licence.is_sample,
        "sealed": licence.sealed_at is not None,
        "code": licence.code,
        "pdf": f"/api/v1/licences/{licence.uscc}.pdf",
        "credential": f"/api/v1/licences/{licence.uscc}.vc",
        "public_page": licence_sealing.public_page(licence.code),
        "report_due": report_due(licence.issued_on, on=clock.local_date(clock.now())),
    }


def verified_facts(licence: Licence, *, now: datetime) -> Json:
    """Return what a stranger is shown of a licence: no number and home of anybody."""
    paper = licence.printed
    return {
        "uscc": licence.uscc,
        "version": licence.version,
        "name": paper["name"],
        "form": paper["form"],
        "scope": paper["scope"],
        "address": paper["address"],
        "issued_on": licence.issued_on,
        "state": licence.state.value if licence.is_current else "superseded",
        "state_text": STATE_WORDS[licence.state] if licence.is_current else "已换发新版本",
        "state_at": licence.state_at,
        "is_current": licence.is_current,
        "sample": licence.is_sample,
        "authority": paper["authority"],
        "pdf_sha256": licence.pdf_sha256,
        "checked_at": now,
    }
