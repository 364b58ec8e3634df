"""What is due, and what became of it."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.background.rules import EPOCH
from weijiayuan.db import Model


class PeriodicRun(Model):
    """When a task is due next, and how its last run went."""

    __tablename__ = "background_chores"

    name: Mapped[str] = mapped_column(unique=True)
    due_at: Mapped[datetime] = mapped_column(default=EPOCH)
    ran_at: Mapped[datetime | None] = mapped_column(default=None)
    said: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")


class BackgroundJob(Model):
    """A call that was put off. It is deleted when it is done, in the transaction of its effect.

    While somebody works on it, `due_at` lies some minutes ahead: should they die, it is due again.
    A job that failed too often stays, with `failed_at`, until an operator decides.
    """

    __tablename__ = "background_tasks"
    __table_args__ = (Index("ix_background_tasks_failed_at_due_at", "failed_at", "due_at"),)

    name: Mapped[str]
    arguments: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(default="")
