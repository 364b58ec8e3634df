"""Orders of a community to departments (社区发令、部门报到)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.events.department_orders.rules import state_transitions
from weijiayuan.events.department_orders.rules.state_transitions import (
    Appeal,
    OrderAction,
    OrderMove,
    PartState,
    Rank,
)


class Order(Model):
    """What a community asks of departments, where and by when.

    `report_code` is shown at the place: an officer without a position proves presence by it.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_community_code_created_at", "community_code", "created_at"),
        Index("ix_orders_created_at_id", "created_at", "id"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), index=True)
    community_code: Mapped[str]
    street_code: Mapped[str]
    rank: Mapped[Rank]
    item: Mapped[str]
    place: Mapped[str]
    lng: Mapped[float]
    lat: Mapped[float]
    report_code: Mapped[str]
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime | None] = mapped_column(default=None)
    by: Mapped[datetime | None] = mapped_column(default=None)
    countersigned_by: Mapped[UUID | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)


class OrderPart(Model):
    """One department's part in an order. `move` is the only thing that changes its state."""

    __tablename__ = "order_parts"
    __table_args__ = (
        UniqueConstraint("order_id", "unit_code"),
        Index("ix_order_parts_unit_code_state", "unit_code", "state"),
        Index("ix_order_parts_state_done_at", "state", "done_at"),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    unit_code: Mapped[str]
    is_lead: Mapped[bool]
    state: Mapped[PartState] = mapped_column(default=PartState.DRAFT)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    contested_at: Mapped[datetime | None] = mapped_column(default=None)
    contest_reason: Mapped[str] = mapped_column(Text, default="")
    ruling: Mapped[str] = mapped_column(Text, default="")
    reported_in_at: Mapped[datetime | None] = mapped_column(default=None)
    officer: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[UUID | None] = mapped_column(default=None)
    presence: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    measures: Mapped[str] = mapped_column(Text, default="")
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_silently: Mapped[bool] = mapped_column(default=False)
    no_photo: Mapped[str | None] = mapped_column(default=None)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    code_locked_until: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    returns: Mapped[int] = mapped_column(default=0)
    return_reason: Mapped[str] = mapped_column(Text, default="")
    scored_at: Mapped[datetime | None] = mapped_column(default=None)
    score: Mapped[float | None] = mapped_column(default=None)
    score_lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    score_version: Mapped[str] = mapped_column(default="")
    is_final: Mapped[bool] = mapped_column(default=False)
    appealed_at: Mapped[datetime | None] = mapped_column(default=None)
    appeal: Mapped[str] = mapped_column(Text, default="")
    appeal_decided_at: Mapped[datetime | None] = mapped_column(default=None)
    appeal_decided_by: Mapped[UUID | None] = mapped_column(default=None)
    appeal_granted: Mapped[bool | None] = mapped_column(default=None)
    appeal_finding: Mapped[str] = mapped_column(Text, default="")

    @property
    def appeal_stands(self) -> Appeal:
        """Return how far the appeal against the score has come."""
        if self.appealed_at is None:
            return Appeal.NONE
        return Appeal.OPEN if self.appeal_decided_at is None else Appeal.DECIDED

    def move(self, action: OrderAction) -> OrderMove:
        """Make one move of the table, or refuse it and name what is allowed."""
        move = state_transitions.find(action, self.state)
        self.state = move.target
        return move


class PartJudgement(Model):
    """What one judge gave a part; the newest of a judge counts."""

    __tablename__ = "order_judgements"
    __table_args__ = (UniqueConstraint("part_id", "judge"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("order_parts.id"))
    judge: Mapped[str]
    cooperation: Mapped[int]
    result: Mapped[int]
    by: Mapped[UUID]
