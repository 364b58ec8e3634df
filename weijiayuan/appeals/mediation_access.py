"""Who is somebody in a mediation? For everybody else it does not exist."""

from dataclasses import dataclass
from uuid import UUID

from weijiayuan.accounts.current_caller import Caller
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import ConfirmationNotFound, MediationNotFound, NotAParty
from weijiayuan.appeals.models import Confirmation, Mediation, MediationParty
from weijiayuan.db import db


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller is in a mediation: one side, its mediator, its judge, or who opened it.

    Who opened it looks after it until somebody mediates, and hears nothing of the talk.
    """

    mediation: Mediation
    party: MediationParty | None = None
    is_mediator: bool = False
    is_judge: bool = False
    is_opener: bool = False

    @property
    def word(self) -> str:
        if self.party is not None:
            return self.party.side
        if self.is_opener:
            return "opener"
        return "mediator" if self.is_mediator else "judge"

    @property
    def hears_talk(self) -> bool:
        return self.party is not None or self.is_mediator

    def own_side(self) -> MediationParty:
        """Return the caller's side. Raises `NotAParty`."""
        if self.party is None:
            raise NotAParty
        return self.party

    def as_host(self) -> Mediation:
        """Return the mediation for its mediator, or who opened it while nobody mediates."""
        if not (self.is_mediator or self.is_opener):
            raise MediationNotFound
        return self.mediation

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
    if staff is not None and mediation.mediator_id == staff and caller.may(Role.MEDIATOR):
        return Standing(mediation, is_mediator=True)
    if _opened(mediation, staff):
        return Standing(mediation, is_opener=True)
    if judicial_confirmation_queries.judges(mediation.id, staff) and caller.may(Role.JUDGE):
        return Standing(mediation, is_judge=True)
    raise MediationNotFound


def _opened(mediation: Mediation, staff: UUID | None) -> bool:
    """Tell whether somebody opened what nobody mediates; whoever was refused is out of it."""
    nobody = staff is not None and mediation.mediator_id is None
    return nobody and mediation.opened_by == staff and str(staff) not in mediation.refused.split()


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
    return judicial_confirmation_queries.confirmation_locked(confirmation_id), there
