"""Questions about what was published and simulated."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.db import db
from weijiayuan.welfare.models import Publication, Simulation


def newest_digest() -> str | None:
    """Return the digest of the pack in force; None while nothing was ever published."""
    return db.session.scalar(select(Publication.digest).order_by(Publication.id.desc()).limit(1))


def files_of(digest: str) -> Mapping[str, str] | None:
    """Return the files of a published pack; None if it was never published."""
    return db.session.scalar(select(Publication.files).filter_by(digest=digest).limit(1))


def publications() -> Select[tuple[Publication]]:
    return select(Publication)


def simulation(simulation_id: UUID) -> Simulation | None:
    return db.session.get(Simulation, simulation_id)


def simulations() -> Select[tuple[Simulation]]:
    return select(Simulation)
