"""Questions about what was published and simulated."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.db import db
from weijiayuan.welfare.models import (
    PackCheck,
    Proposal,
    ProposalState,
    Publication,
    Simulation,
    SimulationState,
)

UNFINISHED = (SimulationState.WAITING, SimulationState.RUNNING)


def publication_in_force(on: date) -> Publication | None:
    """Return what was approved last and has begun; a later approval ends what was to begin."""
    begun = select(Publication).where(Publication.in_force_on <= on)
    return db.session.scalar(begun.order_by(Publication.number.desc()).limit(1))


def timetable() -> list[tuple[date, str]]:
    """Return from which day each pack is in force, in the order of their approvals."""
    rows = select(Publication.in_force_on, Publication.digest).order_by(Publication.number)
    return [(row.in_force_on, row.digest) for row in db.session.execute(rows)]


def publication_to_begin(on: date) -> Publication | None:
    """Return what was approved last if its day has not come; None if nothing is to begin."""
    last = db.session.scalar(select(Publication).order_by(Publication.number.desc()).limit(1))
    return last if last is not None and last.in_force_on > on else None


def is_published_since(moment: datetime) -> bool:
    """Tell whether anything was approved after a moment."""
    found = select(Publication.id).where(Publication.created_at > moment).limit(1)
    return db.session.scalar(found) is not None


def digests_by_version() -> dict[str, str]:
    """Return the content that each published version number stands for."""
    rows = select(Publication.version, Publication.digest)
    return {row.version: row.digest for row in db.session.execute(rows)}


def files_of(digest: str) -> Mapping[str, str] | None:
    """Return the files of a published pack; None if it was never published."""
    found = select(Publication.files).filter_by(digest=digest).order_by(Publication.number.desc())
    return db.session.scalar(found.limit(1))


def publications_so_far() -> int:
    return db.session.scalar(select(func.max(Publication.number))) or 0


def is_followed(one: Publication, *, until: date, before: datetime) -> bool:
    """Tell whether a later approval, made before a moment, answers by a day at the latest."""
    later = select(Publication.id).where(
        Publication.number > one.number,
        Publication.in_force_on <= until,
        Publication.created_at < before,
    )
    return db.session.scalar(later.limit(1)) is not None


def publication(publication_id: UUID) -> Publication | None:
    return db.session.get(Publication, publication_id)


def proposal(proposal_id: UUID) -> Proposal | None:
    return db.session.get(Proposal, proposal_id)


def proposal_to_decide(proposal_id: UUID) -> Proposal | None:
    """Return a proposal, locked until the transaction ends."""
    return db.session.scalar(select(Proposal).filter_by(id=proposal_id).with_for_update())


def open_proposals() -> list[Proposal]:
    """Return the proposals that nobody has decided, locked until the transaction ends."""
    found = select(Proposal).filter_by(state=ProposalState.OPEN).with_for_update()
    return list(db.session.scalars(found))


def waiting_by_version() -> dict[str, str]:
    """Return the content of each version that waits for a second officer."""
    waiting = select(Proposal.version, Proposal.digest).filter_by(state=ProposalState.OPEN)
    return {one.version: one.digest for one in db.session.execute(waiting)}


def proposals(state: str | None = None) -> Select[tuple[Proposal]]:
    found: Select[tuple[Proposal]] = select(Proposal)
    return found.where(Proposal.state == state) if state else found


def publications() -> Select[tuple[Publication]]:
    return select(Publication)


def pack_check(check_id: UUID) -> PackCheck | None:
    return db.session.get(PackCheck, check_id)


def unfinished_checks() -> list[PackCheck]:
    """Return the checks that wait or run, locked until the transaction ends."""
    found = select(PackCheck).where(PackCheck.state.in_(UNFINISHED))
    return list(db.session.scalars(found.with_for_update(skip_locked=True)))


def last_check_of(text_digest: str) -> PackCheck | None:
    """Return the newest finished check of a text."""
    found = select(PackCheck).where(
        PackCheck.text_digest == text_digest, PackCheck.state == SimulationState.DONE
    )
    return db.session.scalars(found.order_by(PackCheck.id.desc()).limit(1)).first()


def simulation(simulation_id: UUID) -> Simulation | None:
    return db.session.get(Simulation, simulation_id)


def unfinished_simulations() -> list[Simulation]:
    """Return the simulations that wait or run, locked until the transaction ends."""
    found = select(Simulation).where(Simulation.state.in_(UNFINISHED))
    return list(db.session.scalars(found.with_for_update(skip_locked=True)))


def simulations() -> Select[tuple[Simulation]]:
    return select(Simulation)
