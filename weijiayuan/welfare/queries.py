"""Questions about what was published and simulated."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.db import db
from weijiayuan.welfare.models import Proposal, Publication, Simulation


def digest_in_force(on: date) -> str | None:
    """Return the digest of the pack in force; None while nothing was ever published."""
    begun = select(Publication.digest).where(Publication.in_force_on <= on)
    return db.session.scalar(begun.order_by(Publication.number.desc()).limit(1))


def publication_in_force(on: date) -> Publication | None:
    """Return what was approved last and has begun; a later approval ends what was to begin."""
    begun = select(Publication).where(Publication.in_force_on <= on)
    return db.session.scalar(begun.order_by(Publication.number.desc()).limit(1))


def files_of(digest: str) -> Mapping[str, str] | None:
    """Return the files of a published pack; None if it was never published."""
    return db.session.scalar(select(Publication.files).filter_by(digest=digest).limit(1))


def publications_so_far() -> int:
    return db.session.scalar(select(func.max(Publication.number))) or 0


def publication(publication_id: UUID) -> Publication | None:
    return db.session.get(Publication, publication_id)


def proposal(proposal_id: UUID) -> Proposal | None:
    return db.session.get(Proposal, proposal_id)


def proposal_to_decide(proposal_id: UUID) -> Proposal | None:
    """Return a proposal, locked until the transaction ends."""
    return db.session.scalar(select(Proposal).filter_by(id=proposal_id).with_for_update())


def proposals(state: str | None = None) -> Select[tuple[Proposal]]:
    found: Select[tuple[Proposal]] = select(Proposal)
    return found.where(Proposal.state == state) if state else found


def publications() -> Select[tuple[Publication]]:
    return select(Publication)


def simulation(simulation_id: UUID) -> Simulation | None:
    return db.session.get(Simulation, simulation_id)


def simulations() -> Select[tuple[Simulation]]:
    return select(Simulation)
