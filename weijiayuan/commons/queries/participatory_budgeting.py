"""Questions about rounds of spending."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.errors import RoundNotFound
from weijiayuan.commons.models import SpendingRound, SpendingVote
from weijiayuan.commons.queries.fetch_by_id import row_of
from weijiayuan.db import db


def spending_round(round_id: UUID) -> SpendingRound:
    """Return a spending round. Raises `RoundNotFound`."""
    return row_of(SpendingRound, round_id, RoundNotFound)


def rounds(space_id: UUID) -> Select[Any]:
    """Select the spending rounds of a space."""
    return select(SpendingRound).filter_by(space_id=space_id)


def spending_votes(round_id: UUID) -> dict[str, frozenset[str]]:
    """Return which projects each voter is for, by mark."""
    rows = db.session.execute(
        select(SpendingVote.person_mark, SpendingVote.projects).filter_by(round_id=round_id)
    )
    return {mark: frozenset(projects) for mark, projects in rows}
