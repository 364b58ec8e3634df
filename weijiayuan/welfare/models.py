"""What is kept: texts of the rules, proposed and published, and simulations. Never answers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class ProposalKind(StrEnum):
    """What a proposal would do."""

    CHANGE = "change"
    ROLL_BACK = "roll_back"


class ProposalState(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"
    """Another pack was approved meanwhile: what was shown of it holds no more, for good."""


class Proposal(Model):
    """A pack that one officer would like in force. Another one decides (the database sees to it).

    It passed the checks before it was kept. `base` is the digest of the pack that was in force
    then: `differences` and `touched` are against it.
    """

    __tablename__ = "welfare_proposals"
    __table_args__ = (
        CheckConstraint("state <> 'approved' OR decided_by <> by", name="decided_by_another"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
    )

    kind: Mapped[ProposalKind]
    pack_id: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str]
    base: Mapped[str]
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    by: Mapped[str]
    in_force_on: Mapped[date]
    hints: Mapped[list[Any]] = mapped_column(JSON)
    differences: Mapped[list[Any]] = mapped_column(JSON)
    touched: Mapped[list[Any]] = mapped_column(JSON)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class Publication(Model):
    """A pack at the moment it was put in force. Of the rows that have begun the last answers.

    `number` counts from 1: of two approvals at one moment only one can be the next.

    `files` holds every file by its path in the pack. Going back to an older text is a new row.
    """

    __tablename__ = "welfare_publications"
    __table_args__ = (CheckConstraint("approved_by <> by", name="approved_by_another"),)

    pack_id: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    by: Mapped[str]
    number: Mapped[int] = mapped_column(unique=True)
    in_force_on: Mapped[date]
    approved_by: Mapped[str | None] = mapped_column(default=None)
    proposal_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("welfare_proposals.id"), unique=True, default=None
    )


class SimulationState(StrEnum):
    """How far long work is: a simulation, the check of a pack."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PackCheck(Model):
    """A check of a pack: long work, looked at again by its id. What passed may be proposed as is.

    `result` holds what a proposal keeps, or the `findings` for which the pack was refused.
    """

    __tablename__ = "welfare_pack_checks"

    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    text_digest: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    state: Mapped[SimulationState] = mapped_column(default=SimulationState.WAITING)
    percent: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    trouble: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class Simulation(Model):
    """A reform tried on a population. `asked` and `pack_digest` let it be repeated exactly."""

    __tablename__ = "welfare_simulations"

    title: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    pack_version: Mapped[str]
    pack_digest: Mapped[str]
    by: Mapped[str]
    state: Mapped[SimulationState] = mapped_column(default=SimulationState.WAITING)
    percent: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    trouble: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
