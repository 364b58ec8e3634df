"""Ballots: the question, who has cast, and the urn in which secret choices lie.

What somebody chose in a secret ballot stands in no row beside them. All choices of a ballot lie in
one sealed text, in the order of random codes, sealed anew with every vote: there is no row, no
place and no transaction that belongs to one of them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.vote_counting import Choice
from weijiayuan.db import Encrypted, Model


class Secrecy(StrEnum):
    """Named votes belong to their member; of the others only the sums, or codes, come out."""

    NAMED = "named"
    SECRET = "secret"  # noqa: S105  # a kind of ballot
    VERIFIABLE = "verifiable"


class Channel(StrEnum):
    """How a vote came."""

    WEB = "web"
    PAPER = "paper"
    PROXY = "proxy"


class BallotState(StrEnum):
    """A ballot is closed once by hand; whether votes can be cast follows from the time."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Ballot(Model):
    """A question put to a roll. The rule is kept as it was when the ballot was made.

    A ballot that is open is called off by two (`cancel_asked_by` is the first). What was asked
    before is asked again with a reason, and points at the `earlier` one.
    `result` is what was counted at the end; `record` is what anybody can count again from, and
    `record_digest` its SHA-256. An `official` result was imported from the legal voting system.
    """

    __tablename__ = "commons_ballots"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"), index=True)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    question: Mapped[str]
    explanation: Mapped[str] = mapped_column(Text)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    secrecy: Mapped[Secrecy]
    made_by: Mapped[UUID]
    counters: Mapped[list[str]] = mapped_column(JSON)
    shows_running: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[UUID | None] = mapped_column(index=True, default=None)
    state: Mapped[BallotState] = mapped_column(default=BallotState.OPEN)
    cancel_asked_by: Mapped[UUID | None] = mapped_column(default=None)
    cancel_reason: Mapped[str] = mapped_column(default="")
    earlier_id: Mapped[UUID | None] = mapped_column(default=None)
    again_because: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    record: Mapped[str | None] = mapped_column(Text, default=None)
    record_digest: Mapped[str | None] = mapped_column(default=None)


class Cast(Model):
    """A member of the roll has cast: once, by whatever channel, says the constraint.

    Ids are random and moments full hours. `choice` is there for named votes alone.
    """

    __tablename__ = "commons_casts"
    __table_args__ = (UniqueConstraint("ballot_id", "member_id"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("commons_ballots.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("commons_members.id"), index=True)
    channel: Mapped[Channel]
    choice: Mapped[Choice | None] = mapped_column(default=None)


class Urn(Model):
    """The choices of one secret ballot, sealed together. Its row is locked by whoever votes."""

    __tablename__ = "commons_urns"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("commons_ballots.id"), unique=True)
    content: Mapped[str] = mapped_column(Encrypted)


class Proxy(Model):
    """A member lets somebody else vote, by a code that is handed over; only its hash is kept."""

    __tablename__ = "commons_proxies"
    __table_args__ = (UniqueConstraint("ballot_id", "member_id"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("commons_ballots.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("commons_members.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    holder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )


class PaperEntry(Model):
    """A paper ballot as one person typed it; a second person's equal entry makes it a vote.

    `key` is the number of the member for named votes, of the slip for secret ones.
    """

    __tablename__ = "commons_paper_entries"
    __table_args__ = (UniqueConstraint("ballot_id", "key"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("commons_ballots.id"))
    key: Mapped[str]
    choice: Mapped[Choice | None]
    typed_by: Mapped[UUID | None]
    is_agreed: Mapped[bool] = mapped_column(default=False)


class ImportState(StrEnum):
    """An official result is typed by one person and compared with the file by another."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"


class OfficialResult(Model):
    """A result of the legal voting system: its file with its hash, and what it says."""

    __tablename__ = "commons_official_results"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    question: Mapped[str]
    held_on: Mapped[datetime]
    file_id: Mapped[UUID]
    file_sha256: Mapped[str]
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    entered_by: Mapped[UUID]
    state: Mapped[ImportState] = mapped_column(default=ImportState.ENTERED)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)
