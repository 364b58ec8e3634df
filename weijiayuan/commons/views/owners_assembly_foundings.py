"""Foundings as they are shown: stages and two counters."""

from datetime import datetime
from typing import Any

from weijiayuan.commons import owners_assembly_threshold, vote_result_presentation
from weijiayuan.commons.models import (
    CoSign,
    Founding,
)
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import owners_assembly_foundings as founding_queries
from weijiayuan.commons.rules.decision_rules import Measure
from weijiayuan.commons.rules.floor_area_units import m2_text
from weijiayuan.commons.service.owners_assembly_foundings import STAGES, totals
from weijiayuan.kernel import clock
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text


def version(found: Founding) -> str:
    """Name a founding by its stage and by who entered which totals; owners go on co-signing."""
    entered = found.totals_by, found.totals_confirmed_by
    return version_of(found.stage, found.stages, found.heads, found.area, *entered)


def co_sign_version(found: CoSign) -> str:
    """Name a co-signature by the unit, the title, and what another has seen of it."""
    seen = found.evidence, found.verified_by, found.area_read
    return version_of(found.state, found.unit, found.area, found.paper_id, *seen)


def founding(found: Founding) -> dict[str, Any]:
    """Return the stages and the two counters: how many more owners, or how much more area."""
    rule, signed = owners_assembly_threshold.here(), founding_queries.co_signed(found.id)
    everybody = totals(found)
    needed = rule.needed(everybody) if rule and everybody else {}
    reached = rule.reached_by(signed, everybody) if rule and everybody else []
    short = {each: max(needed[each] - signed.of(each), 0) for each in needed}
    area = short.get(Measure.AREA)
    return {
        "id": found.id,
        "space_id": found.space_id,
        "stage": found.stage,
        "stages": _stages(found),
        "persons": signed.heads,
        "area_m2": m2_text(signed.area),
        "all": vote_result_presentation.weight_facts(everybody) if everybody else None,
        "needs": {
            "persons": short.get(Measure.HEADS),
            "area_m2": None if area is None else m2_text(area),
        },
        "reached_by": ["persons" if each is Measure.HEADS else "area" for each in reached],
        "text": _founding_text(short, reached=bool(reached)),
        "article": rule.article if rule else None,
        "claims": len(founding_queries.co_signs(found.id, *founding_queries.WAITING)),
        "totals_wait": found.totals_by is not None and everybody is None,
        "version": version(found),
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
        "space": deliberation_spaces.space(found.space_id).name,
        "article": shown["article"] or "当地规定",
        "persons": shown["persons"],
        "area_m2": shown["area_m2"],
        "all_persons": everybody["heads"],
        "all_area_m2": everybody["area_m2"],
        "reached_by": [words[each] for each in shown["reached_by"]],
        "on": clock.local_date(now).isoformat(),
    }
