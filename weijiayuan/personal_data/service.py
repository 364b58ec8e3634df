"""All that is kept about one person, across the domains: a copy of it, and its erasure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from weijiayuan.accounts import personal_data as accounts
from weijiayuan.appeals import personal_data as appeals
from weijiayuan.approvals import personal_data as approvals
from weijiayuan.commons import personal_data as commons
from weijiayuan.directory import personal_data as directory
from weijiayuan.files import personal_data as files
from weijiayuan.jobs import personal_data as jobs
from weijiayuan.kernel.errors import Refused
from weijiayuan.lottery_draws import personal_data as draws
from weijiayuan.markets import personal_data as markets
from weijiayuan.notices import personal_data as notices
from weijiayuan.tips import personal_data as tips
from weijiayuan.venues import personal_data as venues


class Keeper(Protocol):
    """What a domain's `personal_data` module offers."""

    def export(self, resident_id: UUID) -> dict[str, Any]:
        """Return what the domain keeps about the resident, as JSON can say it."""
        ...

    def forget(self, resident_id: UUID, *, now: datetime) -> None:
        """Erase it, and anonymise what others rely on."""
        ...


class StaffCannotClose(Refused):
    """The account is a member of staff's; an administrator must end the duty first."""

    code = "personal.staff_cannot_close"


class StillLiving(Refused):
    """Things go on that nobody could act for without the account: `what` names them."""

    code = "personal.still_living"


KEEPERS: dict[str, Keeper] = {
    "accounts": accounts,
    "files": files,
    "jobs": jobs,
    "notices": notices,
    "draws": draws,
    "markets": markets,
    "venues": venues,
    "tips": tips,
    "approvals": approvals,
    "appeals": appeals,
    "commons": commons,
    "directory": directory,
}
"""Every domain that keeps something about residents. Accounts come last when forgetting."""
LIVING: tuple[Callable[[UUID], list[str]], ...] = (approvals.living, appeals.living)
"""What may go on after somebody leaves, by domain."""


def export(resident_id: UUID) -> dict[str, Any]:
    """Return a copy of everything that is kept about the resident, by domain (PIPL 45)."""
    return {name: keeper.export(resident_id) for name, keeper in KEEPERS.items()}


def close(resident_id: UUID, *, is_staff: bool, now: datetime) -> None:
    """Let the resident leave (PIPL 47): identity erased, public records without a name.

    What goes on without them has to be ended or passed on first: a business, a case in court.
    Raises `StaffCannotClose`, `StillLiving`.
    """
    if is_staff:
        raise StaffCannotClose
    what = [each for living in LIVING for each in living(resident_id)]
    if what:
        raise StillLiving(what="、".join(what))
    forget(resident_id, now=now)


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Erase the resident, whatever goes on: who left before a restore has left."""
    for keeper in reversed(KEEPERS.values()):
        keeper.forget(resident_id, now=now)
