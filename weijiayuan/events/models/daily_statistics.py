"""Days that are over, added up, so that totals need not count every matter there ever was."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from weijiayuan.db import Model


class EventDay(Model):
    """What happened in one community on one day, and in all days up to it."""

    __tablename__ = "event_days"
    __table_args__ = (UniqueConstraint("day", "community_code"),)

    day: Mapped[date]
    community_code: Mapped[str]
    reported: Mapped[int]
    accepted: Mapped[int]
    closed: Mapped[int]
    reopened: Mapped[int]
    total_reported: Mapped[int]
    total_accepted: Mapped[int]
    total_closed: Mapped[int]
    total_reopened: Mapped[int]
