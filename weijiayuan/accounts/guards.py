"""Guards: what a blueprint or a view asks of its caller before anything else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from weijiayuan.accounts import current_caller, queries
from weijiayuan.accounts.errors import DeskOnly, NotYours, StepUpNeeded
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel.errors import Forbidden
from weijiayuan.web.danger_screening import of_staff

Guard = Callable[[], None]


def require_anyone() -> None:
    """Let in whoever is signed in, on the telephone or at the desk."""
    current_caller.current()


def require_resident() -> None:
    """Let in residents who are signed in."""
    current_caller.current_resident_id()


@of_staff
def require_staff() -> None:
    """Let in members of staff, at the desk or on the telephone."""
    caller = current_caller.current()
    if caller.staff_id is None:
        raise StepUpNeeded if caller.resting_staff_id else NotYours


@of_staff
def require_desk() -> None:
    """Let in members of staff who signed in at the desk."""
    require_staff()
    if not current_caller.current().at_desk:
        raise DeskOnly


@dataclass(frozen=True)
class RoleGuard:
    """Lets in who has one of the roles anywhere; the service checks the territory.

    With `at_desk` nobody comes in by telephone, not even a sample.
    """

    of_staff: ClassVar[bool] = True

    roles: tuple[Role, ...]
    at_desk: bool = False

    def __call__(self) -> None:
        caller = current_caller.current()
        if not caller.may(*self.roles):
            raise self._refusal(caller)
        if self.at_desk and not caller.at_desk:
            raise DeskOnly

    def _refusal(self, caller: current_caller.Caller) -> Forbidden:
        if caller.resting_staff_id:
            return StepUpNeeded()
        if caller.at_desk or caller.staff_id is None:
            return NotYours()
        named = {each.role for each in queries.granted_to(caller.staff_id)}
        return DeskOnly() if named & set(self.roles) else NotYours()


def require_role(*roles: Role) -> RoleGuard:
    """Return the guard that lets in who has one of these roles."""
    return RoleGuard(roles)


def require_desk_role(*roles: Role) -> RoleGuard:
    """Return the guard that lets in who has one of these roles and signed in at the desk."""
    return RoleGuard(roles, at_desk=True)
