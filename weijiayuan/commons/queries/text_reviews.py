"""Questions about texts that a second person looks at."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.errors import ReviewNotFound
from weijiayuan.commons.models import ReviewState, TextReview
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.db import db


def review(review_id: UUID) -> TextReview:
    """Return a review. Raises `ReviewNotFound`."""
    return row_of(TextReview, review_id, ReviewNotFound)


def review_to_change(review_id: UUID) -> TextReview:
    """Return a review, locked until the transaction ends. Raises `ReviewNotFound`."""
    return row_to_change(TextReview, review_id, ReviewNotFound)


def waiting(space_id: UUID) -> Select[Any]:
    """Select the texts of a space that wait for a second person."""
    return select(TextReview).filter_by(space_id=space_id, state=ReviewState.ASKED)


def passed(space_id: UUID, digests: Iterable[str]) -> set[str]:
    """Return which of these texts a second person has passed in a space."""
    wanted = select(TextReview.digest).where(
        TextReview.space_id == space_id,
        TextReview.digest.in_(list(digests)),
        TextReview.state == ReviewState.PASSED,
    )
    return set(db.session.scalars(wanted))


def known(space_id: UUID, digests: Iterable[str]) -> dict[str, TextReview]:
    """Return the reviews of these texts in a space by their digest."""
    wanted = select(TextReview).where(
        TextReview.space_id == space_id, TextReview.digest.in_(list(digests))
    )
    return {each.digest: each for each in db.session.scalars(wanted)}
