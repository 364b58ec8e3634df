"""Who is somebody in a mediation? For everybody else it does not exist."""

from dataclasses import dataclass
from uuid import UUID

from weijiayuan.accounts.current_caller import Caller
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import ConfirmationNotFound, MediationNotFound, NotAParty
from weijiayuan.appeals.models import Confirmation, Mediation, MediationParty
from weijiayuan.db import db


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller is in a mediation: one side, its mediator, or its judge."""

    mediation: Mediation
    party: MediationParty | None = None
    is_mediator: bool = False
    is_judge: bool = False

    @property
    def word(self) -> str:
        if self.party is not None:
            return self.party.side
        return "mediator" if self.is_mediator else "judge"

    def own_side(self) -> MediationParty:
        """Return the caller's side. Raises `NotAParty`."""
        if self.party is None:
            raise NotAParty
        return self.party

    def as_mediator(self) -> Mediation:
        """Return the mediation for its mediator. Raises `MediationNotFound` for others."""
        if not self.is_mediator:
            raise MediationNotFound
        return self.mediation


def standing(mediation_id: UUID, caller: Caller) -> Standing:
    """Return what the caller is in a mediation, locked. Raises `MediationNotFound`."""
    mediation = queries.locked(mediation_id)
    party = queries.side_of(mediation.id, caller.resident_id)
    if party is not None:
        return Standing(mediation, party=party)
    staff = caller.staff_id
    has_it = mediation.mediator_id or mediation.opened_by
    if staff is not None and has_it == staff:
        return Standing(mediation, is_mediator=True)
    if queries.judges(mediation.id, staff):
        return Standing(mediation, is_judge=True)
    raise MediationNotFound


def in_court(confirmation_id: UUID, caller: Caller) -> tuple[Confirmation, Standing]:
    """Return a confirmation with what the caller is in it. Raises `ConfirmationNotFound`."""
    found = db.session.get(Confirmation, confirmation_id)
    if found is None:
        raise ConfirmationNotFound
    try:
        there = standing(found.mediation_id, caller)
    except MediationNotFound as stranger:
        raise ConfirmationNotFound from stranger
    if there.is_judge and found.judge_id != caller.staff_id:
        raise ConfirmationNotFound
    return queries.confirmation_locked(confirmation_id), there
