"""Spending a space's money: projects, votes under a mark, and the count that anybody can redo."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.commons.errors import BallotNotOpen, ProjectTooDear, ProjectUnknown, TimesUnfit
from weijiayuan.commons.models import Space, SpendingRound, SpendingVote
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import participatory_budgeting as spending_queries
from weijiayuan.commons.rules.method_of_equal_shares import Project
from weijiayuan.commons.service.ballots import LEAST_OPEN, LONGEST_AHEAD
from weijiayuan.commons.service.lawfulness_review import require_lawful
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import blind_index, db, insert_new
from weijiayuan.kernel.money import Money


def open_round(
    space: Space,
    *,
    title: str,
    budget: Money,
    projects: Sequence[tuple[str, Money]],
    closes_at: datetime,
    by: UUID,
    now: datetime,
) -> SpendingRound:
    """Put projects to those on the rolls of a space.

    Raises `TimesUnfit`, `Unlawful`, `DoubtfulText`, `ProjectTooDear`.
    """
    names = [title, *(name for name, _ in projects)]
    require_nobody_named(*names)
    require_lawful(space.id, decided=names)
    if not now + LEAST_OPEN <= closes_at <= now + LONGEST_AHEAD:
        raise TimesUnfit
    if any(cost > budget for _, cost in projects):
        raise ProjectTooDear
    numbered: list[dict[str, Any]] = [
        {"id": str(number), "title": name, "cost_fen": cost.fen}
        for number, (name, cost) in enumerate(projects, start=1)
    ]
    found = SpendingRound(
        space_id=space.id,
        title=title,
        budget=budget.fen,
        closes_at=closes_at,
        projects=numbered,
        made_by=by,
    )
    db.session.add(found)
    db.session.flush()
    return found


def vote(round_id: UUID, chosen: Sequence[str], *, by: UUID, now: datetime) -> SpendingRound:
    """Say which projects one is for; the newest counts. Raises `NotMember`, `ProjectUnknown`."""
    found = spending_queries.spending_round(round_id)
    if now >= found.closes_at:
        raise BallotNotOpen(opens_at=found.created_at, closes_at=found.closes_at)
    deliberation_spaces.require_belongs(found.space_id, by)
    if not set(chosen) <= {each["id"] for each in found.projects}:
        raise ProjectUnknown
    mark = mark_of(found.id, by)
    wanted_now = sorted(set(chosen))
    row = {"round_id": found.id, "person_mark": mark, "projects": wanted_now}
    if insert_new(SpendingVote, [row]) == 0:
        wanted = select(SpendingVote).filter_by(round_id=found.id, person_mark=mark)
        db.session.scalars(wanted).one().projects = wanted_now
    return found


def mark_of(round_id: UUID, resident_id: UUID) -> str:
    """Return the mark of a person in one round: another one in every round."""
    return blind_index(f"commons.spending:{round_id}:{resident_id}")


def projects_of(found: SpendingRound) -> list[Project]:
    """Return the projects as the count knows them; ids sort as numbers."""
    return [Project(f"{int(each['id']):04}", each["cost_fen"]) for each in found.projects]
