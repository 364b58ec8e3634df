"""How often a service was given where, by the deeds it is counted from."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class DeliverySource(StrEnum):
    """From what deeds a delivery is counted: never from a total that somebody types."""

    DESK = "desk"
    BOOKING = "booking"
    SIGN_UP = "sign_up"


class Delivery(Model):
    """How often a service was given at a site on a day, by the deeds it is counted from."""

    __tablename__ = "directory_deliveries"
    __table_args__ = (
        UniqueConstraint("service_at_id", "day", "source"),
        CheckConstraint("count > 0", "count"),
    )

    service_at_id: Mapped[UUID] = mapped_column(ForeignKey("directory_service_at.id"))
    day: Mapped[date]
    source: Mapped[DeliverySource]
    count: Mapped[int]
