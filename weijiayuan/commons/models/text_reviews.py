"""Texts about which the check of clauses is in doubt, until a second person has looked at them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class ReviewState(StrEnum):
    """What the second person said."""

    ASKED = "asked"
    PASSED = "passed"
    REFUSED = "refused"


class TextReview(Model):
    """A text that somebody wants to put to a vote, or to publish, in a space."""

    __tablename__ = "commons_text_reviews"
    __table_args__ = (UniqueConstraint("space_id", "digest"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    digest: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    asked_by: Mapped[UUID]
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.ASKED)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(Text, default="")
