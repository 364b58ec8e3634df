"""Volunteers, wishes, goods and who is interested in them: what takes no place."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.money import Money
from weijiayuan.markets.rules.states import OfferState

NOT_GRANTED = text("granted_market_id IS NULL")


class VolunteerOffer(Model):
    """Somebody who offers to help at a market, until the organiser says yes or no."""

    __tablename__ = "market_volunteer_offers"
    __table_args__ = (UniqueConstraint("market_id", "resident_id"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("market_items.id", ondelete="SET NULL"), default=None
    )
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)


class Wish(Model):
    """A service somebody would like to see in a community, until a market there serves it."""

    __tablename__ = "market_wishes"
    __table_args__ = (
        Index(
            "uq_market_wishes_open",
            "resident_id",
            "community_code",
            "service",
            unique=True,
            sqlite_where=NOT_GRANTED,
            postgresql_where=NOT_GRANTED,
        ),
        Index("ix_market_wishes_tally", "community_code", "service"),
    )

    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    community_code: Mapped[str]
    service: Mapped[str]
    granted_market_id: Mapped[UUID | None] = mapped_column(ForeignKey("markets.id"), default=None)


class Goods(Model):
    """Something on the shelf from a partner region; sold elsewhere, shown here."""

    __tablename__ = "market_goods"
    __table_args__ = (CheckConstraint("interested >= 0", "interested"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    origin: Mapped[str]
    price: Mapped[Money]
    unit: Mapped[str]
    how_to_buy: Mapped[str]
    picture_id: Mapped[UUID | None] = mapped_column(default=None)
    interested: Mapped[int] = mapped_column(default=0)


class GoodsInterest(Model):
    """Somebody who said they would buy it."""

    __tablename__ = "market_goods_interests"
    __table_args__ = (UniqueConstraint("goods_id", "resident_id"),)

    goods_id: Mapped[UUID] = mapped_column(ForeignKey("market_goods.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
