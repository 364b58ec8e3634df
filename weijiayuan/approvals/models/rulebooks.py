"""Versions of the rulebook, and replays of old applications under a draft."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class VersionState(StrEnum):
    """How far a version is: proposed by one person, in force by the word of another."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REJECTED = "rejected"


class RulebookVersion(Model):
    """A text of the rulebook. The one published last decides; going back publishes an old text."""

    __tablename__ = "approval_rulebooks"
    __table_args__ = (Index("ix_approval_rulebooks_state_published_at", "state", "published_at"),)

    version: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    proposed_by: Mapped[str]
    base_digest: Mapped[str] = mapped_column(default="")
    """The text that was in force when it was proposed: the one that it changes."""
    base_number: Mapped[int] = mapped_column(default=0)
    """How many publications there were then: a text that comes back is another state."""
    state: Mapped[VersionState] = mapped_column(default=VersionState.PROPOSED)
    decided_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None, unique=True)
    """Which publication it was, from 1: of two at one time the database takes one."""


class RulebookText(Model):
    """A text that decided something, kept for ever: proofs are recomputed by it.

    Texts that people published are among the versions; this is for those that came with a release.
    """

    __tablename__ = "approval_rulebook_texts"

    digest: Mapped[str] = mapped_column(unique=True)
    files: Mapped[dict[str, Any]] = mapped_column(JSON)


class Replay(Model):
    """Old applications decided again by another text, and which would come out otherwise."""

    __tablename__ = "approval_replays"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("approval_rulebooks.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    by: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
