"""Covenants and consent sheets, the founding of an owners' assembly, organisations, spending."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.kernel.states import check_move

NOT_REFUSED = text("state <> 'refused'")


class CovenantKind(StrEnum):
    """Owners' rules bind owners; residents' rules are filed; a promise has moral force only."""

    OWNERS = "owners"
    RESIDENTS = "residents"
    PROMISE = "promise"


class CovenantState(StrEnum):
    """A version is signed once it has no blocking finding; the street files or returns it."""

    DRAFT = "draft"
    SIGNING = "signing"
    FILED = "filed"
    RETURNED = "returned"
    REPLACED = "replaced"


COVENANT_MOVES = {
    CovenantState.DRAFT: frozenset({CovenantState.SIGNING, CovenantState.REPLACED}),
    CovenantState.SIGNING: frozenset(
        {CovenantState.FILED, CovenantState.RETURNED, CovenantState.REPLACED}
    ),
    CovenantState.RETURNED: frozenset({CovenantState.REPLACED}),
    CovenantState.FILED: frozenset({CovenantState.REPLACED}),
    CovenantState.REPLACED: frozenset(),
}


class Covenant(Model):
    """One version of a covenant with what the check said of its clauses."""

    __tablename__ = "commons_covenants"
    __table_args__ = (UniqueConstraint("space_id", "kind", "version"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    kind: Mapped[CovenantKind]
    version: Mapped[int]
    title: Mapped[str]
    clauses: Mapped[list[str]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[UUID]
    state: Mapped[CovenantState] = mapped_column(default=CovenantState.DRAFT)
    reviewed_by: Mapped[UUID | None] = mapped_column(default=None)
    review: Mapped[str] = mapped_column(Text, default="")
    filed_at: Mapped[datetime | None] = mapped_column(default=None)
    filed_by: Mapped[UUID | None] = mapped_column(default=None)
    filing_no: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(Text, default="")

    def move_to(self, state: CovenantState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(COVENANT_MOVES, self.state, state)
        self.state = state


class CovenantSignature(Model):
    """A resident signed a version; it is free, and nothing hangs on it."""

    __tablename__ = "commons_covenant_signatures"
    __table_args__ = (UniqueConstraint("covenant_id", "resident_id"),)

    covenant_id: Mapped[UUID] = mapped_column(ForeignKey("commons_covenants.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class ConsentSheet(Model):
    """A sheet on which every owner of a building says yes or no (民法典 279)."""

    __tablename__ = "commons_consent_sheets"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"))
    unit: Mapped[str]
    use: Mapped[str]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class ConsentGiven(Model):
    """What one owner of the building said; it can be changed until the sheet is closed."""

    __tablename__ = "commons_consents"
    __table_args__ = (UniqueConstraint("sheet_id", "member_id"),)

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("commons_consent_sheets.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("commons_members.id"))
    agrees: Mapped[bool]
    said_at: Mapped[datetime]


class Founding(Model):
    """An estate on its way to a first owners' assembly. Heads and area (0.01 m²) as verified."""

    __tablename__ = "commons_foundings"
    __table_args__ = (
        UniqueConstraint("space_id"),
        CheckConstraint("stage BETWEEN 1 AND 6", name="stage"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    stage: Mapped[int] = mapped_column(default=1)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    heads: Mapped[int | None] = mapped_column(default=None)
    area: Mapped[int | None] = mapped_column(BigInteger, default=None)
    totals_by: Mapped[UUID | None] = mapped_column(default=None)


class CoSignState(StrEnum):
    """Somebody of the community looks at the title once."""

    ASKED = "asked"
    VERIFIED = "verified"
    REFUSED = "refused"


class CoSign(Model):
    """An owner asks for a first assembly: unit and area, and who saw the title on which day."""

    __tablename__ = "commons_co_signs"
    __table_args__ = (
        Index(
            "uq_commons_co_signs_unit",
            "founding_id",
            "unit",
            unique=True,
            sqlite_where=NOT_REFUSED,
            postgresql_where=NOT_REFUSED,
        ),
        Index("ix_commons_co_signs_founding_id_state", "founding_id", "state"),
    )

    founding_id: Mapped[UUID] = mapped_column(ForeignKey("commons_foundings.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    unit: Mapped[str]
    area: Mapped[int] = mapped_column(BigInteger)
    paper_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[CoSignState] = mapped_column(default=CoSignState.ASKED)
    verified_by: Mapped[UUID | None] = mapped_column(default=None)
    verified_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")


class OrganisationKind(StrEnum):
    """社会团体, 民办非企业单位, 基金会, and groups that are only put on record (备案)."""

    ASSOCIATION = "association"
    SERVICE = "service"
    FOUNDATION = "foundation"
    GROUP = "group"


class Organisation(Model):
    """A social organisation as its register shows it."""

    __tablename__ = "commons_organisations"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind]
    community_code: Mapped[str] = mapped_column(index=True)
    uscc: Mapped[str | None] = mapped_column(unique=True)
    supervisor: Mapped[str]
    registered_on: Mapped[date | None]
    contact: Mapped[str]
    about: Mapped[str] = mapped_column(Text)
    persons: Mapped[int | None]
    bodies: Mapped[int | None]
    reported_for: Mapped[int | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)


class SpendingRound(Model):
    """Money of a space (民生微实事) and what it may be spent on; decided once, by equal shares."""

    __tablename__ = "commons_spending_rounds"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    title: Mapped[str]
    budget: Mapped[int] = mapped_column(BigInteger)
    closes_at: Mapped[datetime]
    projects: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[UUID]


class SpendingVote(Model):
    """Which projects somebody is for, under a mark; the newest counts until the round closes."""

    __tablename__ = "commons_spending_votes"
    __table_args__ = (UniqueConstraint("round_id", "person_mark"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spending_rounds.id"))
    person_mark: Mapped[str] = mapped_column(index=True)
    projects: Mapped[list[str]] = mapped_column(JSON)
