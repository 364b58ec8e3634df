"""Who may do what in a space: role × territory × roll."""

from uuid import UUID

from weijiayuan.accounts.current_caller import Caller, current
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.commons.errors import OwnRequest
from weijiayuan.commons.models import Space

STEWARDS = (Role.COMMITTEE, Role.SECRETARY)
"""Who calls meetings and ballots and keeps the rolls of a space."""

COMMUNITY = (Role.SECRETARY, Role.STREET_FILING)
"""Who looks at titles and keeps the register of organisations."""


def territories_of(space: Space) -> tuple[Territory, Territory]:
    """Return the space itself and the community it lies in."""
    return (
        Territory(TerritoryKind.SPACE, str(space.id)),
        Territory(TerritoryKind.COMMUNITY, space.community_code),
    )


def may(caller: Caller, space: Space, *roles: Role) -> bool:
    """Tell whether the caller has one of the roles for this space."""
    return any(caller.may(*roles, within=each) for each in territories_of(space))


def is_steward(caller: Caller, space: Space) -> bool:
    """Tell whether the caller keeps this space."""
    return may(caller, space, *STEWARDS)


def require_steward(space: Space) -> Caller:
    """Return the caller, who keeps this space. Raises `NotYours`."""
    return require(space, *STEWARDS)


def require_apart(resident_id: UUID | None) -> None:
    """Raise `OwnRequest` where the caller, as resident or staff, is the one who asked."""
    caller = current()
    staff = caller.staff
    known = {caller.resident_id, staff.resident_id if staff else None} - {None}
    if resident_id in known:
        raise OwnRequest


def require(space: Space, *roles: Role) -> Caller:
    """Return the caller, who has one of the roles for this space. Raises `NotYours`."""
    caller = current()
    if not may(caller, space, *roles):
        raise NotYours
    return caller
