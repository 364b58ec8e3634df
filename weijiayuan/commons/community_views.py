"""Covenants, sheets, foundings, organisations and spending as they are shown."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from weijiayuan.commons import founding_threshold, presentation
from weijiayuan.commons.models.community import (
    ConsentSheet,
    Covenant,
    Founding,
    Organisation,
    OrganisationKind,
    SpendingRound,
)
from weijiayuan.commons.queries import community as queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules import decision_rules, equal_shares
from weijiayuan.commons.rules.areas import m2_text
from weijiayuan.commons.rules.counting import Weight
from weijiayuan.commons.rules.decision_rules import Measure
from weijiayuan.commons.service import covenants, spending
from weijiayuan.commons.service.foundings import STAGES
from weijiayuan.kernel import clock
from weijiayuan.kernel.money import Money
from weijiayuan.web.messages import text

LEAST_PERSONS, LEAST_BODIES = 50, 30


def covenant(found: Covenant) -> dict[str, Any]:
    """Return a version with what changed since the former one, and what force it has."""
    return {
        **{name: getattr(found, name) for name in COVENANT},
        "kind": found.kind.value,
        "state": found.state.value,
        "signatures": queries.signatures(found.id),
        "changes": covenants.changes(found),
        "force": text(f"commons.force_{found.kind.value}"),
    }


COVENANT = (
    "id",
    "space_id",
    "version",
    "title",
    "clauses",
    "findings",
    "filed_at",
    "filing_no",
    "remark",
)


def sheet(found: ConsentSheet) -> dict[str, Any]:
    """Return how far a sheet is; its digest changes whenever a word of it does."""
    rule = decision_rules.shipped()["dwelling_to_business"]
    said, owners = queries.consents(found.id), spaces.roll(found.roll_id).heads
    written = f"{found.code}:{found.unit}:{found.use}:{owners}:{said[True]}:{said[False]}"
    return {
        **{name: getattr(found, name) for name in SHEET},
        "purpose": rule.name,
        "article": rule.article,
        "owners": owners,
        "agreed": said[True],
        "refused": said[False],
        "missing": owners - said[True] - said[False],
        "complete": owners > 0 and said[True] == owners,
        "digest": sha256(written.encode()).hexdigest(),
    }


SHEET = ("id", "space_id", "unit", "use", "code", "closed_at")


def founding(found: Founding) -> dict[str, Any]:
    """Return the stages and the two counters: how many more owners, or how much more area."""
    rule, signed = founding_threshold.here(), queries.co_signed(found.id)
    known = found.heads is not None and found.area is not None
    everybody = Weight(found.heads or 0, found.area or 0)
    needed = rule.needed(everybody) if rule and known else {}
    reached = rule.reached_by(signed, everybody) if rule and known else []
    short = {each: max(needed[each] - signed.of(each), 0) for each in needed}
    area = short.get(Measure.AREA)
    return {
        "id": found.id,
        "space_id": found.space_id,
        "stage": found.stage,
        "stages": _stages(found),
        "persons": signed.heads,
        "area_m2": m2_text(signed.area),
        "all": presentation.weight_facts(everybody) if known else None,
        "needs": {
            "persons": short.get(Measure.HEADS),
            "area_m2": None if area is None else m2_text(area),
        },
        "reached_by": ["persons" if each is Measure.HEADS else "area" for each in reached],
        "text": _founding_text(short, reached=bool(reached)),
        "article": rule.article if rule else None,
    }


def _stages(found: Founding) -> list[dict[str, Any]]:
    done = {each["stage"]: each for each in found.stages}
    return [
        {
            "stage": number,
            "name": name,
            "on": done.get(number, {}).get("on"),
            "note": done.get(number, {}).get("note", ""),
        }
        for number, name in enumerate(STAGES, start=1)
    ]


def _founding_text(short: dict[Measure, int], *, reached: bool) -> str:
    if reached:
        return text("commons.founding_reached")
    if Measure.HEADS in short and Measure.AREA in short:
        area = m2_text(short[Measure.AREA])
        return text("commons.founding_needs", persons=short[Measure.HEADS], area=area)
    return text("commons.founding_unknown")


def application_facts(found: Founding, *, now: datetime) -> dict[str, Any]:
    """Return what the application says."""
    shown = founding(found)
    words = {"persons": "人数", "area": "面积"}
    everybody = shown["all"] or {"heads": "未登记", "area_m2": "未登记"}
    return {
        "space": spaces.space(found.space_id).name,
        "article": shown["article"] or "当地规定",
        "persons": shown["persons"],
        "area_m2": shown["area_m2"],
        "all_persons": everybody["heads"],
        "all_area_m2": everybody["area_m2"],
        "reached_by": [words[each] for each in shown["reached_by"]],
        "on": clock.local_date(now).isoformat(),
    }


def organisation(found: Organisation, *, on: date) -> dict[str, Any]:
    """Return an organisation, when its report is due, and what its register should look at."""
    due = None
    if found.kind is OrganisationKind.ASSOCIATION and found.registered_on is not None:
        behind = (found.reported_for or found.registered_on.year - 1) < on.year - 1
        due = date(on.year if behind else on.year + 1, 5, 31)
    return {
        **{name: getattr(found, name) for name in ORGANISATION},
        "kind": found.kind.value,
        "report_due": due,
        "warnings": _warnings(found, due, on=on),
    }


ORGANISATION = (
    "id",
    "name",
    "community_code",
    "uscc",
    "supervisor",
    "registered_on",
    "contact",
    "about",
    "persons",
    "bodies",
    "reported_for",
    "is_sample",
)


def _warnings(found: Organisation, due: date | None, *, on: date) -> list[str]:
    said = []
    if due is not None and due < on:
        said.append(text("commons.report_late", due=due))
    if found.kind is OrganisationKind.ASSOCIATION and found.registered_on is None:
        said.append(text("commons.not_registered"))
    few = (found.persons or 0) < LEAST_PERSONS and (found.bodies or 0) < LEAST_BODIES
    counted = found.persons is not None or found.bodies is not None
    if found.kind is OrganisationKind.ASSOCIATION and counted and few:
        said.append(text("commons.too_few_members"))
    return said


def spending_round(found: SpendingRound, *, now: datetime) -> dict[str, Any]:
    """Return a round; what is bought only once it is closed."""
    return {
        "id": found.id,
        "space_id": found.space_id,
        "title": found.title,
        "budget_fen": found.budget,
        "closes_at": found.closes_at,
        "projects": found.projects,
        "exhaustion": text("commons.exhaustion"),
        "result": _spent(found) if now >= found.closes_at else None,
    }


def _spent(found: SpendingRound) -> dict[str, Any]:
    cast = queries.spending_votes(found.id)
    votes = {mark: frozenset(f"{int(each):04}" for each in said) for mark, said in cast.items()}
    projects = spending.projects_of(found)
    titles = {f"{int(each['id']):04}": each for each in found.projects}
    if not votes:
        return {
            "voters": 0,
            "share_fen": 0,
            "funded": [],
            "not_funded": [
                each | {"short_fen": each["cost_fen"], "text": text("commons.nobody_voted")}
                for each in found.projects
            ],
            "left_fen": found.budget,
            "by_ranking": [],
        }
    shares = equal_shares.by_equal_shares(projects, votes, found.budget)
    ranked = equal_shares.by_ranking(projects, votes, found.budget)
    return {
        "voters": len(votes),
        "share_fen": found.budget // len(votes),
        "funded": [titles[each.project.id] | _bought(each) for each in shares.bought],
        "not_funded": [
            titles[each]
            | {"short_fen": fen, "text": text("commons.spending_short", sum=Money(fen))}
            for each, fen in shares.short.items()
        ],
        "left_fen": shares.left,
        "by_ranking": [titles[each.project.id]["id"] for each in ranked.bought],
    }


def _bought(found: equal_shares.Bought) -> dict[str, Any]:
    most = -(-found.most_paid.numerator // found.most_paid.denominator)
    code = "commons.spending_shares" if found.by == "equal_shares" else "commons.spending_ranked"
    return {
        "supporters": found.supporters,
        "by": found.by,
        "each_pays_at_most_fen": most,
        "text": text(code, supporters=found.supporters, most=Money(most)),
    }
