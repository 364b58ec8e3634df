"""The way to a first owners' assembly."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.models.deliberation_spaces import Evidence
from weijiayuan.db import Model

NOT_REFUSED = text("state <> 'refused'")
VERIFIED = text("state = 'verified'")


class Founding(Model):
    """An estate on its way to a first owners' assembly.

    How many owners it has and how much area (0.01 m²) counts once two people entered the same.
    """

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
    totals_confirmed_by: Mapped[UUID | None] = mapped_column(default=None)


class CoSignState(StrEnum):
    """Two people look at the title; the area that both read there is the one that counts."""

    ASKED = "asked"
    SEEN = "seen"
    VERIFIED = "verified"
    REFUSED = "refused"


class CoSign(Model):
    """An owner asks for a first assembly: unit and area, and who saw the title on which day.

    What the owner says of the area is a claim until two people have read it on the title, and a
    claim keeps nobody else from saying that the unit is theirs.
    """

    __tablename__ = "commons_co_signs"
    __table_args__ = (
        Index(
            "uq_commons_co_signs_unit",
            "founding_id",
            "unit_key",
            unique=True,
            sqlite_where=VERIFIED,
            postgresql_where=VERIFIED,
        ),
        Index(
            "uq_commons_co_signs_claim",
            "founding_id",
            "unit_key",
            "resident_id",
            unique=True,
            sqlite_where=NOT_REFUSED,
            postgresql_where=NOT_REFUSED,
        ),
        Index("ix_commons_co_signs_founding_id_state", "founding_id", "state"),
    )

    founding_id: Mapped[UUID] = mapped_column(ForeignKey("commons_foundings.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    unit: Mapped[str]
    unit_key: Mapped[str]
    area: Mapped[int] = mapped_column(BigInteger)
    paper_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[CoSignState] = mapped_column(default=CoSignState.ASKED)
    evidence: Mapped[Evidence | None] = mapped_column(default=None)
    evidence_digest: Mapped[str | None] = mapped_column(default=None)
    area_read: Mapped[int | None] = mapped_column(BigInteger, default=None)
    verified_by: Mapped[UUID | None] = mapped_column(default=None)
    confirmed_by: Mapped[UUID | None] = mapped_column(default=None)
    verified_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
