"""Spaces in which people decide together, and the rolls of who they are."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.db import Encrypted, Model

IN_FORCE = text("state = 'in_force'")
WAITING = text("state IN ('asked', 'seen')")


class SpaceKind(StrEnum):
    """What people share: a community, an estate, a village, one building, an alliance of shops."""

    COMMUNITY = "community"
    ESTATE = "estate"
    VILLAGE = "village"
    BUILDING = "building"
    ALLIANCE = "alliance"


class RollState(StrEnum):
    """A roll is a draft until a second person has looked at it; one is in force for a basis."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class RequestState(StrEnum):
    """What became of somebody's word that a unit is theirs: one person looks, then a second."""

    ASKED = "asked"
    SEEN = "seen"
    VERIFIED = "verified"
    REFUSED = "refused"


class Evidence(StrEnum):
    """What was seen of the right to a unit."""

    TITLE_CERTIFICATE = "title_certificate"
    REGISTER_EXTRACT = "register_extract"
    PURCHASE_CONTRACT = "purchase_contract"
    TENANCY_CONTRACT = "tenancy_contract"
    RESIDENCE_PERMIT = "residence_permit"


class Space(Model):
    """A place whose people raise topics, meet and decide. Coordinates are GCJ-02 degrees."""

    __tablename__ = "commons_spaces"

    kind: Mapped[SpaceKind]
    name: Mapped[str]
    community_code: Mapped[str] = mapped_column(index=True)
    street_code: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)


class Roll(Model):
    """One version of who counts in a space. Heads and area (0.01 m²) are sums over its members."""

    __tablename__ = "commons_rolls"
    __table_args__ = (
        UniqueConstraint("space_id", "basis", "version"),
        Index(
            "uq_commons_rolls_in_force",
            "space_id",
            "basis",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    basis: Mapped[Basis]
    version: Mapped[int]
    closes_on: Mapped[date]
    source: Mapped[str]
    heads: Mapped[int]
    area: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]
    made_by: Mapped[UUID]
    state: Mapped[RollState] = mapped_column(default=RollState.DRAFT)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)


class Member(Model):
    """One head of a roll: its units and area, and once verified the account that speaks for it.

    Of the proof only the fact is kept: which two looked at it, and when (`bound_at`). That the
    account speaks for it no more is asked by one, too, and done by a second. `buyer_mark` is a
    blind index of the buyer's number, by which alone units are joined, `owner_mark` one of the
    name, which tells namesakes; neither number nor name is kept.
    """

    __tablename__ = "commons_members"
    __table_args__ = (
        UniqueConstraint("roll_id", "number"),
        UniqueConstraint("roll_id", "resident_id"),
        CheckConstraint("area >= 0", name="area"),
    )

    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"))
    number: Mapped[int]
    units: Mapped[list[str]] = mapped_column(JSON)
    area: Mapped[int] = mapped_column(BigInteger)
    is_developer: Mapped[bool] = mapped_column(default=False)
    is_delegate: Mapped[bool] = mapped_column(default=False)
    owner_mark: Mapped[str | None] = mapped_column(default=None)
    buyer_mark: Mapped[str | None] = mapped_column(default=None)
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    verified_by: Mapped[UUID | None] = mapped_column(default=None)
    verified_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)
    bound_at: Mapped[datetime | None] = mapped_column(default=None)
    release_asked_by: Mapped[UUID | None] = mapped_column(default=None)

    @property
    def is_one_buyer(self) -> bool:
        """Tell whether a number joined these units: rolls of old joined them by a name."""
        return len(self.units) == 1 or self.buyer_mark is not None or self.is_developer


class MemberRequest(Model):
    """Somebody says that a unit is theirs. The paper is deleted with the decision.

    The first who sees the proof says which it is; of its number, or of the picture, a digest stays.
    Whoever bound the account that has the unit turns it down with a second person
    (`turned_down_by` is the first).
    """

    __tablename__ = "commons_member_requests"
    __table_args__ = (
        Index(
            "uq_commons_member_requests_asked",
            "roll_id",
            "resident_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    unit: Mapped[str]
    note: Mapped[str | None] = mapped_column(Encrypted, default=None)
    paper_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[RequestState] = mapped_column(default=RequestState.ASKED)
    evidence: Mapped[Evidence | None] = mapped_column(default=None)
    evidence_digest: Mapped[str | None] = mapped_column(default=None)
    seen_by: Mapped[UUID | None] = mapped_column(default=None)
    turned_down_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
