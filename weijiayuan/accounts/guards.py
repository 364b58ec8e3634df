"""Guards: what a blueprint or a view asks of its caller before anything else."""

from collections.abc import Callable
from dataclasses import dataclass

from weijiayuan.accounts import identity
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.rules import Role

Guard = Callable[[], None]


def require_anyone() -> None:
    """Let in whoever is signed in, on the telephone or at the desk."""
    identity.current()


def require_resident() -> None:
    """Let in residents who are signed in."""
    identity.current_resident_id()


def require_staff() -> None:
    """Let in members of staff, at the desk or on the telephone."""
    if identity.current().staff_id is None:
        raise NotYours


@dataclass(frozen=True)
class RoleGuard:
    """Lets in who has one of the roles anywhere; the service checks the territory."""

    roles: tuple[Role, ...]

    def __call__(self) -> None:
        if not identity.current().may(*self.roles):
            raise NotYours


def require_role(*roles: Role) -> RoleGuard:
    """Return the guard that lets in who has one of these roles."""
    return RoleGuard(roles)
