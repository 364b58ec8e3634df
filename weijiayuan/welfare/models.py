"""What is kept: published texts of the rules, and simulations. Never a household's answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class Publication(Model):
    """A pack at the moment it was put in force. The newest row is the one that answers.

    `files` holds every file by its path in the pack. Going back to an older text is a new row.
    """

    __tablename__ = "welfare_publications"

    pack_id: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    by: Mapped[str]


class SimulationState(StrEnum):
    """How far a simulation is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


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
